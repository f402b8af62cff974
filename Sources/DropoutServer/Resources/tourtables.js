// @ts-check
// The tour's tables, which collect values that panels show far apart.

import { made, setText } from "./page.js";
import { keyWithoutBatch } from "./state.js";
import { count, short } from "./text.js";

/** The noise at step 0, one row per batch size and one column per policy; cleared if any other setting changes. */
export class NoiseTable {
  element = made("table", "tour-table");
  /** @type {Map<number, (number|null)[]>} */
  #rows = new Map();
  #key = "";

  /** Forgets everything. */
  clear() {
    this.#rows.clear();
    this.element.replaceChildren();
  }

  /**
   * @param {any} opened the experiment
   * @param {any} noise the server's message
   */
  add({ batchSize, settings }, noise) {
    const policies = noise.panels.map((/** @type {any} */ panel) => panel.policy);
    if (noise.step !== 0) return;
    const key = keyWithoutBatch(settings);
    if (key !== this.#key) this.clear();
    this.#key = key;
    this.#rows.set(batchSize, noise.panels.map((/** @type {any} */ panel) => panel.measured?.mean ?? null));
    this.element.replaceChildren(made("caption", "", "Measured noise so far"), this.#head(policies), this.#body());
  }

  /** @param {string[]} policies */
  #head(policies) {
    const head = made("thead");
    head.append(tableRow(["batch", ...policies, ...(policies.length === 2 ? ["difference"] : [])], true));
    return head;
  }

  #body() {
    const body = made("tbody");
    const sizes = [...this.#rows.keys()].sort((first, second) => first - second);
    body.append(...sizes.map((size) => {
      const means = this.#rows.get(size) ?? [];
      const [first, second] = means;
      const more = means.length !== 2 ? [] : [first === null || second === null ? null : second - first];
      return tableRow([count(size), ...[...means, ...more].map((mean) => (mean === null ? "\u2013" : short(mean)))], false);
    }));
    return body;
  }
}

/** How many thinned networks each policy has visited. */
export class VisitTable {
  element = made("table", "tour-table");
  #policies = "";

  /** @param {import("./frame.js").Frame} frame */
  show({ panels }) {
    const policies = panels.map(({ policy }) => policy);
    if (policies.join() !== this.#policies) {
      this.#policies = policies.join();
      const body = made("tbody");
      body.append(...policies.map((policy) => tableRow([policy, ""], false)));
      this.element.replaceChildren(made("caption", "", "Thinned networks seen so far"), body);
    }
    const cells = this.element.querySelectorAll("td");
    panels.forEach(({ distinct, distinctIsLeast }, index) =>
      setText(cells[index], `${distinctIsLeast ? "at least " : ""}${count(distinct)}`));
  }
}

/**
 * @param {string[]} texts
 * @param {boolean} isHead
 */
function tableRow(texts, isHead) {
  const row = made("tr");
  row.append(...texts.map((text, index) => {
    const cell = made(isHead || index === 0 ? "th" : "td", "", text);
    if (cell.tagName === "TH") cell.setAttribute("scope", isHead ? "col" : "row");
    return cell;
  }));
  return row;
}

// @ts-check
// The tour's table: the noise at the start of training, by batch size and policy.

import { made } from "./page.js";
import { count, short } from "./text.js";

/** Collects the first noise of every experiment that is opened. */
export class NoiseTable {
  element = made("table", "noise-table");
  /** @type {Map<number, (number|null)[]>} */
  #rows = new Map();
  #policies = "";

  /** Forgets everything. */
  clear() {
    this.#rows.clear();
    this.element.replaceChildren();
  }

  /** @param {number} batchSize @param {any} noise the server's message */
  add(batchSize, noise) {
    const policies = noise.panels.map((/** @type {any} */ panel) => panel.policy);
    if (noise.step !== 0) return;
    if (policies.join() !== this.#policies) this.clear();
    this.#policies = policies.join();
    this.#rows.set(batchSize, noise.panels.map((/** @type {any} */ panel) => panel.measured?.mean ?? null));
    this.element.replaceChildren(made("caption", "", "Measured noise so far"), this.#head(policies), this.#body());
  }

  /** @param {string[]} policies */
  #head(policies) {
    const head = made("thead");
    head.append(tableRow(["batch", ...policies], true));
    return head;
  }

  #body() {
    const body = made("tbody");
    const sizes = [...this.#rows.keys()].sort((first, second) => first - second);
    body.append(...sizes.map((size) => tableRow([
      count(size), ...(this.#rows.get(size) ?? []).map((mean) => (mean === null ? "\u2013" : short(mean))),
    ], false)));
    return body;
  }
}

/** @param {string[]} texts @param {boolean} isHead */
function tableRow(texts, isHead) {
  const row = made("tr");
  row.append(...texts.map((text, index) => {
    const cell = made(isHead || index === 0 ? "th" : "td", "", text);
    if (cell.tagName === "TH") cell.setAttribute("scope", isHead ? "col" : "row");
    return cell;
  }));
  return row;
}

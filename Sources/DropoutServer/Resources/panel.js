// @ts-check
// One panel: one network under one mask policy.

import { BoundaryView } from "./boundary.js";
import { CurveView } from "./curve.js";
import { MaskView } from "./mask.js";
import { NetworkView } from "./network.js";
import { estimateText, NoiseView } from "./noise.js";
import { part, setField, setText } from "./page.js";
import { marks, parsePolicy, patternOf, sharingOf, spellPolicy } from "./policy.js";
import { count, percent, withPowers } from "./text.js";

/** A panel on the page; it is kept while settings change, so that the focus stays where it is. */
export class Panel {
  #slot = 0;
  /** The policy that it shows. */
  policy = "";
  /** @type {import("./noise.js").PanelNoise|null} */
  #noise = null;
  /** @type {[number, number]|null} */
  #noiseScale = null;

  /**
   * @param {{onChange: (policy: string) => void, onRemove: () => void, onChoose: (row: number) => void,
   *   chosenRow: () => number, onResize: () => void}} actions
   */
  constructor(actions) {
    const template = part("panelTemplate");
    const copy = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (template)).content.cloneNode(true);
    this.element = /** @type {HTMLElement} */ (/** @type {DocumentFragment} */ (copy).firstElementChild);
    const canvas = (/** @type {string} */ name) => /** @type {HTMLCanvasElement} */ (this.#find(`canvas.${name}`));
    this.mask = new MaskView(canvas("mask"), actions.onResize, actions.onChoose, actions.chosenRow);
    this.boundary = new BoundaryView(canvas("boundary"), actions.onResize);
    this.network = new NetworkView(canvas("network"), actions.onResize);
    this.curve = new CurveView(canvas("curve"), actions.onResize);
    this.noise = new NoiseView(canvas("noise-strip"), () => this.drawNoise());
    this.#fields = ["sharing", "groupSize", "renewal", "every"]
      .map((name) => /** @type {HTMLInputElement} */ (this.#find(`.${name}`)));
    for (const input of this.#fields) {
      input.addEventListener("change", () => {
        this.#showFields(parsePolicy(this.#chosenPolicy()));
        actions.onChange(this.#chosenPolicy());
      });
    }
    this.#find(".removePanel").addEventListener("click", ({ detail }) => {
      // The second click of a double click would meet the panel that has moved up.
      if (detail < 2) actions.onRemove();
    });
  }

  #fields;

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  #chosenPolicy() {
    const [sharing, groupSize, renewal, every] = this.#fields.map(({ value }) => value);
    return spellPolicy(/** @type {any} */ ({
      sharing, groupSize: Math.max(1, Number(groupSize) || 1), renewal, every: Math.max(1, Number(every) || 1),
    }));
  }

  /**
   * Takes over the policy of a new experiment.
   * @param {string} policy
   * @param {number} slot of the palette
   * @param {number} number of the panel, from 1
   * @param {boolean} isRemovable
   */
  configure(policy, slot, number, isRemovable) {
    this.policy = policy;
    this.#slot = slot;
    const { element } = this;
    element.dataset.policy = policy;
    const heading = this.#find("h3");
    heading.id = `panelTitle${number}`;
    element.setAttribute("aria-labelledby", heading.id);
    for (let other = 0; other < marks.length; other += 1) element.classList.toggle(`s${other}`, other === slot);
    const mark = this.#find(".mark path");
    mark.setAttribute("d", marks[slot].path);
    mark.classList.toggle("hollow", marks[slot].isHollow);
    setText(this.#find(".name"), policy);
    const remove = /** @type {HTMLButtonElement} */ (this.#find(".removePanel"));
    remove.hidden = !isRemovable;
    remove.setAttribute("aria-label", `Remove the panel ${policy}`);
    this.restore();
  }

  /** Shows the policy that the panel has. */
  restore() {
    const parts = parsePolicy(this.policy);
    [parts.sharing, parts.groupSize, parts.renewal, parts.every]
      .forEach((value, index) => setField(this.#fields[index], value));
    this.#showFields(parts);
  }

  /**
   * Shows the numbers that a policy needs.
   * @param {import("./policy.js").Policy} policy
   */
  #showFields({ sharing, renewal }) {
    this.#fields[2].disabled = sharing === "none";
    this.#find(".group-field").hidden = sharing !== "per-group";
    this.#find(".every-field").hidden = sharing === "none" || renewal !== "every";
  }

  /**
   * Forgets the experiment before.
   * @param {any} opened
   */
  begin(opened) {
    delete this.element.dataset.step;
    delete this.element.dataset.digest;
    this.setNoise(null, null, null);
    this.#find(".boundary-figure").hidden = !opened.points;
    this.#find(".drawings").classList.toggle("single", !opened.points);
  }

  /**
   * @param {any} opened the experiment
   * @param {import("./frame.js").Frame} frame
   * @param {import("./frame.js").PanelFrame} panel
   * @param {(number|null)[][]} points of the curve
   * @param {import("./curve.js").CurveScale} scale
   * @param {string} sameAs the earlier panel with the same weights
   */
  draw(opened, frame, panel, points, scale, sameAs) {
    const { layer, step } = frame;
    const layerUnits = opened.network[layer];
    const dropped = this.mask.draw(frame, panel, this.#slot, sharingOf(this.policy), layerUnits, opened.batchSize);
    this.boundary.draw(opened, panel, frame.example);
    this.network.draw(opened.network, panel, this.#slot);
    this.curve.draw(points, scale, panel, step, this.#slot);
    setText(this.#find(".mask-name"), `D${layer}`);
    setText(this.#find(".mask-size"),
      `${shownOf(frame.maskUnits, layerUnits, "units")} × ${shownOf(frame.maskExamples, opened.batchSize, "examples")}`);
    this.#showAge(frame, panel);
    // Stripes that are not there would puzzle; while playing, the sentence would only flicker.
    const { keep } = opened.settings;
    const canFlicker = frame.playing && !this.policy.startsWith("frozen");
    const isEmpty = dropped === 0 && keep < 1 && !canFlicker && this.policy !== "none";
    const isPart = frame.maskUnits < layerUnits || frame.maskExamples < opened.batchSize;
    const empty = isPart ? " What is shown of D happens to drop nothing." : " This D happens to drop nothing.";
    setText(this.#find(".pattern"), patternOf(this.policy, keep) + (isEmpty ? empty : ""));
    this.#showCounters(opened, frame, panel, sameAs);
    this.element.dataset.step = String(step);
    this.element.dataset.digest = panel.digest ?? "";
  }

  /**
   * Says whether D is another one than the step before.
   * @param {import("./frame.js").Frame} frame
   * @param {import("./frame.js").PanelFrame} panel
   */
  #showAge({ step }, { isNewDraw }) {
    const age = this.#find(".mask-age");
    const isNone = this.policy === "none";
    age.classList.toggle("still", !isNone && !isNewDraw);
    setText(age, isNone ? "" : step === 0 ? "first D" : isNewDraw ? "new D" : "same D");
  }

  /**
   * @param {any} opened
   * @param {import("./frame.js").Frame} frame
   * @param {import("./frame.js").PanelFrame} panel
   * @param {string} sameAs
   */
  #showCounters(opened, frame, panel, sameAs) {
    const least = panel.distinctIsLeast ? "at least " : "";
    const fingerprint = panel.digest === null ? "shown while paused"
      : panel.digest.slice(0, 8) + (sameAs && ` (same bits as ${sameAs})`);
    this.#count("testError", percent(panel.testError));
    this.#count("trainError", percent(panel.trainError));
    this.#count("distinct", `${least}${count(panel.distinct)} of ${withPowers(opened.thinnedNetworks)}`);
    this.#count("step", count(frame.step));
    this.#count("draws", this.policy === "none" ? "none" : count(panel.draw + 1));
    this.#count("fingerprint", fingerprint);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  #count(name, text) {
    setText(this.#find(`[data-counter="${name}"]`), text);
  }

  /**
   * @param {import("./noise.js").PanelNoise|null} noise
   * @param {[number, number]|null} scale
   * @param {number|null} step at which it was measured
   */
  setNoise(noise, scale, step) {
    this.#noise = noise;
    this.#noiseScale = scale;
    this.#count("noiseStep", step === null ? "" : `at step ${count(step)}, `);
    this.#count("noiseMeasured", noise ? estimateText(noise.measured) : "not yet");
    this.#count("noisePredicted", noise ? estimateText(noise.predicted) : "not yet");
    for (const line of this.element.querySelectorAll(".noise-line")) /** @type {HTMLElement} */ (line).hidden = Boolean(noise?.note);
    setText(this.#find(".noise-note"), noise?.note ?? "");
    this.drawNoise();
  }

  /** Draws the noise again. */
  drawNoise() {
    this.noise.draw(this.#noise, this.#noiseScale, this.#slot);
  }
}

/**
 * How many there are, and how many of them are shown.
 * @param {number} shown
 * @param {number} all
 * @param {string} what
 */
function shownOf(shown, all, what) {
  return shown < all ? `${count(all)} ${what} (the first ${shown} shown)` : `${count(all)} ${what}`;
}

// @ts-check
// One panel: one network under one mask policy.

import { BoundaryView } from "./boundary.js";
import { CurveView } from "./curve.js";
import { MaskView } from "./mask.js";
import { NetworkView } from "./network.js";
import { estimateText, NoiseView } from "./noise.js";
import { fillSelect, part, setField, setText } from "./page.js";
import { count, percent, withPowers } from "./text.js";

/**
 * How a policy is shown: its colour's slot, its mark, the values of the fields, and words.
 * @typedef {{slot: number, mark: {path: string, isHollow: boolean}, sharing: string, groupSize: number,
 *   renewal: string, every: number, drops: boolean, isFrozen: boolean, pattern: string, sharingWords: string}} Look
 */

/** A panel on the page; it is kept while settings change, so that the focus stays where it is. */
export class Panel {
  /** The policy that it shows. */
  policy = "";
  #look = /** @type {Look} */ ({});
  /** @type {import("./noise.js").PanelNoise|null} */
  #noise = null;
  /** @type {[number, number]|null} */
  #noiseScale = null;

  /**
   * @param {{onChange: (policy: string) => void, onRemove: () => void, onChoose: (row: number) => void,
   *   chosenRow: () => number, onResize: () => void}} actions
   * @param {import("./laboratory.js").Hello} hello
   */
  constructor(actions, { sharings, renewals }) {
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
    fillSelect(/** @type {any} */ (this.#fields[0]), sharings);
    fillSelect(/** @type {any} */ (this.#fields[2]), renewals);
    for (const input of this.#fields) {
      input.addEventListener("change", () => {
        this.#showFields();
        actions.onChange(this.#chosenPolicy());
      });
    }
    this.#find(".removePanel").addEventListener("click", ({ detail }) => {
      // The second click of a double click would hit the panel that has moved up.
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

  /** The policy in the fields, spelled as the command line does. */
  #chosenPolicy() {
    const [sharing, groupSize, renewal, every] = this.#fields;
    const number = (/** @type {HTMLInputElement} */ { value }) => String(Math.max(1, Number(value) || 1));
    return (renewal.disabled ? "" : renewal.value.replace("K", number(every)))
      + sharing.value.replace("G", number(groupSize));
  }

  /**
   * Sets the panel's policy, for a new experiment.
   * @param {string} policy
   * @param {Look} look
   * @param {number} number of the panel, from 1
   * @param {boolean} isRemovable
   */
  configure(policy, look, number, isRemovable) {
    const { element } = this;
    element.classList.remove(`s${this.#look.slot}`);
    element.classList.add(`s${look.slot}`);
    this.policy = policy;
    this.#look = look;
    element.dataset.policy = policy;
    const heading = this.#find("h3");
    heading.id = `panelTitle${number}`;
    element.setAttribute("aria-labelledby", heading.id);
    const mark = this.#find(".mark path");
    mark.setAttribute("d", look.mark.path);
    mark.classList.toggle("hollow", look.mark.isHollow);
    setText(this.#find(".name"), policy);
    const remove = /** @type {HTMLButtonElement} */ (this.#find(".removePanel"));
    remove.hidden = !isRemovable;
    remove.setAttribute("aria-label", `Remove the panel ${policy}`);
    this.restore();
  }

  /** Sets the fields back to the panel's policy. */
  restore() {
    const { sharing, groupSize, renewal, every } = this.#look;
    [sharing, groupSize, renewal, every].forEach((value, index) => setField(this.#fields[index], value));
    this.#showFields();
  }

  /** Shows the number fields that the chosen policy needs. */
  #showFields() {
    const [sharing, , renewal] = this.#fields;
    renewal.disabled = sharing.value === "none";
    this.#find(".group-field").hidden = !sharing.value.includes("G");
    this.#find(".every-field").hidden = renewal.disabled || !renewal.value.includes("K");
  }

  /**
   * Clears what belongs to the previous experiment.
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
    const look = this.#look;
    const layerUnits = opened.network[layer];
    const dropped = this.mask.draw(frame, panel, look.slot, look.sharingWords, layerUnits, opened.batchSize);
    this.boundary.draw(opened, panel, frame.example);
    this.network.draw(opened.network, panel, look.slot);
    this.curve.draw(points, scale, panel, step, look.slot);
    setText(this.#find(".mask-name"), `D${layer}`);
    setText(this.#find(".mask-size"),
      `${shownOf(frame.maskUnits, layerUnits, "units")} × ${shownOf(frame.maskExamples, opened.batchSize, "examples")}`);
    this.#showAge(frame, panel);
    // A D without dropped units needs an explanation; while playing, the sentence would only flicker.
    const { keep } = opened.settings;
    const canFlicker = frame.playing && !look.isFrozen;
    const isEmpty = dropped === 0 && keep < 1 && !canFlicker && look.drops;
    const isPart = frame.maskUnits < layerUnits || frame.maskExamples < opened.batchSize;
    const empty = isPart ? " What is shown of D happens to drop nothing." : " This D happens to drop nothing.";
    setText(this.#find(".pattern"), look.pattern + (isEmpty ? empty : ""));
    this.#showCounters(opened, frame, panel, sameAs);
    this.element.dataset.step = String(step);
    this.element.dataset.digest = panel.digest ?? "";
  }

  /**
   * Says whether D is new, or the same as in the step before.
   * @param {import("./frame.js").Frame} frame
   * @param {import("./frame.js").PanelFrame} panel
   */
  #showAge({ step }, { isNewDraw }) {
    const age = this.#find(".mask-age");
    const isNone = !this.#look.drops;
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
    this.#count("draws", this.#look.drops ? count(panel.draw + 1) : "none");
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
    this.noise.draw(this.#noise, this.#noiseScale, this.#look.slot);
  }
}

/**
 * The number of things and, if only some are shown, how many.
 * @param {number} shown
 * @param {number} all
 * @param {string} what
 */
function shownOf(shown, all, what) {
  return shown < all ? `${count(all)} ${what} (the first ${shown} shown)` : `${count(all)} ${what}`;
}

// @ts-check
// Learning curves: the server's points, and between them what each frame tells.

/** @typedef {(number|null)[]} Point step, masked loss, clean loss, test loss */

/** One panel's curve. The server's points lie far apart, so the latest part is drawn from frames. */
export class LearningCurve {
  /** @type {Point[]} */
  #points = [];
  /** @type {Point[]} */
  #latest = [];

  /**
   * Takes over what a frame tells, drawn or not.
   * @param {number} step
   * @param {import("./frame.js").PanelFrame} panel
   */
  add(step, panel) {
    const { from, points } = panel.curve;
    this.#points.length = Math.min(this.#points.length, from);
    this.#points.push(...points);
    const last = this.#points.at(-1)?.[0] ?? -1;
    // After rewinding, what lay ahead is gone.
    this.#latest = this.#latest.filter(([at]) => Number(at) > last && Number(at) < step);
    if (step > last) this.#latest.push([step, panel.maskedLoss, panel.trainLoss, panel.testLoss]);
    if (step === 0) this.start = this.#latest[0];
  }

  /** @type {Point|undefined} The point before the first step. */
  start;

  /**
   * All points by step.
   * @returns {Point[]}
   */
  get points() {
    const known = [...this.#points, ...this.#latest];
    return this.start && known[0]?.[0] !== 0 ? [this.start, ...known] : known;
  }
}

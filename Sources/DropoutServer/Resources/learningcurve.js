// @ts-check
// Learning curves: the server's points, and between them the losses of single frames.

/** @typedef {(number|null)[]} Point step, masked loss, clean loss, test loss */

/** One panel's curve. The server's points lie far apart, so the latest part is drawn from frames. */
export class LearningCurve {
  /** @type {Point[]} */
  #points = [];
  /** @type {Point[]} */
  #latest = [];

  /**
   * Adds the losses of a frame, even if it is never drawn.
   * @param {number} step
   * @param {import("./frame.js").PanelFrame} panel
   */
  add(step, panel) {
    const { from, points } = panel.curve;
    this.#points.length = Math.min(this.#points.length, from);
    this.#points.push(...points);
    const last = this.#points.at(-1)?.[0] ?? -1;
    // After rewinding, later points no longer count.
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

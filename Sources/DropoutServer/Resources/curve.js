// @ts-check
// The losses over the steps: as training sees them (masked), clean, and on the test set.

import { Surface } from "./surface.js";
import { colours } from "./theme.js";
import { count, short, ticks } from "./text.js";

const edges = { left: 38, right: 52, top: 6, bottom: 18 };

/** The drawn losses: their column in a point of the curve and their look. */
const lines = [
  { column: 1, name: "masked", width: 1.4, dash: [4, 3], isStrong: true },
  { column: 2, name: "clean", width: 1.4, dash: [], isStrong: false },
  { column: 3, name: "test", width: 2.2, dash: [], isStrong: true },
];

/**
 * @typedef {{steps: number, low: number, high: number, isLog: boolean}} CurveScale the same for all panels
 */

/**
 * A scale that fits all curves.
 * @param {(number|null)[][][]} curves
 * @param {number} furthest step
 * @param {boolean} isLog
 * @returns {CurveScale}
 */
export function curveScale(curves, furthest, isLog) {
  const steps = Math.max(1, furthest);
  let [low, high] = [Infinity, 0];
  for (const points of curves) {
    for (const point of points) {
      for (const { column } of lines) {
        const loss = point[column];
        if (loss == null) continue;
        high = Math.max(high, loss);
        if (loss > 0) low = Math.min(low, loss);
      }
    }
  }
  if (high === 0) [low, high] = [0.1, 1];
  return isLog
    ? { steps, low: Math.max(low * 0.9, high * 1e-6), high: high * 1.1, isLog }
    : { steps, low: 0, high: high * 1.05, isLog };
}

/** Draws one panel's losses on the common scale. */
export class CurveView extends Surface {
  /**
   * @param {(number|null)[][]} points
   * @param {CurveScale} scale
   * @param {import("./frame.js").PanelFrame} panel
   * @param {number} step
   * @param {number} slot of the palette
   */
  draw(points, scale, panel, step, slot) {
    if (!this.begin()) return;
    const { width, height, context } = this;
    const across = (/** @type {number} */ value) =>
      edges.left + (value / scale.steps) * (width - edges.left - edges.right);
    const share = (/** @type {number} */ loss) => scale.isLog
      ? Math.log(loss / scale.low) / Math.log(scale.high / scale.low)
      : loss / scale.high;
    const down = (/** @type {number} */ loss) =>
      height - edges.bottom - Math.max(0, share(loss)) * (height - edges.bottom - edges.top);
    this.#drawAxes(scale, across, down);
    const { slots, soft, ink } = colours();
    for (const line of lines) {
      context.strokeStyle = line.isStrong ? slots[slot] : soft;
      context.lineWidth = line.width;
      context.setLineDash(line.dash);
      context.beginPath();
      let isDown = false;
      for (const point of points) {
        const loss = point[line.column];
        if (loss == null || (scale.isLog && loss <= 0)) {
          isDown = false;
          continue;
        }
        const [x, y] = [across(point[0] ?? 0), down(loss)];
        if (isDown) context.lineTo(x, y);
        else context.moveTo(x, y);
        isDown = true;
      }
      context.stroke();
    }
    context.setLineDash([]);
    context.fillStyle = ink;
    // Marks the step only if training has been further, as after rewinding.
    if (scale.steps > 1 && step < 0.99 * scale.steps) context.fillRect(across(step) - 0.5, edges.top, 1, height - edges.top - edges.bottom);
    this.#drawNames(points, down);
    this.describe(
      `Losses up to step ${count(scale.steps)}. At step ${count(step)}: `
        + (step > 0 ? `masked ${short(panel.maskedLoss)}, ` : "")
        + `clean ${short(panel.trainLoss)}, test ${short(panel.testLoss)}`);
  }

  /**
   * @param {CurveScale} scale
   * @param {(value: number) => number} across
   * @param {(loss: number) => number} down
   */
  #drawAxes(scale, across, down) {
    const { width, height, context } = this;
    const { line, soft } = colours();
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = soft;
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const loss of scale.isLog ? decades(scale.low, scale.high) : ticks(0, scale.high, 3)) {
      const y = Math.round(down(loss)) + 0.5;
      this.line(edges.left, y, width - edges.right, y);
      context.fillText(short(loss), edges.left - 5, y);
    }
    context.textBaseline = "alphabetic";
    context.textAlign = "center";
    let end = -Infinity;
    for (const step of ticks(0, scale.steps, 3)) {
      const half = context.measureText(count(step)).width / 2;
      // Only labels that have room.
      if (!Number.isInteger(step) || across(step) - half < end + 6) continue;
      context.fillText(count(step), across(step), height - 4);
      end = across(step) + half;
    }
  }

  /**
   * Names the lines at their ends, moved apart if they would overlap.
   * @param {(number|null)[][]} points
   * @param {(loss: number) => number} down
   */
  #drawNames(points, down) {
    const last = points[points.length - 1];
    if (!last) return;
    const { width, height, context } = this;
    const names = lines
      .flatMap((line) => (last[line.column] == null ? [] : [{ line, y: down(/** @type {number} */ (last[line.column])) }]))
      .sort((first, second) => first.y - second.y);
    const floor = height - edges.bottom - 2;
    names.forEach((name, index) => {
      name.y = Math.max(name.y, 9, index > 0 ? names[index - 1].y + 12 : 0);
    });
    for (let index = names.length - 1, limit = floor; index >= 0; index -= 1, limit -= 12) {
      names[index].y = Math.min(names[index].y, limit);
    }
    const { ink, soft } = colours();
    context.textAlign = "left";
    context.textBaseline = "middle";
    for (const { line, y } of names) {
      context.fillStyle = line.isStrong ? ink : soft;
      context.font = `${line.name === "test" ? "600 " : ""}11px system-ui, sans-serif`;
      context.fillText(line.name, width - edges.right + 6, y);
    }
  }
}

/**
 * Powers of ten in a range; if there are fewer than two, with its two ends.
 * @param {number} low
 * @param {number} high
 */
function decades(low, high) {
  const places = [];
  for (let power = Math.ceil(Math.log10(low)); power <= Math.log10(high); power += 1) places.push(10 ** power);
  return places.length > 1 ? places : [...new Set([Number(low.toPrecision(1)), ...places, Number(high.toPrecision(1))])]
    .filter((loss) => loss >= low && loss <= high);
}

// @ts-check
// The noise of each panel's gradient, measured and predicted, on one scale for all panels.

import { Surface } from "./surface.js";
import { colours } from "./theme.js";
import { like, powerOfTen } from "./text.js";

/**
 * @typedef {{mean: number, low: number, high: number}} Estimate
 * @typedef {{measured: Estimate|null, predicted: Estimate|null, note: string|null}} PanelNoise
 */

/**
 * An estimate with its interval, as text; the interval is cut off at 0, as no variance is negative.
 * @param {Estimate|null} estimate
 */
export function estimateText(estimate) {
  if (!estimate) return "\u2013";
  const { mean, low, high } = estimate;
  return `${like(mean, mean)} (${like(Math.max(0, low), mean)} to ${like(high, mean)})`;
}

/**
 * A scale that covers two scales, either of which may be missing.
 * @param {[number, number]|null} first
 * @param {[number, number]|null} second
 * @returns {[number, number]|null}
 */
export function commonScale(first, second) {
  return first && second ? [Math.min(first[0], second[0]), Math.max(first[1], second[1])] : first ?? second;
}

/**
 * The exponents of the powers of ten around all estimates.
 * @param {PanelNoise[]} panels
 * @returns {[number, number]|null}
 */
export function noiseScale(panels) {
  const values = panels.flatMap(({ measured, predicted }) => [measured, predicted])
    .flatMap((estimate) => (estimate ? [estimate.mean, estimate.low, estimate.high] : []))
    .filter((value) => value > 0);
  if (values.length === 0) return null;
  const low = Math.floor(Math.log10(Math.min(...values)));
  return [low, Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))];
}

/** Draws one panel's estimates. */
export class NoiseView extends Surface {
  /**
   * @param {PanelNoise|null} noise
   * @param {[number, number]|null} scale
   * @param {number} slot of the palette
   */
  draw(noise, scale, slot) {
    if (!this.begin()) return;
    this.describe(noise && scale
      ? `Variance of the gradient, on an axis from ${powerOfTen(scale[0])} to ${powerOfTen(scale[1])}: `
        + `measured ${estimateText(noise.measured)}, predicted ${estimateText(noise.predicted)}`
      : "Variance of the gradient: not measured yet");
    if (!noise || !scale) return;
    const { context, width } = this;
    const palette = colours();
    const across = (/** @type {number} */ value) =>
      10 + ((Math.log10(Math.max(value, 10 ** scale[0])) - scale[0]) / (scale[1] - scale[0])) * (width - 20);
    context.fillStyle = palette.soft;
    context.strokeStyle = palette.line;
    context.font = "10px system-ui, sans-serif";
    context.textBaseline = "alphabetic";
    context.lineWidth = 1;
    const sparse = Math.ceil((scale[1] - scale[0]) / 4);
    for (let power = scale[0]; power <= scale[1]; power += sparse) {
      const x = Math.round(across(10 ** power)) + 0.5;
      this.line(x, 0, x, 20);
      context.textAlign = power === scale[0] ? "left" : power + sparse > scale[1] ? "right" : "center";
      context.fillText(powerOfTen(power), power === scale[0] ? 2 : power + sparse > scale[1] ? width - 2 : x, 31);
    }
    this.#drawEstimate(noise.predicted, across, palette.ink, true);
    this.#drawEstimate(noise.measured, across, palette.slots[slot], false);
  }

  /**
   * @param {Estimate|null} estimate
   * @param {(value: number) => number} across
   * @param {string} colour
   * @param {boolean} isPredicted
   */
  #drawEstimate(estimate, across, colour, isPredicted) {
    if (!estimate || !(estimate.mean > 0)) return;
    const { context } = this;
    const y = isPredicted ? 14 : 6;
    const x = across(estimate.mean);
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = 2;
    this.line(across(estimate.low), y, across(estimate.high), y);
    context.beginPath();
    if (isPredicted) {
      context.moveTo(x, y - 5);
      context.lineTo(x + 5, y);
      context.lineTo(x, y + 5);
      context.lineTo(x - 5, y);
      context.closePath();
      context.fillStyle = colours().raised;
      context.lineWidth = 1.5;
      context.fill();
      context.stroke();
    } else {
      context.arc(x, y, 4, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

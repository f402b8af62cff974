// @ts-check
// The differences of one pair of policies, seed by seed, as dots that drop onto a line.

import { made, setText } from "./page.js";
import { signed, ticks } from "./text.js";

const namespace = "http://www.w3.org/2000/svg";
const size = { width: 560, height: 170, side: 26, floor: 118, radius: 4.5 };

/**
 * @param {string} tag
 * @param {Record<string, string|number>} attributes
 * @param {Element} parent
 */
function drawn(tag, attributes, parent) {
  const element = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  parent.append(element);
  return /** @type {SVGElement} */ (element);
}

/** A dot plot to which dots are added one by one. */
export class DotPlot {
  #dots;
  #axis;
  #interval;
  /** Arrowheads at the left and right edge, shown if the interval extends beyond the picture. */
  #beyond;
  #mean;
  #zero;
  #title;

  /**
   * @param {string} first policy
   * @param {string} second policy
   * @param {number} slot of the first in the palette
   */
  constructor(first, second, slot) {
    this.element = made("figure", `dot-plot s${slot}`);
    const caption = made("figcaption");
    this.#title = made("b", "", `${first} minus ${second}`);
    this.sentence = made("p", "dot-sentence");
    this.logLoss = made("p", "dot-log-loss soft");
    caption.append(this.#title);
    const sides = made("p", "dot-sides");
    sides.append(
      made("span", "", `\u2190 fewer errors: ${first}`), made("span", "", `fewer errors: ${second} \u2192`));
    this.element.append(caption, sides);
    this.svg = drawn("svg", { viewBox: `0 0 ${size.width} ${size.height}`, role: "img" }, this.element);
    this.element.append(this.sentence, this.logLoss);
    this.#axis = drawn("g", { class: "axis" }, this.svg);
    this.#zero = drawn("line", { class: "zero", y1: 4, y2: size.floor }, this.svg);
    this.#dots = drawn("g", { class: "dots" }, this.svg);
    this.#interval = drawn("line", { class: "interval", y1: size.floor + 14, y2: size.floor + 14 }, this.svg);
    this.#beyond = [1, size.width - 1].map((x, index) => drawn("path", {
      class: "beyond", transform: `translate(${x} ${size.floor + 14})`, d: index === 0 ? "M0 0 11-7v14z" : "M0 0-11-7v14z",
    }, this.svg));
    this.#mean = drawn("path", { class: "mean", d: "M0-7 7 0 0 7-7 0z" }, this.svg);
  }

  /** @param {{differences: number[], mean: number, low: number|null, high: number|null, decided: boolean, sentence: string, logLossSentence?: string|null}} pair */
  update(pair) {
    const { differences, mean, low, high } = pair;
    const reach = Math.max(0.5, ...differences.map(Math.abs)) * 1.06;
    const across = (/** @type {number} */ points) => size.width / 2 + (points / reach) * (size.width / 2 - size.side);
    this.#drawAxis(reach, across);
    this.#placeDots(differences, across);
    // Errors differ by 100 points at most, so an interval from −100 to 100 says nothing.
    const hasInterval = low !== null && high !== null && differences.length > 0 && (low > -100 || high < 100);
    this.#interval.style.display = hasInterval ? "" : "none";
    // An interval wider than the picture ends at its edge, with an arrowhead.
    const inside = (/** @type {number} */ x) => Math.max(6, Math.min(size.width - 6, x));
    const ends = hasInterval ? [across(low), across(high)] : [size.width / 2, size.width / 2];
    ends.forEach((x, index) => {
      this.#interval.setAttribute(`x${index + 1}`, String(inside(x)));
      this.#beyond[index].style.display = inside(x) === x ? "none" : "";
    });
    this.#mean.style.display = differences.length > 0 ? "" : "none";
    this.#mean.style.transform = `translate(${across(mean)}px, ${size.floor + 14}px)`;
    this.element.classList.toggle("decided", pair.decided);
    setText(this.sentence, pair.sentence);
    setText(this.logLoss, pair.logLossSentence ?? "");
    const range = hasInterval ? `, interval ${signed(low)} to ${signed(high)}` : "";
    this.svg.setAttribute("aria-label",
      `${this.#title.textContent}: ${differences.length} seeds, mean ${signed(mean)} points${range}`);
  }

  /**
   * @param {number} reach
   * @param {(points: number) => number} across
   */
  #drawAxis(reach, across) {
    const key = String(reach);
    if (this.#axis.getAttribute("data-reach") === key) return;
    this.#axis.setAttribute("data-reach", key);
    this.#axis.replaceChildren();
    drawn("line", { class: "base", x1: 0, x2: size.width, y1: size.floor + 0.5, y2: size.floor + 0.5 }, this.#axis);
    for (const place of ticks(-reach, reach, 6)) {
      const x = across(place);
      drawn("line", { class: "tick", x1: x, x2: x, y1: size.floor, y2: size.floor + 4 }, this.#axis);
      // Leaves room for the unit at the end.
      if (x > size.width - 64) continue;
      const label = drawn("text", { x, y: size.floor + 42, "text-anchor": "middle" }, this.#axis);
      label.textContent = place === 0 ? "0" : String(place).replace("-", "\u2212");
    }
    const unit = drawn("text", { x: size.width, y: size.floor + 42, "text-anchor": "end", class: "unit" }, this.#axis);
    unit.textContent = "points";
    this.#zero.setAttribute("x1", String(across(0)));
    this.#zero.setAttribute("x2", String(across(0)));
  }

  /**
   * Stacks the dots; new ones begin at the top and fall.
   * @param {number[]} differences
   * @param {(points: number) => number} across
   */
  #placeDots(differences, across) {
    while (this.#dots.children.length > differences.length) this.#dots.lastElementChild?.remove();
    /** @type {Map<number, number>} */
    const heights = new Map();
    const bins = differences.map((difference) => Math.round(across(difference) / (2 * size.radius)));
    for (const bin of bins) heights.set(bin, (heights.get(bin) ?? 0) + 1);
    const tallest = Math.max(1, ...heights.values());
    const spacing = Math.min(2 * size.radius, (size.floor - 2 * size.radius) / tallest);
    heights.clear();
    differences.forEach((difference, index) => {
      const level = heights.get(bins[index]) ?? 0;
      heights.set(bins[index], level + 1);
      const x = across(difference);
      const y = size.floor - size.radius - level * spacing;
      let dot = /** @type {SVGElement|undefined} */ (this.#dots.children[index]);
      if (!dot) {
        dot = drawn("circle", { r: size.radius }, this.#dots);
        dot.style.transform = `translate(${x}px, -10px)`;
        // Reading the layout makes the browser start the movement at the top.
        dot.getBoundingClientRect();
      }
      dot.style.transform = `translate(${x}px, ${y}px)`;
    });
  }
}

// @ts-check
// The decision boundary: the network's output all over the plane, and the training examples.

import { Pixels, Surface } from "./surface.js";
import { blendedPixel, channels, colours } from "./theme.js";
import { percent } from "./text.js";

/**
 * Lookup tables from a byte of probability to a pixel, made once for each colour scheme.
 * @type {WeakMap<object, Uint32Array[]>}
 */
const tables = new WeakMap();

/** Table 0 goes from class 0 through the ground to class 1; table 1 + c from the ground to class c. */
function pixelTables() {
  const palette = colours();
  const known = tables.get(palette);
  if (known) return known;
  const ground = channels(palette.raised);
  const classes = palette.classes.map(channels);
  const diverging = Uint32Array.from({ length: 256 }, (_, byte) => {
    const distance = (byte / 255) * 2 - 1;
    return blendedPixel(ground, classes[distance < 0 ? 0 : 1], 0.62 * Math.abs(distance));
  });
  const single = classes.map((colour) =>
    Uint32Array.from({ length: 256 }, (_, byte) => blendedPixel(ground, colour, 0.62 * (byte / 255) ** 2)));
  const made = [diverging, ...single];
  tables.set(palette, made);
  return made;
}

/** Draws the network's answers as colours, the training examples as dots and a ring around the chosen one. */
export class BoundaryView extends Surface {
  #pixels = new Pixels();
  #dots = document.createElement("canvas");
  /** The colours in which the dots were drawn. */
  #dotsKey = {};
  /** @type {object|null} */
  #points = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} onResize
   */
  constructor(canvas, onResize) {
    super(canvas, () => {
      this.#dotsKey = {};
      onResize();
    });
  }

  /**
   * @param {any} opened the experiment
   * @param {import("./frame.js").PanelFrame} panel
   * @param {number} example of the training set
   */
  draw(opened, panel, example) {
    if (!opened.points || !panel.boundary || !this.begin()) return;
    this.#fill(panel.boundary, opened.grid, opened.classCount);
    const { context, width, height } = this;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#pixels.finish(), 0, 0, width, height);
    this.#drawDots(opened);
    context.drawImage(this.#dots, 0, 0, width, height);
    this.#drawRing(opened, example);
    this.describe(
      `Decision boundary over ${opened.trainCount} training examples of ${opened.classCount} classes; `
        + `${percent(panel.testError)} of the test examples are on the wrong side`);
  }

  /**
   * @param {Uint8Array} bytes
   * @param {number} grid
   * @param {number} classCount
   */
  #fill(bytes, grid, classCount) {
    const [diverging, ...single] = pixelTables();
    this.#pixels.resize(grid, grid);
    const { values } = this.#pixels;
    const cells = grid * grid;
    for (let row = 0; row < grid; row += 1) {
      // The server sends the bottom row first; a picture begins with its top row.
      const from = (grid - 1 - row) * grid;
      for (let column = 0; column < grid; column += 1) {
        const cell = from + column;
        values[row * grid + column] = classCount === 2
          ? diverging[bytes[cell]]
          : single[bytes[cell] % single.length][bytes[cells + cell]];
      }
    }
  }

  /**
   * @param {any} opened
   * @param {number} index
   * @returns {[number, number]}
   */
  #place(opened, index) {
    const { points, range } = opened;
    const { width, height } = this;
    return [
      ((points.x[index] - range.x[0]) / (range.x[1] - range.x[0])) * width,
      (1 - (points.y[index] - range.y[0]) / (range.y[1] - range.y[0])) * height,
    ];
  }

  /**
   * Draws all examples on a separate canvas, again only if experiment, size or colour scheme change.
   * @param {any} opened
   */
  #drawDots(opened) {
    if (this.#dotsKey === colours() && this.#points === opened.points) return;
    this.#dotsKey = colours();
    this.#points = opened.points;
    const { canvas, ratio, width } = this;
    this.#dots.width = canvas.width;
    this.#dots.height = canvas.height;
    const context = /** @type {CanvasRenderingContext2D} */ (this.#dots.getContext("2d"));
    context.scale(ratio, ratio);
    const { classes, raised } = colours();
    const { label } = opened.points;
    const radius = Math.max(1.2, Math.min(0.014 * width, 30 / Math.sqrt(label.length)));
    context.strokeStyle = raised;
    context.lineWidth = radius > 2 ? 0.8 : 0.4;
    label.forEach((/** @type {number} */ value, /** @type {number} */ index) => {
      const [x, y] = this.#place(opened, index);
      context.fillStyle = classes[value % classes.length];
      context.beginPath();
      // Squares for every other class: colour is never the only sign.
      if (value % 2 === 1) context.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
      else context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    });
  }

  /**
   * @param {any} opened
   * @param {number} example
   */
  #drawRing(opened, example) {
    if (example < 0 || example >= opened.points.x.length) return;
    const { context, width } = this;
    const [x, y] = this.#place(opened, example);
    const { ink, raised } = colours();
    for (const [colour, line] of /** @type {[string, number][]} */ ([[raised, 4.5], [ink, 2]])) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.beginPath();
      context.arc(x, y, Math.max(6, 0.03 * width), 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

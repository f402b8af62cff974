// @ts-check
// The mask matrix D: units as rows, examples as columns.

import { Pixels, Surface } from "./surface.js";
import { blendedPixel, channels, colours } from "./theme.js";

const margin = 9;
const smallestGappedCell = 5;

/** Draws D and lets the user choose an example in it. */
export class MaskView extends Surface {
  #pixels = new Pixels();
  #examples = 1;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} onResize
   * @param {(row: number) => void} onChoose called with a column of D
   * @param {() => number} chosenRow the column that was chosen last, drawn or not
   */
  constructor(canvas, onResize, onChoose, chosenRow) {
    super(canvas, onResize);
    const within = (/** @type {number} */ wanted) => Math.max(0, Math.min(this.#examples - 1, wanted));
    const choose = (/** @type {number} */ wanted) => onChoose(within(wanted));
    canvas.addEventListener("pointerdown", (event) => {
      choose(Math.floor((event.offsetX / canvas.clientWidth) * this.#examples));
    });
    canvas.addEventListener("keydown", (event) => {
      const row = within(chosenRow());
      const moves = { ArrowLeft: row - 1, ArrowRight: row + 1, Home: 0, End: this.#examples - 1 };
      const wanted = moves[/** @type {keyof typeof moves} */ (event.key)];
      if (wanted === undefined) return;
      event.preventDefault();
      choose(wanted);
    });
  }

  /**
   * @param {import("./frame.js").Frame} frame
   * @param {import("./frame.js").PanelFrame} panel
   * @param {number} slot of the palette
   * @param {string} sharing in words
   * @param {number} unitCount of the whole layer
   * @param {number} exampleCount of the whole batch
   * @returns {number|null} the share of dropped cells
   */
  draw(frame, panel, slot, sharing, unitCount, exampleCount) {
    const { maskUnits: units, maskExamples: examples } = frame;
    this.#examples = Math.max(1, examples);
    if (!this.begin() || units === 0 || examples === 0) return null;
    const share = this.#fill(panel.mask, units, examples, slot);
    const { context, width, height } = this;
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#pixels.finish(), 0, margin, width, height - 2 * margin);
    this.#drawGaps(units, examples);
    this.#drawChoice(frame.row, examples);
    const part = units < unitCount || examples < exampleCount ? `; the first ${units} by ${examples} are drawn` : "";
    this.describe(
      `Mask matrix D of layer ${frame.layer}, ${unitCount} units by ${exampleCount} examples${part}: `
        + `${sharing}; ${Math.round(100 * share)} % dropped`);
    return share;
  }

  /**
   * Colours the cells; returns the share of dropped ones.
   * @param {Uint8Array} bits
   * @param {number} units
   * @param {number} examples
   * @param {number} slot
   */
  #fill(bits, units, examples, slot) {
    const palette = colours();
    const empty = channels(palette.cell);
    const kept = blendedPixel(empty, channels(palette.slots[slot]), 1);
    const dropped = blendedPixel(empty, empty, 0);
    this.#pixels.resize(examples, units);
    const { values } = this.#pixels;
    let keptCount = 0;
    for (let cell = 0; cell < values.length; cell += 1) {
      const survives = (bits[cell >> 3] >> (cell & 7)) & 1;
      keptCount += survives;
      values[cell] = survives ? kept : dropped;
    }
    return 1 - keptCount / values.length;
  }

  /**
   * Draws thin gaps between the cells, if these are large enough.
   * @param {number} units
   * @param {number} examples
   */
  #drawGaps(units, examples) {
    const { context, width, height } = this;
    const inner = height - 2 * margin;
    // Gaps in one direction only would make noise look like stripes.
    if (Math.min(inner / units, width / examples) < smallestGappedCell) return;
    context.fillStyle = colours().raised;
    for (let unit = 1; unit < units; unit += 1) {
      context.fillRect(0, margin + (inner * unit) / units - 0.5, width, 1);
    }
    for (let example = 1; example < examples; example += 1) {
      context.fillRect((width * example) / examples - 0.5, margin, 1, inner);
    }
  }

  /**
   * Marks the chosen column from above and below.
   * @param {number} row
   * @param {number} examples
   */
  #drawChoice(row, examples) {
    const { context, width, height } = this;
    const cell = width / examples;
    const left = cell * row;
    const middle = Math.max(5, Math.min(width - 5, left + cell / 2));
    context.fillStyle = context.strokeStyle = colours().ink;
    context.lineWidth = 1.5;
    context.strokeRect(Math.max(0.75, left - 1), margin - 0.75, Math.min(cell + 2, width - left), height - 2 * margin + 1.5);
    for (const [edge, tip] of [[0, margin - 1], [height, height - margin + 1]]) {
      context.beginPath();
      context.moveTo(middle - 5, edge);
      context.lineTo(middle + 5, edge);
      context.lineTo(middle, tip);
      context.fill();
    }
  }
}

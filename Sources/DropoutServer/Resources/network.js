// @ts-check
// The thinned network of the chosen example.

import { Surface } from "./surface.js";
import { colours } from "./theme.js";

const top = 16;
const widthLevels = 4;
const mostNamedLayers = 7;

/** Draws units as dots and weights as lines; dropped units are hollow and have no lines. */
export class NetworkView extends Surface {
  /**
   * @param {number[]} widths of all layers, input and output included
   * @param {import("./frame.js").PanelFrame} panel
   * @param {number} slot of the palette
   */
  draw(widths, panel, slot) {
    if (!this.begin()) return;
    const isAlive = this.#aliveByLayer(widths, panel.alive);
    const places = widths.map((units, layer) => this.#places(units, layer, widths.length));
    if (panel.weights) this.#drawWeights(widths, panel.weights, places, isAlive);
    places.forEach((layer, index) => this.#drawUnits(layer, isAlive[index], slot));
    this.#drawNames(places);
    const dropped = isAlive.slice(1, -1).map((layer) => `${layer.filter((alive) => !alive).length} of ${layer.length}`);
    this.describe(`Network ${widths.join("-")} for the chosen example; dropped units by hidden layer: ${dropped.join(", ")}`);
  }

  /**
   * @param {number[]} widths
   * @param {Uint8Array} alive
   * @returns {boolean[][]}
   */
  #aliveByLayer(widths, alive) {
    let start = 0;
    return widths.map((units, layer) => {
      if (layer === widths.length - 1) return Array(units).fill(true);
      const part = Array.from(alive.subarray(start, start + units), Boolean);
      start += units;
      return part;
    });
  }

  /**
   * @param {number} units
   * @param {number} layer
   * @param {number} layerCount
   */
  #places(units, layer, layerCount) {
    const { width, height } = this;
    const spacing = (height - top - 4) / units;
    const radius = Math.max(0.8, Math.min(7, spacing * 0.36));
    const left = 12;
    const x = left + (layer * (width - 2 * left)) / (layerCount - 1);
    return { x, radius, y: Array.from({ length: units }, (_, unit) => top + spacing * (unit + 0.5)) };
  }

  /**
   * Draws lines of the same look together: a canvas is slow at changing its pen.
   * @param {number[]} widths
   * @param {Float32Array} weights
   * @param {{x: number, y: number[]}[]} places
   * @param {boolean[][]} isAlive
   */
  #drawWeights(widths, weights, places, isAlive) {
    const { context } = this;
    const { classes } = colours();
    let start = 0;
    for (let layer = 0; layer + 1 < widths.length; layer += 1) {
      const [inputs, outputs] = [widths[layer], widths[layer + 1]];
      const part = weights.subarray(start, start + inputs * outputs);
      start += part.length;
      const largest = part.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-12);
      const groups = Array.from({ length: 2 * widthLevels }, () => new Path2D());
      for (let input = 0; input < inputs; input += 1) {
        if (!isAlive[layer][input]) continue;
        for (let output = 0; output < outputs; output += 1) {
          if (!isAlive[layer + 1][output]) continue;
          const weight = part[input * outputs + output];
          const level = Math.min(widthLevels - 1, Math.floor((Math.abs(weight) / largest) * widthLevels));
          const path = groups[level + (weight > 0 ? widthLevels : 0)];
          path.moveTo(places[layer].x, places[layer].y[input]);
          path.lineTo(places[layer + 1].x, places[layer + 1].y[output]);
        }
      }
      groups.forEach((path, index) => {
        const level = index % widthLevels;
        context.strokeStyle = classes[index < widthLevels ? 0 : 1];
        context.globalAlpha = 0.35 + (0.5 * level) / (widthLevels - 1);
        context.lineWidth = 0.5 + level * 0.8;
        context.stroke(path);
      });
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {{x: number, y: number[], radius: number}} place
   * @param {boolean[]} isAlive
   * @param {number} slot
   */
  #drawUnits({ x, y, radius }, isAlive, slot) {
    const { context } = this;
    const palette = colours();
    y.forEach((height, unit) => {
      context.beginPath();
      context.arc(x, height, radius, 0, 2 * Math.PI);
      context.fillStyle = isAlive[unit] ? palette.slots[slot] : palette.raised;
      context.strokeStyle = isAlive[unit] ? palette.raised : palette.soft;
      context.lineWidth = 1;
      context.fill();
      if (radius > 1.5) context.stroke();
    });
  }

  /**
   * Writes the course's names above the layers.
   * @param {{x: number}[]} places
   */
  #drawNames(places) {
    if (places.length > mostNamedLayers) return;
    const { context } = this;
    context.fillStyle = colours().soft;
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "top";
    places.forEach(({ x }, layer) => {
      const name = layer === 0 ? "X" : `A${layer}`;
      context.fillText(name, x, 0);
    });
  }
}

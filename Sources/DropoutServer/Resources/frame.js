// @ts-check
// Frames: a length, a JSON text and the bytes it refers to.

/**
 * @typedef {{from: number, points: (number|null)[][]}} CurveNews
 * @typedef {{policy: string, maskedLoss: number|null, trainLoss: number|null, trainError: number|null,
 *   testLoss: number|null, testError: number|null, draw: number, isNewDraw: boolean, distinct: number, distinctIsLeast: boolean,
 *   digest: string|null, curve: CurveNews, boundary: Uint8Array|null, mask: Uint8Array, alive: Uint8Array,
 *   weights: Float32Array|null}} PanelFrame
 * @typedef {{step: number, playing: boolean, stepsPerSecond: number, rate: number, row: number, layer: number,
 *   example: number, maskStep: number, maskUnits: number, maskExamples: number, panels: PanelFrame[]}} Frame
 */

const decoder = new TextDecoder();

/**
 * Decodes a binary message; arrays of bytes are views of the message, not copies.
 * @param {ArrayBuffer} buffer
 * @returns {Frame}
 */
export function decodeFrame(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const start = 4 + length;
  const frame = JSON.parse(decoder.decode(new Uint8Array(buffer, 4, length)));
  const bytes = (/** @type {[number, number]|null} */ place) =>
    place && new Uint8Array(buffer, start + place[0], place[1]);
  for (const panel of frame.panels) {
    panel.boundary = bytes(panel.boundary);
    panel.mask = bytes(panel.mask);
    panel.alive = bytes(panel.alive);
    if (panel.weights) {
      // A copy: the bytes need not begin at a multiple of four.
      const [offset, size] = panel.weights;
      panel.weights = new Float32Array(buffer.slice(start + offset, start + offset + size));
    }
  }
  return frame;
}

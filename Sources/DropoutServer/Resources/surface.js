// @ts-check
// A canvas that follows its size on the page and the screen's pixel ratio.

/** A canvas whose drawing calls use CSS pixels. */
export class Surface {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {() => void} onResize called when it must be drawn again
   */
  constructor(canvas, onResize) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
    new ResizeObserver(() => {
      if (this.fit()) onResize();
    }).observe(canvas);
  }

  /** Adapts to the canvas's size on the page; returns whether it has changed. */
  fit() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = window.devicePixelRatio || 1;
    if (clientWidth === this.width && clientHeight === this.height && ratio === this.ratio) return false;
    this.width = clientWidth;
    this.height = clientHeight;
    this.ratio = ratio;
    this.canvas.width = Math.max(1, Math.round(clientWidth * ratio));
    this.canvas.height = Math.max(1, Math.round(clientHeight * ratio));
    return true;
  }

  /** Empties the canvas and sets the scale; false if the canvas has no area. */
  begin() {
    if (this.width === 0 || this.height === 0) return false;
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    return true;
  }

  /**
   * Draws a straight line with the present pen.
   * @param {number} x1
   * @param {number} y1
   * @param {number} x2
   * @param {number} y2
   */
  line(x1, y1, x2, y2) {
    this.context.beginPath();
    this.context.moveTo(x1, y1);
    this.context.lineTo(x2, y2);
    this.context.stroke();
  }

  /**
   * Describes the picture for screen readers, without making them repeat the same text.
   * @param {string} label
   */
  describe(label) {
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
  }
}

/** A small picture, one pixel a cell, kept from frame to frame. */
export class Pixels {
  #canvas = document.createElement("canvas");
  #context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
  #image = new ImageData(1, 1);
  /** One unsigned number a pixel, row by row from the top. */
  values = new Uint32Array(this.#image.data.buffer);

  /**
   * Sets the picture's size; costs nothing if it is unchanged.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    if (this.#image.width === width && this.#image.height === height) return;
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#image = new ImageData(width, height);
    this.values = new Uint32Array(this.#image.data.buffer);
  }

  /** The picture in a form that `drawImage` accepts. */
  finish() {
    this.#context.putImageData(this.#image, 0, 0);
    return this.#canvas;
  }
}

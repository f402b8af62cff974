// @ts-check
// The experiment as the page knows it: requests to the server, its answers, and who listens to them.

import { Connection } from "./connection.js";
import { LearningCurve } from "./learningcurve.js";
import { isMotionReduced } from "./page.js";
import { Address, readState } from "./state.js";

/** @typedef {"hello"|"opened"|"frame"|"noise"|"comparison"|"error"|"refused"|"connection"|"wanted"|"draw"|"visited"} Topic */

/**
 * What the server offers, and its limits.
 * @typedef {{version: string, activations: string[], settings: import("./state.js").Settings, usualPolicies: string[],
 *   datasets: {name: string, summary: string, noise: number, noiseLow: number, noiseHigh: number, noiseMeaning: string}[],
 *   sharings: {value: string, text: string}[], renewals: {value: string, text: string}[],
 *   limits: {hiddenLayers: number, seeds: number, fewestPanels: number, panels: number, slowest: number,
 *     fastest: number, uploadBytes: number}}} Hello
 */

const openingKeys = /** @type {const} */ ([
  "data", "dataSeed", "hidden", "activation", "keep", "batch", "learningRate", "steps", "seed", "policies",
]);
const openDelay = 250;
const reducedFrameDelay = 500;

/** Owns state, address and connection; parts of the page subscribe to topics. */
export class Laboratory {
  /** @type {Map<Topic, ((value: any) => void)[]>} */
  #listeners = new Map();
  #address = new Address();
  #connection;
  /** @type {number|undefined} */
  #openTimer;
  #opensUnderWay = 0;
  /** @type {import("./frame.js").Frame|undefined} */
  #waiting;
  #lastDrawn = -Infinity;
  #hasFallenBack = false;
  /** The step, row and layer that the last opening asked for. */
  #asked = { step: 0, row: 0, layer: 1 };
  /** The example and the layer asked for last; a frame on its way may still show others. */
  looked = { row: 0, layer: 1 };
  /** @type {{speed?: number, keepMessage?: boolean}} What to do as soon as the next experiment is open. */
  #after = {};
  /** @type {{step: number, plays: boolean}|undefined} The step that training is on its way to, and whether it plays on from there. */
  #target;

  #begun;
  /** What the page shows, from the first hello on. */
  state = /** @type {import("./state.js").State} */ (/** @type {unknown} */ (null));
  /** The settings in the fields; `state.settings` are those that the server accepted. */
  wanted = /** @type {import("./state.js").Settings} */ (/** @type {unknown} */ (null));
  /** What the server offers, from the first hello on. */
  hello = /** @type {Hello} */ (/** @type {unknown} */ (null));

  /** @param {() => void} begun Called at the server's first hello; before it the page knows no settings. */
  constructor(begun) {
    this.#begun = begun;
    /** @type {any} The last `opened` message. */
    this.opened = null;
    /** @type {import("./frame.js").Frame|null} */
    this.frame = null;
    /** The furthest step reached in this experiment. */
    this.furthest = 0;
    /** @type {LearningCurve[]} One a panel. */
    this.curves = [];
    this.#connection = new Connection({
      message: (message) => this.#receive(message),
      frame: (frame) => this.#receiveFrame(frame),
      state: (state, text) => this.#tell("connection", { state, text }),
    });
  }

  /**
   * Calls `listener` with every value of a topic.
   * @param {Topic} topic
   * @param {(value: any) => void} listener
   */
  on(topic, listener) {
    this.#listeners.set(topic, [...(this.#listeners.get(topic) ?? []), listener]);
  }

  /**
   * Reports why a request of the user cannot be fulfilled.
   * @param {string} text
   */
  complain(text) {
    this.#tell("error", text);
  }

  /** Connects; the experiment of the address opens when the server has said hello. */
  start() {
    this.#connection.open();
  }

  /** Shows the address that the user went back or forward to. */
  #visit() {
    this.state = readState(location.search, this.hello);
    this.#address.visit();
    this.open(this.state.settings, this.state);
    this.#tell("visited", this.state);
  }

  /** Connects again because the user asked for it. */
  reconnect() {
    this.#connection.reconnect();
  }

  /** @param {object} message */
  send(message) {
    const { do: wish } = /** @type {{do: string}} */ (message);
    if (["play", "pause", "step", "restart", "go"].includes(wish)) {
      this.#target = wish === "go" ? { step: /** @type {any} */ (message).step, plays: false } : undefined;
    }
    this.#connection.send(message);
  }

  /** Whether training is paused at the last step, according to the last frame. */
  get isAtEnd() {
    return this.frame !== null && !this.frame.playing && this.frame.step >= this.state.settings.steps;
  }

  /** Whether fields hold changes that the server has not answered yet. */
  get isChanging() {
    return this.#openTimer !== undefined || this.#opensUnderWay > 0;
  }

  /**
   * Changes settings; a moment later, the new experiment is opened at step 0.
   * @param {Partial<import("./state.js").Settings>} changes
   * @param {number} [delay]
   */
  change(changes, delay = openDelay) {
    Object.assign(this.wanted, structuredClone(changes));
    this.#tell("wanted", this.wanted);
    window.clearTimeout(this.#openTimer);
    this.#openTimer = window.setTimeout(() => this.open(this.wanted), delay);
  }

  /**
   * Shows other policies at the present step; it can be reached, as a run is a function of its settings.
   * @param {string[]} policies
   */
  changePolicies(policies) {
    // A changed setting that was not sent yet starts at step 0.
    const start = { step: 0, plays: false };
    const now = this.frame ? { step: this.frame.step, plays: this.frame.playing } : start;
    const { step, plays } = this.#openTimer === undefined ? this.#target ?? now : start;
    this.#tell("wanted", Object.assign(this.wanted, { policies }));
    this.open(this.wanted, { ...this.looked, step, play: plays });
  }

  /**
   * Opens an experiment at once.
   * @param {import("./state.js").Settings} settings
   * @param {{step?: number, row?: number, layer?: number, speed?: number, play?: boolean, keepMessage?: boolean}} [options]
   *   `play`: play on from the step
   */
  open(settings, options = {}) {
    window.clearTimeout(this.#openTimer);
    this.#openTimer = undefined;
    this.wanted = structuredClone(settings);
    this.#after = { speed: options.speed, keepMessage: options.keepMessage };
    this.#opensUnderWay += 1;
    this.#asked = {
      step: options.step ?? 0, row: options.row ?? this.state.row,
      layer: Math.min(options.layer ?? this.state.layer, settings.hidden.length),
    };
    this.looked = { row: this.#asked.row, layer: this.#asked.layer };
    this.#target = { step: this.#asked.step, plays: options.play ?? false };
    this.send({ do: "open", ...settings, ...this.#asked });
  }

  /**
   * Chooses an example or the layer whose mask is shown.
   * @param {{row?: number, layer?: number}} choice
   */
  look(choice) {
    Object.assign(this.looked, choice);
    Object.assign(this.state, choice);
    this.send({ do: "look", ...this.looked });
    this.#address.update(this.state);
  }

  /** @param {number} stepsPerSecond */
  setSpeed(stepsPerSecond) {
    this.state.speed = stepsPerSecond;
    this.send({ do: "speed", stepsPerSecond });
    this.#tell("wanted", this.wanted);
    this.#address.update(this.state);
  }

  /**
   * Keeps choices in the address that only the page knows.
   * @param {{tour?: number, logLoss?: boolean}} choice
   */
  remember(choice) {
    Object.assign(this.state, choice);
    this.#address.update(this.state);
  }

  /** The address of the state as it is now. */
  link() {
    this.#address.writeNow(this.state);
    return location.href;
  }

  /** Draws the last frame again, after a change of size or colours. */
  redraw() {
    if (this.frame) this.#tell("draw", this.frame);
  }

  /**
   * @param {Topic} topic
   * @param {any} value
   */
  #tell(topic, value) {
    for (const listener of this.#listeners.get(topic) ?? []) listener(value);
  }

  /** @param {any} message */
  #receive(message) {
    switch (message.type) {
      case "hello": return this.#greet(message);
      case "opened": return this.#begin(message);
      case "error": return this.#refuse(message.message);
      case "noise": return this.#tell("noise", message);
      case "comparison": return this.#tell("comparison", message);
    }
  }

  /** @param {Hello} message */
  #greet(message) {
    this.hello = message;
    this.#opensUnderWay = 0;
    if (!this.state) {
      this.state = readState(location.search, message);
      this.wanted = structuredClone(this.state.settings);
      window.addEventListener("popstate", () => this.#visit());
      this.#begun();
    }
    this.#tell("hello", message);
    this.open(this.state.settings, this.state);
  }

  /** @param {any} message */
  #begin(message) {
    // A server may skip all but the last of several openings.
    const isLast = openingKeys.every((key) => JSON.stringify(message.settings[key]) === JSON.stringify(this.wanted[key]));
    this.#opensUnderWay = isLast ? 0 : Math.max(0, this.#opensUnderWay - 1);
    this.opened = message;
    this.curves = message.settings.policies.map(() => new LearningCurve());
    this.frame = null;
    this.furthest = this.#asked.step;
    const usual = this.hello.datasets.find((set) => set.name === message.settings.data);
    const settings = { ...message.settings, noise: message.settings.noise ?? null };
    // A data set's default noise is left out, so that another data set comes with its own.
    if (usual && usual.noise === settings.noise) settings.noise = null;
    Object.assign(this.state, { settings, ...this.#asked });
    if (!this.isChanging) this.wanted = structuredClone(settings);
    if (this.#waiting) {
      this.#waiting = undefined;
      this.send({ do: "seen" });
    }
    if (!this.#after.keepMessage) this.#tell("error", "");
    this.#tell("opened", message);
    this.setSpeed(this.#after.speed ?? this.state.speed);
    this.#after = {};
  }

  /** @param {string} text */
  #refuse(text) {
    this.#opensUnderWay = Math.max(0, this.#opensUnderWay - 1);
    this.#target = undefined;
    this.#tell("error", text);
    this.#tell("refused", this.wanted);
    // The panels are still those of the experiment that goes on.
    const { policies } = this.state.settings;
    if (policies.length !== this.wanted.policies.length) this.wanted.policies = [...policies];
    this.#tell("wanted", this.wanted);
    if (this.opened || this.#hasFallenBack) return;
    // An address that cannot be opened must not leave the page empty.
    this.#hasFallenBack = true;
    this.state = { ...readState("", this.hello), tour: this.state.tour };
    this.open(this.state.settings, { keepMessage: true });
  }

  /** @param {import("./frame.js").Frame} frame */
  #receiveFrame(frame) {
    // Curves come in pieces, so each piece is kept even if its frame is never drawn.
    frame.panels.forEach((panel, index) => this.curves[index]?.add(frame.step, panel));
    this.furthest = Math.max(this.furthest, frame.step);
    const isFirst = this.#waiting === undefined;
    this.#waiting = frame;
    if (isFirst) this.#schedule(frame.playing);
  }

  /** @param {boolean} isPlaying */
  #schedule(isPlaying) {
    const wait = isMotionReduced() && isPlaying ? this.#lastDrawn + reducedFrameDelay - performance.now() : 0;
    if (wait > 0) window.setTimeout(() => requestAnimationFrame(() => this.#draw()), wait);
    else requestAnimationFrame(() => this.#draw());
  }

  /** @param {import("./frame.js").Frame} frame */
  #arrive({ step, playing }) {
    if (!this.#target || this.isChanging || playing || step < Math.min(this.#target.step, this.state.settings.steps)) return;
    const { plays } = this.#target;
    this.#target = undefined;
    if (plays) this.send({ do: "play" });
  }

  #draw() {
    const frame = this.#waiting;
    if (!frame || !this.opened) return;
    this.#waiting = undefined;
    this.frame = frame;
    this.#lastDrawn = performance.now();
    Object.assign(this.state, { step: frame.step, row: frame.row, layer: frame.layer });
    this.#tell("frame", frame);
    this.#tell("draw", frame);
    this.send({ do: "seen" });
    this.#address.update(this.state);
    document.documentElement.dataset.ready = "true";
    this.#arrive(frame);
  }
}

// @ts-check
// The experiment's settings and the page's state, read from and written to the address.

/**
 * @typedef {{data: string, noise: number|null, dataSeed: number, hidden: number[], activation: string,
 *   keep: number, batch: number, learningRate: number, steps: number, seed: number,
 *   policies: string[]}} Settings
 * @typedef {{settings: Settings, step: number, row: number, layer: number, speed: number,
 *   tour: number, logLoss: boolean}} State
 */

/**
 * A text that is equal for settings that differ only in the batch size.
 * @param {Settings} settings
 */
export function keyWithoutBatch(settings) {
  return JSON.stringify({ ...settings, batch: 0 });
}

/**
 * The state that a query string describes; missing values are the server's defaults.
 * @param {string} query
 * @param {import("./laboratory.js").Hello} hello
 * @returns {State}
 */
export function readState(query, { settings: usual, limits }) {
  const settings = { ...structuredClone(usual), noise: /** @type {number|null} */ (null) };
  const state = { settings, step: 0, row: 0, layer: 1, speed: 10, tour: 0, logLoss: false };
  const values = new URLSearchParams(query);
  const number = (/** @type {string} */ key, /** @type {number} */ otherwise) => {
    const text = values.get(key);
    return text === null || text === "" || !Number.isFinite(Number(text)) ? otherwise : Number(text);
  };
  settings.data = values.get("data") ?? settings.data;
  const noise = number("noise", NaN);
  settings.noise = Number.isFinite(noise) ? noise : null;
  settings.activation = values.get("activation") ?? settings.activation;
  for (const key of /** @type {const} */ (["dataSeed", "keep", "batch", "steps", "seed"])) {
    settings[key] = number(key, settings[key]);
  }
  settings.learningRate = number("rate", settings.learningRate);
  const widths = (values.get("hidden") ?? "").split("-").map(Number).filter((width) => width > 0);
  if (widths.length > 0) settings.hidden = widths;
  const policies = (values.get("policies") ?? "").split(",").filter((policy) => policy !== "");
  if (policies.length > 0) settings.policies = policies;
  for (const key of /** @type {const} */ (["step", "row", "layer", "tour"])) {
    state[key] = Math.max(0, Math.round(number(key, state[key])));
  }
  const speed = number("speed", state.speed);
  if (speed === 0 || (speed >= limits.slowest && speed <= limits.fastest)) state.speed = speed;
  state.logLoss = values.get("loss") === "log";
  return state;
}

/**
 * The query string that brings a state back, with short keys in a fixed order.
 * @param {State} state
 */
export function writeState(state) {
  const { settings } = state;
  /** @type {[string, string|number][]} */
  const pairs = [
    ["data", settings.data],
    ...(settings.noise === null ? [] : /** @type {[string, number][]} */ ([["noise", settings.noise]])),
    ["dataSeed", settings.dataSeed], ["hidden", settings.hidden.join("-")], ["activation", settings.activation],
    ["keep", settings.keep], ["batch", settings.batch], ["rate", settings.learningRate],
    ["steps", settings.steps], ["seed", settings.seed], ["policies", settings.policies.join(",")],
    ["step", state.step], ["row", state.row], ["layer", state.layer], ["speed", state.speed],
    ...(state.logLoss ? /** @type {[string, string][]} */ ([["loss", "log"]]) : []),
    ...(state.tour > 0 ? /** @type {[string, number][]} */ ([["tour", state.tour]]) : []),
  ];
  // A query may contain commas, colons and slashes; unescaped, they keep the policies readable.
  const escape = (/** @type {string|number} */ value) =>
    encodeURIComponent(value).replace(/%2C/g, ",").replace(/%2F/g, "/").replace(/%3A/g, ":");
  return `?${pairs.map(([key, value]) => `${key}=${escape(value)}`).join("&")}`;
}

/** Keeps the address up to date, at most about three times a second: browsers refuse more. */
export class Address {
  /** @type {number|undefined} */
  #timer;
  /** @type {string|undefined} The settings in the address. */
  #settings;

  /**
   * Writes the state soon.
   * @param {State} state
   */
  update(state) {
    this.#timer ??= window.setTimeout(() => this.writeNow(state), 350);
  }

  /**
   * Writes the state at once.
   * @param {State} state
   */
  writeNow(state) {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    const query = writeState(state);
    const settings = JSON.stringify(state.settings);
    // The Back button undoes a changed setting, not a step.
    const isAnother = this.#settings !== undefined && this.#settings !== settings;
    this.#settings = settings;
    if (query === location.search) return;
    history[isAnother ? "pushState" : "replaceState"](null, "", query + location.hash);
  }

  /** The user went back or forward: the next state written replaces that address instead of following it. */
  visit() {
    window.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#settings = undefined;
  }
}

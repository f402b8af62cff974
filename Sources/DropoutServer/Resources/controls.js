// @ts-check
// The settings: fields, their explanations, and the server's description of the experiment.

import { field, fillSelect, made, part, setField, setText } from "./page.js";

const numberFields = /** @type {const} */ (["noise", "dataSeed", "keep", "batch", "learningRate", "steps", "seed"]);
const typingDelay = 700;
const settledDelay = 250;

/**
 * Connects the settings form.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
export function startControls(laboratory) {
  addHelp();
  for (const name of numberFields) {
    onNumber(field(name), (value, delay) => laboratory.change({ [name]: value }, delay), name === "noise");
  }
  field("keepSlider").addEventListener("input", () => laboratory.change({ keep: Number(field("keepSlider").value) }));
  field("data").addEventListener("change", () => laboratory.change({ data: field("data").value, noise: null }));
  field("activation").addEventListener("change", () => laboratory.change({ activation: field("activation").value }));
  part("addLayer").addEventListener("click", () => {
    const { hidden } = laboratory.wanted;
    laboratory.change({ hidden: [...hidden, hidden[hidden.length - 1] ?? 3] });
  });
  part("removeLayer").addEventListener("click", () => laboratory.change({ hidden: laboratory.wanted.hidden.slice(0, -1) }));
  part("settingsForm").addEventListener("submit", (event) => event.preventDefault());
  startToggle();

  laboratory.on("hello", ({ datasets, activations }) => {
    showDatasets(datasets, laboratory.wanted.data);
    fillSelect(/** @type {any} */ (part("activation")), activations.map((/** @type {string} */ name) => ({ value: name, text: name })));
    showWanted(laboratory);
  });
  laboratory.on("wanted", () => showWanted(laboratory));
  laboratory.on("opened", (opened) => {
    if (!laboratory.isChanging) showWanted(laboratory);
    setText(part("networkNow"), opened.network.join("-"));
    setText(part("dataLine"), opened.dataLine);
    setText(part("trainingLine"), opened.trainingLine);
    setText(part("command"), opened.command);
  });
  laboratory.on("error", (text) => {
    setText(part("message"), text);
    if (text === "") for (const input of settingFields()) setInvalid(input, input.value === "" && input.id !== "noise");
  });
  laboratory.on("refused", () => markChanged(laboratory));
}

/**
 * Reports a number field's value: soon when it is confirmed, later while it is typed.
 * @param {HTMLInputElement} input
 * @param {(value: any, delay: number) => void} report
 * @param {boolean} mayBeEmpty
 */
function onNumber(input, report, mayBeEmpty) {
  const read = (/** @type {number} */ delay) => {
    const isEmpty = input.value.trim() === "";
    const isMissing = isEmpty && !(mayBeEmpty && input.validity.valid);
    setInvalid(input, isMissing);
    if (!isMissing) report(isEmpty ? null : Number(input.value), delay);
  };
  input.addEventListener("input", () => read(typingDelay));
  input.addEventListener("change", () => read(settledDelay));
}

/**
 * All number fields of the settings.
 * @returns {NodeListOf<HTMLInputElement>}
 */
function settingFields() {
  return document.querySelectorAll("#settingsForm input[type=number]");
}

/**
 * @param {HTMLInputElement} input
 * @param {boolean} isInvalid
 */
function setInvalid(input, isInvalid) {
  input.setAttribute("aria-invalid", String(isInvalid));
}

/**
 * Marks the fields whose values the server has not taken over.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
function markChanged({ wanted, state }) {
  for (const name of numberFields) setInvalid(field(name), wanted[name] !== state.settings[name]);
  wanted.hidden.forEach((/** @type {number} */ width, /** @type {number} */ index) =>
    setInvalid(field(`hidden-${index + 1}`), width !== state.settings.hidden[index]));
}

/**
 * @param {{name: string, summary: string}[]} datasets
 * @param {string} chosen
 */
function showDatasets(datasets, chosen) {
  const choices = datasets.map(({ name }) => ({ value: name, text: name }));
  if (!choices.some(({ value }) => value === chosen)) choices.push({ value: chosen, text: "your own data" });
  fillSelect(/** @type {any} */ (part("data")), choices);
}

/**
 * Shows the wanted settings, without disturbing what is being typed.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
function showWanted(laboratory) {
  const { wanted, hello, opened } = laboratory;
  const data = /** @type {HTMLSelectElement} */ (part("data"));
  if (![...data.options].some(({ value }) => value === wanted.data)) showDatasets(hello.datasets, wanted.data);
  setField(data, wanted.data);
  setField(field("activation"), wanted.activation);
  const source = hello.datasets.find((set) => set.name === wanted.data);
  setText(part("dataSummary"), source?.summary ?? (opened?.settings.data === wanted.data ? opened.dataLine : ""));
  const meaning = source?.noiseMeaning ? `${source.noiseMeaning}, ${source.noiseLow} to ${source.noiseHigh}` : "";
  setText(part("noiseMeaning"), meaning || "This data set has no noise to set.");
  field("noise").disabled = !source || source.noise === null;
  for (const name of numberFields) {
    const value = name === "noise" ? wanted.noise ?? source?.noise ?? "" : wanted[name];
    if (document.activeElement !== field(name)) setField(field(name), value);
  }
  setField(field("keepSlider"), wanted.keep);
  showLayers(laboratory);
}

/**
 * Shows a width for each hidden layer; existing fields are kept, so that the focus stays.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
function showLayers(laboratory) {
  const { wanted, hello } = laboratory;
  const place = part("hiddenLayers");
  while (place.children.length > wanted.hidden.length) place.lastElementChild?.remove();
  while (place.children.length < wanted.hidden.length) {
    const number = place.children.length + 1;
    const label = made("label", "", `layer ${number} (A${number}) `);
    const input = made("input");
    Object.assign(input, { type: "number", id: `hidden-${number}`, min: "1", step: "1", inputMode: "numeric" });
    label.htmlFor = input.id;
    onNumber(input, (value, delay) =>
      laboratory.change({ hidden: laboratory.wanted.hidden.map((width, index) => (index === number - 1 ? value : width)) }, delay), false);
    const row = made("div", "layer-field");
    row.append(label, input);
    place.append(row);
  }
  wanted.hidden.forEach((/** @type {number} */ width, /** @type {number} */ index) => {
    const input = field(`hidden-${index + 1}`);
    if (document.activeElement !== input) setField(input, width);
  });
  const { hiddenLayers } = hello.limits;
  /** @type {HTMLButtonElement} */ (part("addLayer")).disabled = wanted.hidden.length >= hiddenLayers;
  /** @type {HTMLButtonElement} */ (part("removeLayer")).disabled = wanted.hidden.length <= 1;
}

/** Gives every field with an explanation a button that shows it. */
function addHelp() {
  for (const place of document.querySelectorAll(".field[data-help]")) {
    const label = /** @type {HTMLLabelElement} */ (place.querySelector("label"));
    const input = field(label.htmlFor);
    const text = made("p", "help-text", /** @type {HTMLElement} */ (place).dataset.help);
    text.id = `${input.id}Help`;
    text.hidden = true;
    const button = made("button", "help", "?");
    button.type = "button";
    button.setAttribute("aria-label", `Explain ${(label.textContent ?? "").trim()}`);
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", text.id);
    button.addEventListener("click", () => {
      text.hidden = !text.hidden;
      button.setAttribute("aria-expanded", String(!text.hidden));
    });
    input.setAttribute("aria-describedby", text.id);
    label.after(button);
    place.append(text);
  }
}

/** Hides the settings: more room for the panels on a projector. */
function startToggle() {
  const button = part("settingsToggle");
  button.addEventListener("click", () => {
    const isShown = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(isShown));
    button.textContent = isShown ? "Hide" : "Settings";
    document.body.classList.toggle("settings-hidden", !isShown);
    part("settingsForm").hidden = !isShown;
  });
}

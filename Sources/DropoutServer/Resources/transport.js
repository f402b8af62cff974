// @ts-check
// Playing, single steps, rewinding, speed; the chosen example and layer.

import { field, fillSelect, part, setField, setText } from "./page.js";
import { count } from "./text.js";

const rewindDelay = 100;

/**
 * Connects the bar at the top and the choices above the panels.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
export function startTransport(laboratory) {
  const isPlaying = () => document.body.dataset.playing === "true";
  const togglePlay = () => {
    if (laboratory.isAtEnd) laboratory.send({ do: "restart" });
    laboratory.send({ do: isPlaying() ? "pause" : "play" });
  };
  part("play").addEventListener("click", togglePlay);
  part("step").addEventListener("click", () => laboratory.send({ do: "step" }));
  part("end").addEventListener("click", () => laboratory.send({ do: "go", step: laboratory.state.settings.steps }));
  part("restart").addEventListener("click", () => laboratory.send({ do: "restart" }));
  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== " " || event.repeat || target.closest("input, select, textarea, button, a, dialog[open]")) return;
    event.preventDefault();
    togglePlay();
  });

  startRewind(laboratory);
  startLook(laboratory);

  const speed = field("speed");
  speed.addEventListener("change", () => laboratory.setSpeed(Number(speed.value)));
  laboratory.on("wanted", () => showSpeed(/** @type {any} */ (speed), laboratory.state.speed));
  laboratory.on("frame", (frame) => showPlaying(frame, laboratory.isAtEnd));
}

/** @param {number} steps */
function perSecond(steps) {
  return steps === 1 ? "1 step a second" : `${count(steps)} steps a second`;
}

/**
 * Shows a speed; adds it to the usual ones if a link asks for another.
 * @param {HTMLSelectElement} select
 * @param {number} speed
 */
function showSpeed(select, speed) {
  if (![...select.options].some(({ value }) => value === String(speed))) {
    select.add(new Option(perSecond(speed), String(speed)));
  }
  setField(select, speed);
}

/**
 * @param {import("./frame.js").Frame} frame
 * @param {boolean} isAtEnd
 */
function showPlaying({ playing, step, stepsPerSecond, rate }, isAtEnd) {
  document.body.dataset.playing = String(playing);
  setText(/** @type {Element} */ (part("play").querySelector(".word")), playing ? "Pause" : isAtEnd ? "Replay" : "Play");
  for (const name of ["step", "end"]) /** @type {HTMLButtonElement} */ (part(name)).disabled = isAtEnd;
  setText(part("stepNow"), count(step));
  // The requested speed is shown already, so the measured one is shown only if it differs.
  const isNews = playing && rate > 0 && (stepsPerSecond === 0 || rate < 0.8 * stepsPerSecond);
  setText(part("rate"), isNews ? perSecond(Math.round(rate)) : "");
}

/**
 * The slider over the steps done and the field for any step.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
function startRewind(laboratory) {
  const slider = field("rewind");
  const go = field("go");
  /** @type {number|undefined} */
  let timer;
  let isDragging = false;
  slider.addEventListener("input", () => {
    isDragging = true;
    setText(part("stepNow"), count(Number(slider.value)));
    timer ??= window.setTimeout(() => {
      timer = undefined;
      laboratory.send({ do: "go", step: Number(slider.value) });
    }, rewindDelay);
  });
  slider.addEventListener("change", () => { isDragging = false; });
  part("goForm").addEventListener("submit", (event) => {
    event.preventDefault();
    const step = Math.round(Number(go.value));
    if (go.value === "" || !(step >= 0)) return go.focus();
    const target = Math.min(step, laboratory.state.settings.steps);
    setField(go, target);
    laboratory.send({ do: "go", step: target });
  });
  laboratory.on("opened", ({ settings }) => {
    go.max = String(settings.steps);
    setText(part("stepLast"), `of ${count(settings.steps)}`);
  });
  laboratory.on("frame", ({ step }) => {
    setField(slider, step);
    slider.max = String(laboratory.furthest);
    if (!isDragging) slider.value = String(step);
    slider.setAttribute("aria-valuetext", `step ${count(step)} of ${count(laboratory.furthest)}`);
  });
}

/**
 * Which example is chosen, which layer's mask is shown, how losses are drawn.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
function startLook(laboratory) {
  const row = field("row");
  const layer = field("layer");
  const logLoss = field("logLoss");
  row.addEventListener("input", () => laboratory.look({ row: Number(row.value) }));
  layer.addEventListener("change", () => laboratory.look({ layer: Number(layer.value) }));
  logLoss.checked = laboratory.state.logLoss;
  logLoss.addEventListener("change", () => {
    laboratory.remember({ logLoss: logLoss.checked });
    laboratory.redraw();
  });
  laboratory.on("opened", (opened) => {
    fillSelect(/** @type {any} */ (layer), opened.layers
      .filter((/** @type {any} */ other) => other.layer > 0)
      .map((/** @type {any} */ other) => ({
        value: String(other.layer), text: `D${other.layer}: ${other.units} units, keep ${other.keep}`,
      })));
  });
  laboratory.on("frame", (frame) => {
    row.max = String(Math.max(0, frame.maskExamples - 1));
    if (document.activeElement !== row) setField(row, frame.row);
    setField(layer, frame.layer);
    const text = `column ${count(frame.row + 1)} of ${count(laboratory.opened.batchSize)}`
      + `, training example ${count(frame.example + 1)}`;
    row.setAttribute("aria-valuetext", text);
    setText(part("rowNow"), text);
  });
}

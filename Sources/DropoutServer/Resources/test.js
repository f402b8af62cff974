// @ts-check
// "Real or luck?": the comparison over many seeds.

import { DotPlot } from "./dotplot.js";
import { field, made, part, setText } from "./page.js";
import { slotsOf } from "./policy.js";

const stateTexts = /** @type {Record<string, string>} */ ({
  waiting: "Waiting for its turn.", running: "Running.", done: "Done.", stopped: "Stopped.", failed: "The comparison failed.",
});

/** Connects the section of the comparison. @param {import("./laboratory.js").Laboratory} laboratory */
export function startTest(laboratory) {
  /** @type {Map<string, DotPlot>} */
  const plots = new Map();
  let isUnderWay = false;
  const stop = /** @type {HTMLButtonElement} */ (part("testStop"));

  part("testForm").addEventListener("submit", (event) => {
    event.preventDefault();
    const seeds = Math.round(Number(field("testSeeds").value));
    if (!(seeds >= 2)) return setText(part("testMessage"), "Seeds: at least 2 are needed to compare anything.");
    setText(part("testMessage"), "");
    laboratory.send({ do: "test", seeds });
  });
  stop.addEventListener("click", () => laboratory.send({ do: "stop test" }));

  laboratory.on("hello", ({ limits }) => {
    field("testSeeds").max = String(limits.seeds);
    isUnderWay = false;
  });
  laboratory.on("opened", () => {
    // A comparison under way goes on, whatever is opened meanwhile.
    if (isUnderWay) return;
    plots.clear();
    part("testPlots").replaceChildren();
    part("testVerdicts").replaceChildren();
    part("testReport").hidden = true;
    setText(part("testAbout"), "");
    showProgress({ state: "", done: 0, seeds: 0 });
  });
  laboratory.on("test", (test) => {
    isUnderWay = test.state === "waiting" || test.state === "running";
    showProgress(test);
    setText(part("testAbout"), test.about);
    setText(part("testMessage"), test.state === "failed" ? test.message ?? "" : "");
    showPlots(test, plots);
    showVerdicts(test);
    const report = /** @type {HTMLAnchorElement} */ (part("testReport"));
    report.hidden = !test.report;
    if (test.report) report.href = test.report;
  });
}

/** @param {{state: string, done: number, seeds: number, message?: string|null}} test */
function showProgress({ state, done, seeds, message }) {
  const isUnderWay = state === "waiting" || state === "running";
  const progress = /** @type {HTMLProgressElement} */ (part("testProgress"));
  progress.hidden = !isUnderWay;
  progress.max = Math.max(1, seeds);
  progress.value = done;
  /** @type {HTMLButtonElement} */ (part("test")).disabled = isUnderWay;
  part("testStop").hidden = !isUnderWay;
  // The count stands outside the live region: a screen reader need not hear every seed.
  setText(part("testCount"), isUnderWay || state === "stopped" ? `${done} of ${seeds} seeds` : "");
  const text = stateTexts[state] ?? "";
  setText(part("testState"), state !== "failed" && message ? `${text} ${message}` : text);
}

/** @param {any} test @param {Map<string, DotPlot>} plots */
function showPlots(test, plots) {
  const slots = slotsOf(test.policies);
  const wanted = new Set(test.pairs.map((/** @type {any} */ { a, b }) => `${a} ${b}`));
  for (const [key, plot] of plots) {
    if (wanted.has(key)) continue;
    plot.element.remove();
    plots.delete(key);
  }
  for (const pair of test.pairs) {
    const key = `${pair.a} ${pair.b}`;
    let plot = plots.get(key);
    if (!plot) {
      plot = new DotPlot(pair.a, pair.b, slots[test.policies.indexOf(pair.a)] ?? 0);
      plots.set(key, plot);
      part("testPlots").append(plot.element);
    }
    // At the end the verdicts stand together below.
    plot.update(test.verdicts ? { ...pair, sentence: "" } : pair);
  }
}

/** @param {any} test */
function showVerdicts(test) {
  const place = part("testVerdicts");
  const sentences = test.verdicts ?? [];
  const shown = [...place.querySelectorAll("p")].map(({ textContent }) => textContent);
  if (shown.join("\n") === sentences.join("\n")) return;
  place.replaceChildren(...sentences.map((/** @type {string} */ sentence) => made("p", "verdict", sentence)));
}

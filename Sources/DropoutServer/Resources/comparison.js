// @ts-check
// "Real or luck?": the comparison over many seeds.

import { DotPlot } from "./dotplot.js";
import { field, made, part, setText } from "./page.js";

const stateTexts = /** @type {Record<string, string>} */ ({
  waiting: "Waiting for its turn.", running: "Running.", done: "Done.", stopped: "", failed: "The comparison failed.",
});

/**
 * Connects the section of the comparison.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
export function startComparison(laboratory) {
  /** @type {Map<string, DotPlot>} */
  const plots = new Map();
  let isUnderWay = false;
  const stop = /** @type {HTMLButtonElement} */ (part("comparisonStop"));

  part("comparisonForm").addEventListener("submit", (event) => {
    event.preventDefault();
    const seeds = Math.round(Number(field("comparisonSeeds").value));
    const { seeds: most } = laboratory.hello.limits;
    const complaint = !(seeds >= 2) ? "Seeds: at least 2 are needed to compare anything."
      : seeds > most ? `Seeds: at most ${most} here; dropout compare takes more.` : "";
    setText(part("comparisonMessage"), complaint);
    if (complaint) return;
    laboratory.send({ do: "compare", seeds });
  });
  stop.addEventListener("click", () => laboratory.send({ do: "stop comparison" }));

  laboratory.on("hello", ({ limits }) => {
    field("comparisonSeeds").max = String(limits.seeds);
    isUnderWay = false;
  });
  laboratory.on("opened", () => {
    // A running comparison goes on, whatever is opened meanwhile.
    if (isUnderWay) return;
    plots.clear();
    part("comparisonPlots").replaceChildren();
    showVerdicts({});
    part("comparisonReport").hidden = true;
    setText(part("comparisonAbout"), "");
    showProgress({ state: "", done: 0, seeds: 0 });
  });
  laboratory.on("comparison", (comparison) => {
    isUnderWay = comparison.state === "waiting" || comparison.state === "running";
    showProgress(comparison);
    setText(part("comparisonAbout"), comparison.about);
    setText(part("comparisonMessage"), comparison.state === "failed" ? comparison.message ?? "" : "");
    showPlots(comparison, plots);
    showVerdicts(comparison);
    const report = /** @type {HTMLAnchorElement} */ (part("comparisonReport"));
    report.hidden = !comparison.report;
    if (comparison.report) report.href = comparison.report;
  });
}

/** @param {{state: string, done: number, seeds: number, message?: string|null}} comparison */
function showProgress({ state, done, seeds, message }) {
  const isUnderWay = state === "waiting" || state === "running";
  const progress = /** @type {HTMLProgressElement} */ (part("comparisonProgress"));
  progress.hidden = !isUnderWay;
  progress.max = Math.max(1, seeds);
  progress.value = done;
  /** @type {HTMLButtonElement} */ (part("compare")).disabled = isUnderWay;
  part("comparisonStop").hidden = !isUnderWay;
  // The count is outside the live region, so that a screen reader does not announce every seed.
  setText(part("comparisonCount"), isUnderWay ? `${done} of ${seeds} seeds` : "");
  const text = stateTexts[state] ?? "";
  setText(part("comparisonState"), state !== "failed" && message ? `${text} ${message}`.trim() : text);
}

/**
 * @param {any} comparison
 * @param {Map<string, DotPlot>} plots
 */
function showPlots(comparison, plots) {
  const wanted = new Set(comparison.pairs.map((/** @type {any} */ { a, b }) => `${a} ${b}`));
  for (const [key, plot] of plots) {
    if (wanted.has(key)) continue;
    plot.element.remove();
    plots.delete(key);
  }
  for (const pair of comparison.pairs) {
    const key = `${pair.a} ${pair.b}`;
    let plot = plots.get(key);
    if (!plot) {
      plot = new DotPlot(pair.a, pair.b, comparison.slots[comparison.policies.indexOf(pair.a)]);
      plots.set(key, plot);
      part("comparisonPlots").append(plot.element);
    }
    plot.update(pair);
  }
}

/**
 * Shows a hint if most runs failed, and the final sentences as text: screen readers are not told of each seed.
 * @param {any} comparison
 */
function showVerdicts(comparison) {
  const place = part("comparisonVerdicts");
  const hint = part("comparisonHint");
  hint.hidden = !comparison.failureHint;
  setText(hint, comparison.failureHint ?? "");
  const sentences = comparison.verdicts ?? [];
  const shown = [...place.querySelectorAll("p")].map(({ textContent }) => textContent);
  if (shown.join("\n") === sentences.join("\n")) return;
  place.replaceChildren(...sentences.map((/** @type {string} */ sentence) => made("p", "", sentence)));
}

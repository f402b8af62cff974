// @ts-check
// The comparisons that the machine has stored.

import { made, part, setText } from "./page.js";

/** Connects the button and the dialog. */
export function startRuns() {
  const dialog = /** @type {HTMLDialogElement} */ (part("runsDialog"));
  part("runs").addEventListener("click", () => {
    dialog.showModal();
    void showRuns();
  });
  part("runsClose").addEventListener("click", () => dialog.close());
}

async function showRuns() {
  const list = part("runsList");
  const message = part("runsMessage");
  list.replaceChildren();
  setText(message, "Loading.");
  try {
    const answer = await fetch("/api/runs");
    if (!answer.ok) return setText(message, `The list could not be read: ${(await answer.text()).trim()}.`);
    const runs = await answer.json();
    setText(message, runs.length > 0 ? "" : "No comparison is stored yet. The comparison under \u201CReal or luck?\u201D makes one.");
    list.replaceChildren(...runs.map(runItem));
  } catch {
    setText(message, "The list could not be read: no answer from the server.");
  }
}

/** @param {any} run */
function runItem(run) {
  const item = made("li");
  const text = made("div");
  const when = new Date(run.finished);
  const date = Number.isNaN(when.valueOf()) ? run.finished
    : when.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  text.append(
    made("b", "", `${run.data}, ${run.network}`),
    made("span", "soft", ` ${run.seeds} ${run.seeds === 1 ? "seed" : "seeds"}, ${date}`),
    made("span", "run-policies", run.policies.join(", ")),
    made("span", "run-policies soft", run.training));
  item.append(text);
  if (run.report) {
    const link = made("a", "button", "Open report");
    link.href = run.report;
    link.target = "_blank";
    link.rel = "noopener";
    link.setAttribute("aria-label", `Open the report of ${run.data}, ${run.policies.join(", ")} (new tab)`);
    item.append(link);
  } else {
    item.append(made("span", "soft why", run.why ?? "No report."));
  }
  return item;
}

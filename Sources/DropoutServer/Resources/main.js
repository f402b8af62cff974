// @ts-check
// Starts the page: it connects, and at the server's first hello every part subscribes to the laboratory.

import { startComparison } from "./comparison.js";
import { startControls } from "./controls.js";
import { Laboratory } from "./laboratory.js";
import { part, setText } from "./page.js";
import { startPanels } from "./panels.js";
import { startRuns } from "./runs.js";
import { startTheme } from "./theme.js";
import { startTour } from "./tour.js";
import { startTransport } from "./transport.js";
import { startUpload } from "./upload.js";

const laboratory = new Laboratory(() => {
  startPanels(laboratory);
  startControls(laboratory);
  startUpload(laboratory);
  startTransport(laboratory);
  startComparison(laboratory);
  startTour(laboratory);
  startCopyLink();
});
startTheme(() => laboratory.redraw());
startRuns();
startConnectionBar();
laboratory.on("hello", ({ version }) => setText(part("version"), `dropout ${version}`));
laboratory.start();

/** Shows a bar while there is no connection. */
function startConnectionBar() {
  const bar = part("connection");
  const text = /** @type {Element} */ (bar.querySelector(".connection-text"));
  part("reconnect").addEventListener("click", () => laboratory.reconnect());
  laboratory.on("connection", (connection) => {
    bar.hidden = connection.state === "open";
    bar.dataset.state = connection.state;
    setText(text, connection.text);
    if (connection.state !== "open") document.body.dataset.playing = "false";
  });
}

/** Copies the address, which holds the whole state. */
function startCopyLink() {
  const button = part("copyLink");
  button.addEventListener("click", async () => {
    const link = laboratory.link();
    try {
      await navigator.clipboard.writeText(link);
      setText(button, "Copied");
    } catch {
      setText(button, "Copy it from the address bar");
    }
    window.setTimeout(() => setText(button, "Copy link"), 2500);
  });
}

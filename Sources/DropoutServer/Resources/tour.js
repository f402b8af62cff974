// @ts-check
// The guided tour: a card that sets the controls and highlights what it explains.

import { field, isMotionReduced, made, part, setText } from "./page.js";
import { tourSettings, tourSteps } from "./toursteps.js";
import { NoiseTable, VisitTable } from "./tourtables.js";

const narrowWidth = 760;

/**
 * Connects the tour.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
export function startTour(laboratory) {
  const card = part("tourCard");
  let current = 0;
  /**
   * The page's state when the tour began.
   * @type {import("./state.js").State|undefined}
   */
  let before;
  let mustScroll = false;
  /** The selector of the part to show once the comparison that the tour runs has ended. */
  let awaited = "";
  const noiseTable = new NoiseTable();
  const visitTable = new VisitTable();

  const highlight = () => {
    for (const element of document.querySelectorAll(".highlight")) element.classList.remove("highlight");
    if (current === 0) return;
    const found = tourSteps[current - 1].highlight.flatMap((selector) => [...document.querySelectorAll(selector)]);
    for (const element of found) element.classList.add("highlight");
    if (mustScroll && found.length > 0) scrollTo(found[0]);
    mustScroll = false;
  };

  const show = (/** @type {number} */ number) => {
    current = number;
    card.hidden = number === 0;
    document.body.classList.toggle("touring", number > 0);
    laboratory.remember({ tour: number });
    if (number === 0) return highlight();
    mustScroll = true;
    const { title, text, table, offers = [] } = tourSteps[number - 1];
    setText(part("tourCount"), `Step ${number} of ${tourSteps.length}`);
    setText(part("tourTitle"), title);
    const buttons = offers.map((offer) => {
      const button = made("button", "", offer.text);
      button.type = "button";
      button.addEventListener("click", () => accept(number, offer));
      return button;
    });
    part("tourOffers").replaceChildren(...buttons);
    const tables = table === "noise" ? [noiseTable.element] : table === "visits" ? [visitTable.element] : [];
    part("tourText").replaceChildren(...tables, ...text.map((sentence) => made("p", "", sentence)));
    part("tourText").scrollTop = 0;
    noiseTable.clear();
    /** @type {HTMLButtonElement} */ (part("tourBack")).disabled = number === 1;
    setText(part("tourNext"), number === tourSteps.length ? "Finish" : "Next");
  };

  const accept = (/** @type {number} */ number, /** @type {NonNullable<import("./toursteps.js").TourStep["offers"]>[number]} */ offer) => {
    if (offer.speed !== undefined) {
      laboratory.setSpeed(offer.speed);
      laboratory.send({ do: "play" });
      if (offer.show) bringIntoView(offer.show);
      return;
    }
    if (offer.comparisonSeeds === undefined) return set(number, offer.batch);
    awaited = offer.show ?? "";
    field("comparisonSeeds").value = String(offer.comparisonSeeds);
    /** @type {HTMLFormElement} */ (part("comparisonForm")).requestSubmit();
  };

  const set = (/** @type {number} */ number, /** @type {number|undefined} */ batch) => {
    const step = tourSteps[number - 1];
    laboratory.open(tourSettings({ ...step, batch: batch ?? step.batch }, laboratory.hello.settings), {
      row: 0, layer: 1, speed: step.speed, play: step.play && !isMotionReduced(),
    });
  };

  const goTo = (/** @type {number} */ number) => {
    if (number > tourSteps.length) return finish();
    if (current === 0) before = structuredClone(laboratory.state);
    set(number, undefined);
    show(number);
    part("tourTitle").focus({ preventScroll: true });
  };

  const finish = () => {
    show(0);
    before = undefined;
    laboratory.send({ do: "pause" });
    // The comparison's result stays in view.
    part("tour").focus({ preventScroll: true });
  };

  /** Ends the tour, and opens again what was open before it. */
  const leave = () => {
    const earlier = before;
    finish();
    if (earlier) laboratory.open(earlier.settings, earlier);
  };

  part("tour").addEventListener("click", () => goTo(1));
  part("tourNext").addEventListener("click", () => goTo(current + 1));
  part("tourBack").addEventListener("click", () => goTo(Math.max(1, current - 1)));
  part("tourLeave").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    // In a field or a dialog, Escape means something else.
    const isElsewhere = /** @type {Element} */ (event.target).closest("input, select, textarea, dialog");
    if (event.key === "Escape" && current > 0 && !isElsewhere) leave();
  });
  card.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") goTo(current + 1);
    if (event.key === "ArrowLeft" && current > 1) goTo(current - 1);
  });
  // Panels come and go with the settings, so each new experiment is highlighted again.
  laboratory.on("opened", highlight);
  laboratory.on("noise", (noise) => noiseTable.add(laboratory.opened, noise));
  laboratory.on("frame", (frame) => {
    if (current > 0 && tourSteps[current - 1].table === "visits") visitTable.show(frame);
  });
  laboratory.on("comparison", ({ state }) => {
    if (state !== "done" || awaited === "" || current === 0) return;
    bringIntoView(awaited);
    awaited = "";
  });
  laboratory.on("visited", ({ tour }) => show(tour <= tourSteps.length ? tour : 0));
  // A link into the tour shows the linked experiment as it was, without playing.
  const linked = laboratory.state.tour;
  if (linked >= 1 && linked <= tourSteps.length) show(linked);
}

/**
 * Brings the first match of a selector into view.
 * @param {string} selector
 */
function bringIntoView(selector) {
  const found = document.querySelector(selector);
  if (found) scrollTo(found);
}

/**
 * Brings a part into view: in the middle, or at the top if the card would cover the middle.
 * @param {Element} target
 */
function scrollTo(target) {
  const isNarrow = window.innerWidth <= narrowWidth;
  const isTall = target.getBoundingClientRect().height > window.innerHeight / 2;
  target.scrollIntoView({
    block: isNarrow || isTall ? "start" : "center", behavior: isMotionReduced() ? "auto" : "smooth",
  });
}

// @ts-check
// All panels: their number, and what they have in common.

import { curveScale } from "./curve.js";
import { commonScale, noiseScale } from "./noise.js";
import { part } from "./page.js";
import { Panel } from "./panel.js";
import { keyWithoutBatch } from "./state.js";

/**
 * Puts the panels on the page and keeps them up to date.
 * @param {import("./laboratory.js").Laboratory} laboratory
 */
export function startPanels(laboratory) {
  const place = part("panels");
  const addButton = /** @type {HTMLButtonElement} */ (part("addPanel"));
  /** @type {Panel[]} */
  const panels = [];

  const changePolicies = (/** @type {(policies: string[]) => string[]} */ change) =>
    laboratory.changePolicies(change([...laboratory.wanted.policies]));

  const changePolicy = (/** @type {Panel} */ panel, /** @type {string} */ policy) => {
    const index = panels.indexOf(panel);
    const twin = laboratory.wanted.policies.indexOf(policy);
    if (twin >= 0 && twin !== index) {
      panel.restore();
      return laboratory.complain(`Another panel shows ${policy} already.`);
    }
    changePolicies((policies) => policies.map((other, place) => (place === index ? policy : other)));
  };

  const makePanel = () => {
    /** @type {Panel} */
    const panel = new Panel({
      onChange: (policy) => changePolicy(panel, policy),
      onRemove: () => changePolicies((policies) => policies.filter((policy) => policy !== panel.policy)),
      onChoose: (row) => laboratory.look({ row }),
      chosenRow: () => laboratory.looked.row,
      onResize: () => laboratory.redraw(),
    }, laboratory.hello);
    return panel;
  };

  const configure = (/** @type {string[]} */ policies, /** @type {import("./panel.js").Look[]} */ looks) => {
    const hadFocus = place.contains(document.activeElement);
    while (panels.length > policies.length) panels.pop()?.element.remove();
    while (panels.length < policies.length) {
      const panel = makePanel();
      panels.push(panel);
      place.append(panel.element);
    }
    place.dataset.count = String(panels.length);
    const isRemovable = policies.length > laboratory.hello.limits.fewestPanels;
    panels.forEach((panel, index) => panel.configure(policies[index], looks[index], index + 1, isRemovable));
    // The focus must not be lost with a removed panel.
    if (hadFocus && !place.contains(document.activeElement)) addButton.focus();
  };

  addButton.addEventListener("click", () => {
    const unused = laboratory.hello.usualPolicies.find((policy) => !laboratory.wanted.policies.includes(policy));
    if (unused) changePolicies((policies) => [...policies, unused]);
  });
  laboratory.on("wanted", ({ policies }) => {
    const most = laboratory.hello.limits.panels;
    addButton.disabled = policies.length >= most;
    addButton.title = addButton.disabled ? `There can be ${most} panels at most` : "";
  });

  laboratory.on("opened", (opened) => {
    configure(opened.settings.policies, opened.looks);
    for (const panel of panels) panel.begin(opened);
  });
  laboratory.on("draw", (frame) => {
    const { opened, furthest, state } = laboratory;
    const curves = laboratory.curves.map(({ points }) => points);
    const scale = curveScale(curves, furthest, state.logLoss);
    frame.panels.forEach((/** @type {import("./frame.js").PanelFrame} */ shown, /** @type {number} */ index) => {
      const twin = shown.digest === null ? -1
        : frame.panels.findIndex((/** @type {any} */ other) => other.digest === shown.digest);
      const sameAs = twin >= 0 && twin < index ? frame.panels[twin].policy : "";
      panels[index]?.draw(opened, frame, shown, curves[index] ?? [], scale, sameAs);
    });
    for (const panel of panels) panel.drawNoise();
  });
  // At step 0, one scale serves all batch sizes, so that they can be compared.
  let start = { key: "", scale: /** @type {[number, number]|null} */ (null) };
  laboratory.on("noise", (noise) => {
    let scale = noiseScale(noise.panels);
    if (noise.step === 0) {
      const key = keyWithoutBatch(laboratory.opened.settings);
      scale = commonScale(scale, start.key === key ? start.scale : null);
      start = { key, scale };
    }
    panels.forEach((panel, index) => panel.setNoise(noise.panels[index] ?? null, scale, noise.step));
  });
}

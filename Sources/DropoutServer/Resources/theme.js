// @ts-check
// Light and dark mode: the switch, and the style sheet's colours for drawing on canvases.

const storageKey = "dropout-theme";
const darkQuery = matchMedia("(prefers-color-scheme: dark)");

/**
 * @typedef {{ground: string, raised: string, ink: string, soft: string, line: string, strong: string,
 *   accent: string, cell: string, classes: string[], slots: string[]}} Colours
 */

/** @type {Colours|undefined} */
let cached;

/**
 * The colours of the present mode.
 * @returns {Colours}
 */
export function colours() {
  if (cached) return cached;
  const style = getComputedStyle(document.documentElement);
  const read = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`).trim();
  const readAll = (/** @type {string} */ letter) => {
    const found = [];
    while (read(`${letter}${found.length}`)) found.push(read(`${letter}${found.length}`));
    return found;
  };
  cached = {
    ground: read("ground"), raised: read("raised"), ink: read("ink"), soft: read("soft"), line: read("line"),
    strong: read("strong"), accent: read("accent"), cell: read("cell"),
    classes: readAll("c"), slots: readAll("s"),
  };
  return cached;
}

/**
 * Red, green and blue of a `#rrggbb` or `#rgb` colour.
 * @param {string} text
 * @returns {[number, number, number]}
 */
export function channels(text) {
  const digits = text.slice(1);
  const full = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  const value = Number.parseInt(full, 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/**
 * A colour between two, as a pixel of ImageData on a little-endian machine.
 * @param {[number, number, number]} from
 * @param {[number, number, number]} to
 * @param {number} share
 */
export function blendedPixel(from, to, share) {
  const [red, green, blue] = from.map((channel, index) => Math.round(channel + (to[index] - channel) * share));
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * Connects the switch and calls `onChange` whenever the colours have changed.
 * @param {() => void} onChange
 */
export function startTheme(onChange) {
  const button = /** @type {HTMLButtonElement} */ (document.getElementById("theme"));
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (darkQuery.matches ? "dark" : "light")) === "dark";
  const show = () => {
    cached = undefined;
    button.textContent = isDark() ? "Light mode" : "Dark mode";
    onChange();
  };
  const stored = localStorage.getItem(storageKey);
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem(storageKey, root.dataset.theme);
    show();
  });
  darkQuery.addEventListener("change", show);
  show();
}

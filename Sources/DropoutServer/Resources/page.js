// @ts-check
// The page's parts by their ids.

/**
 * The part with an id; every id asked for is in index.html.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no part #${id} on the page`);
  return /** @type {T} */ (found);
}

/**
 * The field with an id.
 * @param {string} id
 * @returns {HTMLInputElement}
 */
export function field(id) {
  return part(id);
}

/**
 * Makes an element with a class and a text.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} [name]
 * @param {string} [text]
 */
export function made(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

/**
 * Fills a list of choices and keeps the chosen one.
 * @param {HTMLSelectElement} select
 * @param {{value: string, text: string}[]} choices
 */
export function fillSelect(select, choices) {
  const chosen = select.value;
  select.replaceChildren(...choices.map(({ value, text }) => new Option(text, value)));
  if (choices.some(({ value }) => value === chosen)) select.value = chosen;
}

/**
 * Writes a field's value unless the user is typing the same number.
 * @param {HTMLInputElement|HTMLSelectElement} input
 * @param {string|number} value
 */
export function setField(input, value) {
  const isSame = input.value !== "" && input.type === "number" && Number(input.value) === Number(value);
  if (!isSame && input.value !== String(value)) input.value = String(value);
}

/**
 * Writes a text only if it differs: unchanged text costs no layout and is not read aloud again.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Whether the user prefers reduced motion. */
export function isMotionReduced() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

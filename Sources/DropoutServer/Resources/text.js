// @ts-check
// Numbers as text, spelled as in the report: thin grouping, a true minus, a space before %.

const whole = new Intl.NumberFormat("en-GB");

/**
 * A count with its thousands grouped.
 * @param {number} value
 */
export function count(value) {
  return whole.format(value);
}

/**
 * A share as per cent.
 * @param {number|null|undefined} share
 * @param {number} [decimals]
 */
export function percent(share, decimals = 1) {
  return share == null ? "not finite" : `${(100 * share).toFixed(decimals)}\u00A0%`;
}

const superscripts = "\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079";

/**
 * Ten to a whole power.
 * @param {number} power
 */
export function powerOfTen(power) {
  if (power >= -3 && power <= 3) return String(Number((10 ** power).toPrecision(1)));
  return `10${raised(String(power))}`;
}

/**
 * A text with its `10^40` written as a power.
 * @param {string} text
 */
export function withPowers(text) {
  return text.replace(/\^(-?\d+)/g, (_, power) => raised(power));
}

/** @param {string} power */
function raised(power) {
  return [...power].map((digit) => (digit === "-" ? "\u207B" : superscripts[Number(digit)])).join("");
}

/**
 * A number with two or three significant digits.
 * @param {number|null|undefined} value
 */
export function short(value) {
  if (value == null || !Number.isFinite(value)) return "not finite";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-5 && size < 1e5) {
    const rounded = size < 0.001 ? value.toFixed(decimals(size)) : Number(value.toPrecision(size < 0.01 ? 2 : 3));
    return String(rounded).replace("-", "\u2212");
  }
  const power = Math.floor(Math.log10(size));
  return `${(value / 10 ** power).toFixed(1).replace("-", "\u2212")} \u00D7 ${powerOfTen(power)}`;
}

/**
 * A number with as many decimals as two or three significant digits of `other` need.
 * @param {number} value
 * @param {number} other
 */
export function like(value, other) {
  const size = Math.abs(other);
  if (!(size >= 1e-5 && size < 1e5) || !Number.isFinite(value)) return short(value);
  return value.toFixed(decimals(size)).replace("-", "\u2212");
}

/**
 * Decimals for two or three significant digits.
 * @param {number} size
 */
function decimals(size) {
  return Math.max(0, (size < 0.01 ? 1 : 2) - Math.floor(Math.log10(size)));
}

/**
 * A difference in points, with its sign.
 * @param {number} value
 */
export function signed(value) {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== "0.00" ? `\u2212${text}` : `+${text}`;
}

/**
 * Round numbers to write along an axis from `low` to `high`.
 * @param {number} low
 * @param {number} high
 * @param {number} wanted
 */
export function ticks(low, high, wanted) {
  const rough = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const spacing = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
  const places = [];
  for (let index = Math.ceil(low / spacing - 1e-9); index * spacing <= high + spacing * 1e-9; index += 1) {
    places.push(Number((index * spacing).toPrecision(12)));
  }
  return places;
}

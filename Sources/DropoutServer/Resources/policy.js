// @ts-check
// Mask policies: their spelling, their look and what their mask matrix looks like.

/**
 * @typedef {{sharing: "none"|"per-example"|"per-group"|"per-batch", groupSize: number,
 *   renewal: "step"|"every"|"per-epoch"|"frozen", every: number}} Policy
 */

/** The policies offered first when a panel is added. */
export const usualPolicies = [
  "per-example", "per-batch", "frozen/per-example", "frozen/per-batch", "none", "per-group:16",
];

/**
 * Reads `every:100/per-batch` and its like.
 * @param {string} text
 * @returns {Policy}
 */
export function parsePolicy(text) {
  const parts = text.split("/");
  const [sharing, size] = parts[parts.length - 1].split(":");
  const [renewal, steps] = parts.length > 1 ? parts[0].split(":") : ["step", ""];
  return {
    sharing: /** @type {Policy["sharing"]} */ (sharing),
    groupSize: Number(size) || 16,
    renewal: /** @type {Policy["renewal"]} */ (renewal),
    every: Number(steps) || 100,
  };
}

/**
 * Spells a policy as the command line does.
 * @param {Policy} policy
 */
export function spellPolicy(policy) {
  if (policy.sharing === "none") return "none";
  const sharing = policy.sharing === "per-group" ? `per-group:${policy.groupSize}` : policy.sharing;
  if (policy.renewal === "step") return sharing;
  const renewal = policy.renewal === "every" ? `every:${policy.every}` : policy.renewal;
  return `${renewal}/${sharing}`;
}

/**
 * The slot of the palette of each policy: the same as in the reports.
 * @param {string[]} policies
 */
export function slotsOf(policies) {
  const fixed = ["none", "per-example", "per-batch", "frozen/per-example", "frozen/per-batch"];
  let next = fixed.length;
  return policies.map((policy) => {
    const slot = fixed.indexOf(policy);
    return slot >= 0 ? slot : next++;
  });
}

const disc = "M-3.9 0a3.9 3.9 0 1 0 7.8 0a3.9 3.9 0 1 0-7.8 0z";

/** The outline and the filling of each slot's mark: the same as in the reports. */
export const marks = [
  { path: "M0-4.4 4.4 0 0 4.4-4.4 0z", isHollow: false },
  { path: disc, isHollow: false },
  { path: "M-3.5-3.5h7v7h-7z", isHollow: false },
  { path: disc, isHollow: true },
  { path: "M-3.3-3.3h6.6v6.6h-6.6z", isHollow: true },
  { path: "M0-4.3 4.2 3.3h-8.4z", isHollow: false },
  { path: "M0 4.3 4.2-3.3h-8.4z", isHollow: false },
  { path: "M-4-1.3h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7z", isHollow: false },
  { path: "M0-4 3.9 3.1h-7.8z", isHollow: true },
];

/**
 * What the mask matrix looks like under a policy.
 * @param {string} text
 * @param {number} keep probability
 */
export function patternOf(text, keep) {
  const { sharing, groupSize, renewal, every } = parsePolicy(text);
  if (sharing === "none") return "Nothing is dropped: every unit sees every example.";
  if (keep === 1) return "Nothing is dropped: the keep probability is 1.";
  if (renewal === "frozen") {
    const frozen = "The same D in every step, as when the seed is set inside forward propagation.";
    return frozen + {
      "per-example": " Each place in the batch keeps one thinned network.",
      "per-group": " Each group of places in the batch keeps one thinned network.",
      "per-batch": " What it drops never learns, yet takes part in testing.",
    }[sharing];
  }
  const shape = {
    "per-example": "Noise: each example (a column) drops its own units",
    "per-group": `Short stripes: ${groupSize} neighbouring examples share a mask`,
    "per-batch": "Stripes: a dropped unit (a row) is missing for the whole batch",
  }[sharing];
  const time = {
    step: "every step draws a new D",
    every: `D stays for ${every} steps, then changes`,
    "per-epoch": "D changes once an epoch",
  }[renewal];
  return `${shape}; ${time}.`;
}

/**
 * Who shares a mask, in a few words for screen readers.
 * @param {string} text
 */
export function sharingOf(text) {
  const { sharing, groupSize } = parsePolicy(text);
  return {
    none: "nothing is dropped",
    "per-example": "each example has its own mask",
    "per-group": `each group of ${groupSize} examples shares a mask`,
    "per-batch": "all examples share one mask",
  }[sharing];
}

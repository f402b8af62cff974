// @ts-check
// The texts and settings of the guided tour.

/**
 * @typedef {{title: string, text: string[], policies: string[], speed: number, play: boolean,
 *   seed?: number, batch?: number, highlight: string[], table?: "noise"|"visits",
 *   offers?: {text: string, batch?: number, comparisonSeeds?: number, speed?: number, show?: string}[]}} TourStep
 */

/**
 * The steps, from the forum's question to its answer.
 * @type {TourStep[]}
 */
export const tourSteps = [
  {
    title: "What a mask is",
    text: [
      "This picture is the mask matrix D. A row is a unit, a column is a training example.",
      "An empty cell drops this unit for this example. Each example has a column of its own, so D1 has the shape of A1 and looks like noise.",
      "The marked column is the chosen example. Its network is drawn below; dropped units are hollow and have no lines.",
    ],
    policies: ["per-example", "per-batch"], speed: 1, play: true,
    highlight: [".panel:nth-child(1) .mask-figure", ".panel:nth-child(1) .network-figure"],
  },
  {
    title: "One mask for all",
    text: [
      "Here one column is drawn and used for every example of the batch: D shows stripes.",
      "A dropped unit is missing for the whole batch in this step. It learns nothing until the next step draws new stripes.",
    ],
    policies: ["per-example", "per-batch"], speed: 1, play: true,
    highlight: [".panel:nth-child(2) .mask-figure"],
  },
  {
    title: "The frozen mask",
    text: [
      "Two of the four panels stand still: their mask was drawn once and never changes.",
      "This happens when the seed is set inside forward propagation, as in the course’s template.",
      "frozen/per-example: each example keeps one thinned network, but tests use all units together. Train to the end: the masked loss, which training sees, falls far below the clean loss, with all units present. That gap gives a frozen mask away.",
      "frozen/per-batch: the dropped units never learn, yet take part in testing with their initial weights. That can go well or badly.",
      "Neither is dropout. Which panel makes the fewest errors here is one run’s luck; the last step asks thirty seeds.",
    ],
    policies: ["per-example", "per-batch", "frozen/per-example", "frozen/per-batch"], speed: 10, play: true,
    highlight: [".panel:nth-child(3) .mask-figure", ".panel:nth-child(4) .mask-figure"],
    offers: [{ text: "Train to the end", speed: 0, show: ".panel:nth-child(3) .curve-figure" }],
  },
  {
    title: "Noise and batch size",
    text: [
      "The gradient is noisy: it depends on which examples are drawn, and on their masks. Look at its variance, measured and predicted. Try both batch sizes; training stands at step 0, so the weights are the same.",
      "With one mask per example the noise of many examples cancels: it falls as 1 / batch size. With one mask for all it cannot cancel: the difference stays, however large the batch.",
      "So a step under one mask for all is less sure of its way. Whether that costs errors depends on network, data and learning rate; it has to be tried.",
    ],
    policies: ["per-example", "per-batch"], speed: 100, play: false, table: "noise",
    highlight: [".panel:nth-child(1) .noise", ".panel:nth-child(2) .noise"],
    offers: [{ text: "Batch of 16", batch: 16 }, { text: "All examples", batch: 0 }],
  },
  {
    title: "Thinned networks",
    text: [
      "Every mask leaves a thinned network. This network has so many of them that nobody trains each one; they share their weights.",
      "Watch the counts grow. One mask per example draws a thinned network for each example in each step, often one not seen before. One mask per batch draws one a step. Frozen masks never draw another.",
    ],
    policies: ["per-example", "per-batch", "frozen/per-example"], speed: 10, play: true, table: "visits",
    highlight: [".panel:nth-child(1) .distinct", ".panel:nth-child(2) .distinct", ".panel:nth-child(3) .distinct"],
  },
  {
    title: "What thirty seeds say",
    text: [
      "One run can be lucky, so a comparison trains all four policies from thirty seeds, 2 to 31. Run it. Each dot is one seed: left of the line the first policy made fewer errors, right of it the second.",
      "The bar is an interval for the mean. While it crosses zero nothing can be told; and as there are six pairs, one needs more than a bar just beside zero. The grey sentences are of log-loss, which asks how sure the answers are: there it can be the other way round.",
      "So, real or luck? It depends on the moment. After 30,000 steps, with 100 seeds, a mask for each example makes 0.16 points fewer test errors than one for all (95 % interval 0.07 to 0.27), far less than single runs differ by. After 3,000 steps, where both make the fewest, nothing can be told (0.01 points, −0.07 to 0.08). Frozen masks cost more: after 30,000 steps 0.9 points for each example; 4 for all, most of it in few seeds.",
      "Elsewhere it is rarely seen: over 240 random settings of small networks a mask for each example was better by 0.24 points on average (0.11 to 0.38), and in 237 of them thirty seeds could not tell.",
    ],
    policies: ["per-example", "per-batch", "frozen/per-example", "frozen/per-batch"], speed: 10, play: false,
    // With seed 1 the first masks for the whole batch, and so the frozen one, drop nothing.
    seed: 2, highlight: ["#luck"],
    offers: [{ text: "Compare with 30 seeds", comparisonSeeds: 30, show: "#comparisonPlots" }],
  },
];

/**
 * The usual settings with the changes that a step of the tour needs.
 * @param {TourStep} step
 * @param {import("./state.js").Settings} usual
 */
export function tourSettings({ policies, batch, seed }, usual) {
  return { ...structuredClone(usual), noise: null, policies: [...policies], batch: batch ?? usual.batch, seed: seed ?? usual.seed };
}

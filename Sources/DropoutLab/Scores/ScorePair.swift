package import DropoutStatistics
import DropoutTraining

/// The comparison of two arms on one data set, in one metric.
///
/// Differences are *a* − *b* in the file's own unit, whichever direction is better.
package struct ScorePair: Encodable, Hashable, Sendable {
  /// The data set; nil if the files name none.
  package var dataset: String?
  /// The metric's name.
  package var metric: String
  /// The first arm.
  package var a: String
  /// The second arm.
  package var b: String
  /// Whether runs are compared seed by seed.
  package var isPaired: Bool
  /// The number of runs of *a* that are compared; of paired runs the number of seeds.
  package var runsOfA: Int
  /// The number of runs of *b* that are compared.
  package var runsOfB: Int
  /// The number of runs of *a* that are left out as *b* does not have their seeds.
  package var leftOutOfA = 0
  /// The number of runs of *b* that are left out as *a* does not have their seeds.
  package var leftOutOfB = 0
  /// The number of seeds, or of runs if unpaired, without a finite score, which no figure contains.
  package var withoutScore = 0
  /// Mean of a − b, or difference of the means; nil without a score.
  package var meanDifference: Double?
  /// Interval of the mean difference: 95 % (`MeanInterval`, or Welch's if unpaired), or anytime.
  package var interval: ConfidenceInterval?
  /// Why there is no interval.
  package var noInterval: MissingInterval?
  /// Two-sided p of the test that the verdict rests on: sign flips of paired differences, permutation of unpaired
  /// runs. Nil if it was looked at after every seed.
  package var p: Double?
  /// That p after Holm's correction over all pairs and data sets of the metric.
  package var holmP: Double?
  /// Two-sided t p: paired, or Welch's. It decides nothing.
  package var tTestP: Double?
  /// Two-sided Wilcoxon signed-rank p of paired seeds, zeros dropped. It decides nothing.
  package var wilcoxonP: Double?
  /// Seeds where *a* is better; nil if unpaired.
  package var wins: Int?
  /// Seeds where both have the same score; nil if unpaired.
  package var ties: Int?
  /// Seeds where *b* is better; nil if unpaired.
  package var losses: Int?
  /// P(*a* better than *b*), ties counting half: over paired seeds, or over all pairs of runs.
  package var probabilityOfSuperiority: Double?
  /// Smallest true mean difference that these seeds would show with 80 % power at level .05; nil if unpaired, or if
  /// they do not show the spread.
  package var minimumDetectableDifference: Double?
  /// What a stake of 1, bet against equal means, is worth after the seeds looked at; nil for a fixed number of seeds.
  package var wealth: Double?
  /// The verdict by the rules of ``Verdict``.
  package var verdict: Verdict
  /// The verdict in plain words.
  package var sentence = ""

  /// Every stored property: one that is missing here is not written.
  enum CodingKeys: CodingKey, CaseIterable {
    case dataset, metric, a, b, isPaired, runsOfA, runsOfB, leftOutOfA, leftOutOfB, withoutScore
    case meanDifference, interval, noInterval, p, holmP, tTestP, wilcoxonP, wins, ties, losses
    case probabilityOfSuperiority, minimumDetectableDifference, wealth, verdict, sentence
  }

  /// The arm that is better beyond doubt, if one is.
  package var winner: String? {
    switch verdict {
    case .aBetter: a
    case .bBetter: b
    case .cannotTell, .identical, .noRelevantDifference: nil
    }
  }
}

/// The figures of a pair of arms before the correction for the other pairs.
struct ScoreAnalysis {
  private let sheet: ScoreSheet
  let figures: ScorePair
  /// The smallest p that so many runs can give.
  let smallestP: Double
  private let isIdentical: Bool
  private let isConstant: Bool

  /// - Parameters:
  ///   - runs: The runs of a pair that are compared.
  ///   - detectable: Detectable effects, shared by all pairs.
  init(_ runs: ScoreRuns, of sheet: ScoreSheet, detectable: DetectableEffects) {
    self.sheet = sheet
    let key = RandomKey(seed: 0).folding(
      RandomUse("\(sheet.metric.name) of \([runs.a, runs.b].sorted().joined(separator: " and "))"))
    var pair = ScorePair(
      dataset: sheet.dataset, metric: sheet.metric.name, a: runs.a, b: runs.b,
      isPaired: runs.isPaired, runsOfA: runs.scoresOfA.count, runsOfB: runs.scoresOfB.count,
      leftOutOfA: runs.leftOutOfA, leftOutOfB: runs.leftOutOfB, verdict: .cannotTell)
    if runs.isPaired {
      let scores = zip(runs.scoresOfA, runs.scoresOfB)
      isIdentical = scores.allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
      let finite = scores.filter { ($0 - $1).isFinite }
      let differences = PairedDifferences(finite.map(\.0), finite.map(\.1))
      isConstant = differences.count > 0 && differences.areAllEqual
      pair.compare(differences, sheet.metric, key: key, detectable: detectable)
      smallestP = SignFlipTest.smallestP(
        nonZeroDifferences: differences.count - differences.zeros)
    } else {
      let (a, b) = (runs.scoresOfA.filter(\.isFinite), runs.scoresOfB.filter(\.isFinite))
      isIdentical = false
      isConstant = Set(a).count == 1 && Set(b).count == 1 && a != b
      pair.compare(a, b, sheet.metric, key: key)
      smallestP =
        a.count < 2 || b.count < 2 ? 1 : UnpairedPermutationTest.smallestP(a.count, b.count)
    }
    figures = pair
  }

  /// The finished comparison.
  ///
  /// - Parameters:
  ///   - holmP: The p corrected for all pairs and data sets of the metric.
  ///   - pairCount: The number of pairs that the correction covers.
  func pair(holmP: Double, pairCount: Int) -> ScorePair {
    var pair = figures
    pair.holmP = holmP
    let mean = pair.meanDifference ?? 0
    // The rule is for metrics of which lower is better.
    let sign = sheet.metric.sign
    let ends = pair.interval.map { [sign * $0.low, sign * $0.high].sorted() }
    pair.verdict = Verdict(
      isIdentical: isIdentical, isComplete: pair.withoutScore == 0, isConstant: isConstant,
      meanDifference: sign * mean, holmP: holmP,
      interval: ends.map { ConfidenceInterval(low: $0[0], high: $0[1]) })
    pair.sentence =
      ScoreSentence(
        pair: pair, metric: sheet.metric, pairCount: pairCount, smallestP: smallestP
      ).text
    return pair
  }
}

extension ScorePair {
  fileprivate mutating func compare(
    _ differences: PairedDifferences, _ metric: ScoreMetric, key: RandomKey,
    detectable: DetectableEffects
  ) {
    withoutScore = runsOfA - differences.count
    meanDifference = differences.count == 0 ? nil : differences.mean
    p = SignFlipTest(differences, key: key.folding(.signFlip)).p
    wilcoxonP = WilcoxonSignedRankTest(differences).p
    tTestP = PairedTTest(differences)?.p
    interval = MeanInterval(differences).map { $0.interval.clamped(to: metric.differenceLimits) }
    noInterval = interval == nil ? MissingInterval(differences, ofDifferences: true) : nil
    let below = (differences.negatives, differences.positives)
    (wins, losses) = metric.higherIsBetter ? (below.1, below.0) : below
    ties = differences.zeros
    let superiority = differences.probabilityOfSuperiority
    probabilityOfSuperiority = metric.higherIsBetter ? 1 - superiority : superiority
    if interval != nil, let deviation = differences.standardDeviation {
      minimumDetectableDifference = deviation * detectable.effect(seeds: differences.count)
    }
  }

  fileprivate mutating func compare(
    _ a: [Double], _ b: [Double], _ metric: ScoreMetric, key: RandomKey
  ) {
    withoutScore = runsOfA + runsOfB - a.count - b.count
    guard !a.isEmpty, !b.isEmpty else {
      p = 1
      return
    }
    meanDifference = Descriptive.mean(a) - Descriptive.mean(b)
    p = UnpairedPermutationTest(a, b, key: key.folding(.permutation))?.p ?? 1
    let welch = WelchTTest(a, b)
    tTestP = welch?.p
    // As for pairs, two scores say too little about their spread.
    if a.count >= 3, b.count >= 3 {
      interval = welch.map { $0.interval().clamped(to: metric.differenceLimits) }
      noInterval = welch == nil ? .allEqual : nil
    } else {
      noInterval = .fewerThanThreeSeeds
    }
    let superiority = UnpairedSuperiority.probabilityGreater(a, than: b)
    probabilityOfSuperiority = metric.higherIsBetter ? superiority : 1 - superiority
  }
}

extension RandomUse {
  /// Random divisions of a permutation test.
  static let permutation = RandomUse("permutation")
}

/// The runs of two arms that are compared.
struct ScoreRuns {
  let a: String
  let b: String
  /// Whether run *i* of both arms has the same seed.
  let isPaired: Bool
  let scoresOfA: [Double]
  let scoresOfB: [Double]
  var leftOutOfA = 0
  var leftOutOfB = 0

  /// Pairs runs over the seeds that both arms have, in the order of the first arm's; without common seeds, or if
  /// pairing is not wanted, all runs are taken unpaired.
  init(_ first: ArmScores, _ second: ArmScores, unpaired: Bool) {
    (a, b) = (first.arm, second.arm)
    let ofSecond = Dictionary(
      uniqueKeysWithValues: zip(second.seeds ?? [], second.scores))
    let common = zip(first.seeds ?? [], first.scores).compactMap { seed, score in
      ofSecond[seed].map { (score, $0) }
    }
    isPaired = !unpaired && !common.isEmpty
    guard isPaired else {
      (scoresOfA, scoresOfB) = (first.scores, second.scores)
      return
    }
    (scoresOfA, scoresOfB) = (common.map(\.0), common.map(\.1))
    leftOutOfA = first.scores.count - common.count
    leftOutOfB = second.scores.count - common.count
  }
}

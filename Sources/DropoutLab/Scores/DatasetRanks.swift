import DropoutStatistics

/// The mean ranks of arms over data sets: Friedman's test, and Nemenyi's critical difference for all pairs or Holm's
/// correction against a baseline.
///
/// On each data set the arms are ranked by their mean score. With two arms there is nothing to rank, and Wilcoxon's
/// signed-rank test compares their mean scores.
///
/// - SeeAlso: Demšar 2006, *Statistical comparisons of classifiers over multiple data sets*.
package struct DatasetRanks: Encodable, Hashable, Sendable {
  /// The metric's name.
  package var metric: String
  /// The data sets on which every arm has a score.
  package var datasets: [String]
  /// Data sets on which an arm has no score; they are left out.
  package var leftOut: [String]
  /// The arms, in the order of the files.
  package var arms: [String]
  /// The mean score of each arm on each data set: `[dataset][arm]`.
  package var means: [[Double]]
  /// Mean rank of each arm; 1 is best.
  package var averageRanks: [Double]
  /// Friedman's χ², corrected for ties; nil with two arms.
  package var chiSquare: Double?
  /// p of χ², with k − 1 degrees of freedom for k arms.
  package var p: Double?
  /// p of Iman and Davenport's F, which is less conservative.
  package var imanDavenportP: Double?
  /// Mean ranks further apart than this differ at level .05 (Nemenyi); nil with two arms or against a baseline.
  package var criticalDifference: Double?
  /// The pairs of arms.
  package var pairs: [Pair]
  /// What the ranks say, in sentences.
  package var sentences: [String]

  /// Two arms over all data sets.
  package struct Pair: Encodable, Hashable, Sendable {
    /// The first arm.
    package var a: String
    /// The second arm.
    package var b: String
    /// Mean rank of *a* minus that of *b*: below 0 if *a* is better.
    package var rankDifference: Double
    /// p of the pair: Nemenyi's, corrected for all pairs; against a baseline Holm's; of two arms Wilcoxon's.
    package var p: Double
    /// The arm that is better beyond doubt; nil if that cannot be told.
    package var winner: String?
  }

  /// The ranks of one metric; nil if there are fewer than two data sets.
  ///
  /// - Parameter baseline: The arm that each other one is compared with; nil to compare every two.
  init?(_ sheets: [ScoreSheet], baseline: String?) {
    guard sheets.count > 1, let metric = sheets.first?.metric else { return nil }
    let arms = sheets.flatMap { $0.arms.map(\.arm) }.inOrder
    let rows = sheets.map { sheet in
      (
        dataset: sheet.dataset ?? "",
        scores: arms.map { arm -> Double? in
          // The mean over the runs that are left would favour an arm of which some failed.
          guard let scores = sheet.arms.first(where: { $0.arm == arm })?.scores,
            scores.allSatisfy(\.isFinite)
          else { return nil }
          return Descriptive.mean(scores)
        }
      )
    }
    let complete = rows.filter { !$0.scores.contains(nil) }
    self.metric = metric.name
    self.arms = arms
    datasets = complete.map(\.dataset)
    leftOut = rows.filter { $0.scores.contains(nil) }.map(\.dataset)
    means = complete.map { $0.scores.compactMap(\.self) }
    (averageRanks, pairs, sentences) = ([], [], [])
    guard complete.count > 1, arms.count > 1 else {
      sentences = [
        "Over the data sets nothing can be told: \(NumberText.counted(complete.count, "data set")) "
          + "\(complete.count == 1 ? "has" : "have") a score of every arm."
      ]
      return
    }
    let test = FriedmanTest(scores: means, higherIsBetter: metric.higherIsBetter)
    averageRanks = test.averageRanks
    if arms.count == 2 {
      compareTwo(metric)
    } else {
      rank(test, baseline: baseline)
    }
    if !leftOut.isEmpty {
      sentences.append(
        "Left out, as not every arm has a score there: \(leftOut.joined(separator: ", ")).")
    }
  }

  /// Two arms: Wilcoxon's signed-rank test over the mean scores.
  private mutating func compareTwo(_ metric: ScoreMetric) {
    let differences = PairedDifferences(means.map { $0[0] }, means.map { $0[1] })
    let p = WilcoxonSignedRankTest(differences).p
    let difference = averageRanks[0] - averageRanks[1]
    let isClear = p < Verdict.level && difference != 0
    // The ranks and the signed ranks may point to different arms; then nothing is claimed.
    let better = metric.sign * differences.mean < 0 ? 0 : 1
    let agrees = (difference < 0) == (better == 0)
    let winner = isClear && agrees ? arms[better] : nil
    pairs = [Pair(a: arms[0], b: arms[1], rankDifference: difference, p: p, winner: winner)]
    let wins = metric.higherIsBetter ? differences.positives : differences.negatives
    let evidence =
      "\(arms[0]) is better on \(wins) of \(datasets.count) data sets, Wilcoxon p \(NumberText.probability(p))"
    let least = Self.fewestForTwo
    sentences = [
      winner.map { "Over the data sets \($0) is better (\(evidence))." }
        ?? "Over the data sets \(arms[0]) and \(arms[1]) cannot be told apart (\(evidence))."
        + (datasets.count < least
          ? " \(datasets.count) data sets can never reach p < 0.05: at least \(least) are needed."
          : "")
    ]
  }

  /// Three arms or more: Friedman's test, then the pairs.
  private mutating func rank(_ test: FriedmanTest, baseline: String?) {
    let (k, n) = (arms.count, datasets.count)
    chiSquare = test.chiSquareTieCorrected
    let p = test.p(chiSquare: test.chiSquareTieCorrected)
    self.p = p
    imanDavenportP = test.imanDavenportDistribution.map { $0.survival(test.imanDavenportF) }
    let indices = ArmPairs.indices(
      arms.map { Arm($0, nil) }, baseline: baseline.map { Arm($0, nil) })
    let ps: [Double]
    if baseline == nil {
      criticalDifference = test.nemenyiCriticalDifference()
      ps = indices.map { pair in
        let range = abs(test.z(control: pair.a, against: pair.b)) * 2.0.squareRoot()
        return 1 - StudentizedRange(groups: k).cdf(range)
      }
    } else {
      ps = MultipleTesting.holm(
        indices.map { 2 * NormalDistribution.cdf(-abs(test.z(control: $0.a, against: $0.b))) })
    }
    // Friedman's test comes first: without it no pair is claimed.
    let isOpen = p < Verdict.level
    pairs = zip(indices, ps).map { pair, p in
      let difference = averageRanks[pair.a] - averageRanks[pair.b]
      return Pair(
        a: arms[pair.a], b: arms[pair.b], rankDifference: difference, p: p,
        winner: isOpen && p < Verdict.level ? arms[difference < 0 ? pair.a : pair.b] : nil)
    }
    let ranks = zip(arms, averageRanks).sorted { $0.1 < $1.1 }.map {
      "\($0) \(NumberText.fixed($1, decimals: 2))"
    }
    sentences = [
      "Mean ranks over \(n) data sets, 1 is best: \(ranks.joined(separator: ", ")) (Friedman's χ² "
        + "\(NumberText.fixed(chiSquare ?? 0, decimals: 2)), p \(NumberText.probability(p)))."
    ]
    let correction = baseline == nil ? "Nemenyi p" : "Holm p"
    let clear = pairs.compactMap { pair in
      pair.winner.map { winner in
        "\(winner) ranks better than \(winner == pair.a ? pair.b : pair.a) "
          + "(\(correction) \(NumberText.probability(pair.p)))"
      }
    }
    if clear.isEmpty {
      sentences.append("Over the data sets no arm can be told from another.")
    } else {
      sentences.append("Over the data sets \(clear.joined(separator: "; ")).")
      let rest = pairs.count - clear.count
      if rest > 0 {
        sentences.append(
          "The other \(rest == 1 ? "pair" : "\(rest) pairs") cannot be told apart over the data sets."
        )
      }
    }
    if let criticalDifference {
      sentences.append(
        "Mean ranks further apart than \(NumberText.fixed(criticalDifference, decimals: 2)) differ at level .05 "
          + "(Nemenyi's critical difference)."
          + (criticalDifference >= Double(k - 1)
            ? " That is more than \(k) arms can ever be apart: \(n) data sets are too few, at least "
              + "\(Self.fewest(arms: k)) are needed." : ""))
    }
    if test.p(chiSquare: Double(n * (k - 1))) >= Verdict.level {
      sentences.append("\(n) data sets can never reach p < 0.05 in Friedman's test of \(k) arms.")
    }
    if n <= 10 || k <= 5 {
      sentences.append(
        "Friedman's p takes a large number of data sets for granted; with \(n) data sets and \(k) arms it is an "
          + "approximation.")
    }
  }

  /// The fewest data sets with which Wilcoxon's test of two arms can be below .05.
  private static var fewestForTwo: Int { Verdict.seedsNeeded(pairCount: 1) }

  /// The fewest data sets with which Nemenyi's test can tell the first of `arms` arms from the last.
  private static func fewest(arms: Int) -> Int {
    let q = FriedmanTest.nemenyiQ(policies: arms, level: Verdict.level)
    let k = Double(arms)
    return Int((q * q * k * (k + 1) / (6 * (k - 1) * (k - 1))).rounded(.down)) + 1
  }
}

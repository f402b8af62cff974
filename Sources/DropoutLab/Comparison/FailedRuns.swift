import DropoutStatistics
import DropoutTraining

/// How failed runs affect the comparison of a pair in one metric.
package struct FailedRuns: Codable, Hashable, Sendable {
  /// Number of failed runs of the first policy.
  package var a: Int
  /// Number of failed runs of the second policy.
  package var b: Int
  /// Number of paired seeds.
  package var seeds: Int
  /// Number of seeds whose run failed under neither policy and whose values are finite.
  package var seedsWithout: Int
  /// Mean of a − b over the ``seedsWithout`` seeds; nil if there are none.
  package var meanDifferenceWithout: Double?
  /// The share of the mean difference that comes from seeds with a failed run: above 1 if the other seeds
  /// alone favour the other policy; nil if the mean difference is 0 or no seed has finite values.
  package var share: Double?

  /// How many runs failed under either policy.
  package var count: Int { a + b }

  /// Whether seeds with a failed run account for more than half of the mean difference.
  package var makeMost: Bool { count > 0 && (share ?? 0) > 0.5 }

  /// Whether more than half of the runs failed under either policy, so that there is no verdict on the pair.
  package var areMost: Bool { 2 * max(a, b) > seeds }
}

extension FailedRuns {
  /// Counts the failed runs of a pair.
  ///
  /// - Parameters:
  ///   - a: Runs of one policy, by seed.
  ///   - b: Runs of another, with the same seeds.
  init(_ a: [RunRecord], _ b: [RunRecord], metric: Metric) {
    let finite = zip(a, b).map { a, b in
      (difference: metric.value(of: a) - metric.value(of: b), failed: a.failed || b.failed)
    }.filter { $0.difference.isFinite }
    let without = finite.filter { !$0.failed }.map(\.difference)
    let sum = finite.reduce(0) { $0 + $1.difference }
    self.init(
      a: a.count(where: \.failed), b: b.count(where: \.failed), seeds: a.count,
      seedsWithout: without.count,
      meanDifferenceWithout: without.isEmpty ? nil : Descriptive.mean(without),
      share: sum == 0 ? nil : (sum - without.reduce(0, +)) / sum)
  }

  /// The sentence about failed runs: how many failed under each policy and, if they account for more than
  /// half of the difference, the difference without them. Nil if no run failed.
  ///
  /// - Parameters:
  ///   - sign: −1 if the sentence is about b − a.
  ///   - number: Formats a value of the metric in its unit.
  func sentence(
    of pair: PairComparison, sign: Double, number: (Double) -> String
  ) -> String? {
    let counts = [(a, pair.a), (b, pair.b)].filter { $0.0 > 0 }
      .map { "\($0.0) of \(seeds) under \($0.1)" }
    guard !counts.isEmpty else { return nil }
    return
      "Failed runs: \(counts.joined(separator: ", "))\(makeMost ? rest(pair, sign, number) : "")."
  }

  private func rest(_ pair: PairComparison, _ sign: Double, _ number: (Double) -> String) -> String
  {
    let runs = count == 1 ? "the failed run" : "the \(count) failed runs"
    guard let mean = meanDifferenceWithout else { return "; no seed is without one" }
    return "; without \(runs) the difference is \(pair.metric.withUnit(number(sign * mean))) "
      + "(\(NumberText.seeds(seedsWithout)))"
  }

  /// The sentence in place of a verdict if more than half of the runs failed under a policy.
  func noVerdict(on pair: PairComparison, moment: String) -> String {
    let counts = [(a, pair.a), (b, pair.b)].filter { 2 * $0.0 > seeds }
      .map { "\($0.0) of \(seeds) runs of \($0.1)" }
    return
      "No verdict on \(pair.a) and \(pair.b) \(moment): \(counts.joined(separator: " and ")) failed."
  }
}

extension FailedRuns {
  /// The warning to show first if more than half of the runs failed under some policy; nil otherwise.
  ///
  /// - Parameter rows: Per policy, its runs.
  package static func hint(_ rows: [ArmRuns]) -> String? {
    let failing = rows.filter { 2 * $0.runs.count(where: \.failed) > $0.runs.count }
    guard !failing.isEmpty else { return nil }
    let counts = failing.map {
      "\($0.runs.count(where: \.failed)) of \($0.runs.count) under \($0.arm)"
    }
    let failures = failing.flatMap(\.runs).compactMap(\.failure)
    let isGuessing = 2 * failures.count { $0 == .noBetterThanGuessing } >= failures.count
    let what =
      isGuessing
      ? "on their training examples they are no better than one answer for all: the most frequent class, or the mean"
      : "their weights or losses are not finite"
    return
      "Most runs failed (\(counts.joined(separator: ", "))): \(what). What follows says nothing of "
      + "masks. \(isGuessing ? cure : cureOfDivergence)"
  }

  static let cure =
    "If the features are not standardised, --set data.standardise=true; else another --learning-rate, "
    + "more --steps or a higher --keep."

  private static let cureOfDivergence =
    "Lower --learning-rate; if the features are not standardised, --set data.standardise=true."
}

extension ComparisonResults {
  /// The warning to show first if more than half of the runs failed under some policy; nil otherwise.
  package var failureHint: String? { FailedRuns.hint(arms.map { ArmRuns($0.arm, $0.runs) }) }
}

import DropoutTraining
private import Synchronization

/// Detectable effects by number of seeds, kept because they are slow to find.
final class DetectableEffects: Sendable {
  private let found = Mutex([Int: Double]())

  /// The smallest d_z that so many seeds detect; see ``PairedPower``.
  func effect(seeds: Int) -> Double {
    found.withLock { found in
      let effect = found[seeds] ?? PairedPower().detectableEffect(seeds: seeds)
      found[seeds] = effect
      return effect
    }
  }
}

/// What one pair of policies shows in one metric, before the correction for the other pairs.
struct PairAnalysis {
  let a: [RunRecord]
  let b: [RunRecord]
  let metric: Metric
  /// The differences over the seeds whose values are finite under both policies.
  let differences: PairedDifferences
  /// True where every seed has exactly the same value under both.
  let isIdentical: Bool
  let signFlipP: Double
  let interval: ConfidenceInterval?
  /// Smallest detectable d_z with so many seeds; nil below two.
  let detectableEffect: Double?

  /// - Parameters:
  ///   - a: runs of one policy by ascending seed.
  ///   - b: runs of another with the same seeds.
  ///   - detectable: detectable effects, shared by all pairs.
  init(
    _ a: [RunRecord], _ b: [RunRecord], metric: Metric, effort: ComparisonEffort,
    detectable: DetectableEffects
  ) {
    self.a = a
    self.b = b
    self.metric = metric
    let values = zip(a.map(metric.value(of:)), b.map(metric.value(of:)))
    isIdentical = values.allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    // A network whose weights overflowed may have no finite loss.
    let finite = values.filter { ($0 - $1).isFinite }
    differences = PairedDifferences(finite.map(\.0), finite.map(\.1))
    let key = Self.key(a[0].policy, b[0].policy, metric)
    signFlipP =
      SignFlipTest(
        differences, randomPatterns: effort.randomPatterns, key: key.folding(.signFlip)
      ).p
    // Errors are shares: their difference lies between −1 and 1, whatever few seeds may say.
    interval = MeanInterval(differences).map {
      metric == .testError ? $0.interval.clamped(to: -1...1) : $0.interval
    }
    detectableEffect = finite.count >= 2 ? detectable.effect(seeds: finite.count) : nil
  }

  /// One key per pair and metric, whatever else the plan holds and whichever policy comes first.
  private static func key(_ a: MaskPolicy, _ b: MaskPolicy, _ metric: Metric) -> RandomKey {
    let names = [a.description, b.description].sorted()
    return RandomKey(seed: 0).folding(
      RandomUse("\(metric.rawValue) of \(names[0]) and \(names[1])"))
  }

  /// The finished comparison.
  ///
  /// - Parameters:
  ///   - holmP: ``signFlipP`` corrected for all pairs of the metric.
  ///   - pairCount: how many pairs that are.
  func comparison(holmP: Double, pairCount: Int, testExampleCount: Int) -> PairComparison {
    let isComplete = differences.count == a.count
    var comparison = PairComparison(
      a: a[0].policy, b: b[0].policy, metric: metric,
      meanDifference: differences.mean,
      interval: interval,
      signFlipP: signFlipP,
      wilcoxonP: WilcoxonSignedRankTest(differences).p,
      pairedTP: PairedTTest(differences)?.p,
      holmP: holmP,
      wins: differences.negatives, ties: differences.zeros, losses: differences.positives,
      probabilityOfSuperiority: differences.probabilityOfSuperiority,
      testExamples: metric == .testError ? differences.mean * Double(testExampleCount) : nil,
      minimumDetectableDifference: detectableEffect.flatMap { effect in
        differences.standardDeviation.map { $0 * effect }
      },
      verdict: PairComparison.Verdict(
        isIdentical: isIdentical, isComplete: isComplete, meanDifference: differences.mean,
        holmP: holmP, interval: interval),
      sentence: "")
    comparison.sentence =
      VerdictSentence(
        comparison: comparison, pairCount: pairCount, seedCount: a.count,
        leftOutCount: a.count - differences.count,
        failedInA: a.count(where: \.failed), failedInB: b.count(where: \.failed),
        testExampleCount: testExampleCount
      ).text
    return comparison
  }
}

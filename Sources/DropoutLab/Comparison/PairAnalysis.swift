import DropoutStatistics
import DropoutTraining
private import Synchronization

/// A cache of detectable effects by number of seeds, which are slow to compute.
final class DetectableEffects: Sendable {
  private let found = Mutex([Int: Double]())

  /// The smallest d_z that this number of seeds detects; see ``PairedPower``.
  func effect(seeds: Int) -> Double {
    found.withLock { found in
      let effect = found[seeds] ?? PairedPower().detectableEffect(seeds: seeds)
      found[seeds] = effect
      return effect
    }
  }
}

/// The figures of one pair of arms in one metric, before the correction for the other pairs.
struct PairAnalysis {
  let a: ArmRuns
  let b: ArmRuns
  let metric: Metric
  /// The differences over the seeds whose values are finite in both arms.
  let differences: PairedDifferences
  /// True if every seed has exactly the same value in both arms.
  let isIdentical: Bool
  let signFlipP: Double
  let interval: ConfidenceInterval?
  /// The smallest d_z that this number of seeds detects; nil if there is no interval.
  let detectableEffect: Double?

  /// - Parameters:
  ///   - a: runs of one arm by ascending seed.
  ///   - b: runs of another with the same seeds.
  ///   - randomPatterns: The number of random sign patterns if there are too many seeds to try every pattern.
  ///   - detectable: detectable effects, shared by all pairs.
  init(
    _ a: ArmRuns, _ b: ArmRuns, metric: Metric,
    randomPatterns: Int = ComparisonResults.usualRandomPatterns, detectable: DetectableEffects
  ) {
    self.a = a
    self.b = b
    self.metric = metric
    let values = zip(a.runs.map(metric.value(of:)), b.runs.map(metric.value(of:)))
    isIdentical = values.allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    // A network whose weights overflowed may have no finite loss.
    let finite = values.filter { ($0 - $1).isFinite }
    differences = PairedDifferences(finite.map(\.0), finite.map(\.1))
    let key = Self.key(a.arm, b.arm, metric)
    signFlipP =
      SignFlipTest(
        differences, randomPatterns: randomPatterns, key: key.folding(.signFlip)
      ).p
    // With few seeds the interval may be too wide: two errors differ by 1 at most.
    interval = MeanInterval(differences).map { $0.interval.clamped(to: metric.differenceLimits) }
    detectableEffect = interval == nil ? nil : detectable.effect(seeds: finite.count)
  }

  /// The key of a pair and metric, independent of the rest of the plan and of which arm comes first.
  static func key(_ a: Arm, _ b: Arm, _ metric: Metric) -> RandomKey {
    let names = [a.name, b.name].sorted()
    return RandomKey(seed: 0).folding(
      RandomUse("\(metric.rawValue) of \(names[0]) and \(names[1])"))
  }

  /// The finished comparison.
  ///
  /// - Parameters:
  ///   - holmP: ``signFlipP`` corrected for all pairs of the metric.
  ///   - context: facts about the whole comparison.
  ///   - beside: the same pair in the other metrics, which the sentence mentions if they disagree.
  func comparison(
    holmP: Double, in context: Context, beside: [PairComparison] = []
  ) -> PairComparison {
    let failed = FailedRuns(a.runs, b.runs, metric: metric)
    var comparison = PairComparison(
      a: a.arm, b: b.arm, metric: metric, seeds: a.runs.count,
      meanDifference: differences.mean,
      interval: interval,
      noInterval: interval == nil ? MissingInterval(differences, ofDifferences: true) : nil,
      signFlipP: signFlipP,
      wilcoxonP: WilcoxonSignedRankTest(differences).p,
      pairedTP: PairedTTest(differences)?.p,
      holmP: holmP,
      wins: differences.negatives, ties: differences.zeros, losses: differences.positives,
      probabilityOfSuperiority: differences.probabilityOfSuperiority,
      testExamples: metric.examples(
        of: differences.mean, testExampleCount: context.testExampleCount),
      minimumDetectableDifference: detectableEffect.flatMap { effect in
        differences.standardDeviation.map { $0 * effect }
      },
      failed: failed,
      verdict: Verdict(
        mostFailed: failed.areMost, isIdentical: isIdentical,
        isComplete: differences.count == a.runs.count,
        isConstant: differences.count > 0 && differences.areAllEqual,
        meanDifference: differences.mean, holmP: holmP, interval: interval),
      sentence: "")
    comparison.sentence =
      VerdictSentence(
        comparison: comparison, context: context, leftOutCount: a.runs.count - differences.count,
        beside: beside
      ).text
    return comparison
  }

  /// Facts about the whole comparison that a pair's figures and sentence need.
  struct Context: Hashable, Sendable {
    /// How many pairs Holm's correction covers.
    var pairCount: Int
    /// How many examples the test set has.
    var testExampleCount: Int
    /// When the runs were judged, as in "after 500 steps".
    var moment: String
  }
}

extension PairComparison {
  /// The comparisons of all pairs, with p values corrected over the pairs of each metric.
  ///
  /// - Parameters:
  ///   - analyses: One array per metric, the primary metric first; the same pairs in the same order.
  ///   - context: The context of the pair with a given index; the number of pairs is filled in.
  /// - Returns: All pairs in the first metric, then all in the next.
  static func judged(
    _ analyses: [[PairAnalysis]], in context: (Int) -> PairAnalysis.Context
  ) -> [PairComparison] {
    func judged(_ analyses: [PairAnalysis], beside: [[PairComparison]] = []) -> [PairComparison] {
      zip(analyses.indices, MultipleTesting.holm(analyses.map(\.signFlipP))).map { number, holmP in
        var context = context(number)
        context.pairCount = analyses.count
        return analyses[number].comparison(
          holmP: holmP, in: context, beside: beside.map { $0[number] })
      }
    }
    // The primary metric comes last: its sentences name what the others say.
    let others = analyses.dropFirst().map { judged($0) }
    return judged(analyses[0], beside: others) + others.flatMap(\.self)
  }
}

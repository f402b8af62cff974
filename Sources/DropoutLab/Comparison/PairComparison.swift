public import DropoutStatistics
public import DropoutTraining

/// The paired comparison of two policies in one metric.
///
/// Where seeds were added until the pair was decided, the figures are those of the seeds that decided it,
/// the interval is the anytime interval, and the figures that hold only for a number of seeds fixed
/// beforehand (p values, the detectable difference) are nil.
public struct PairComparison: Codable, Hashable, Sendable {
  /// The first policy.
  public var a: MaskPolicy
  /// The second policy.
  public var b: MaskPolicy
  /// What is compared; lower is better.
  public var metric: Metric
  /// Paired seeds: all, or as many as decided the pair.
  public var seeds: Int
  /// Mean of a − b over the paired seeds.
  public var meanDifference: Double
  /// Interval of the mean difference: 95 % (``MeanInterval``), or anytime.
  public var interval: ConfidenceInterval?
  /// Why there is no interval.
  public var noInterval: MissingInterval?
  /// Two-sided sign-flip permutation p.
  public var signFlipP: Double?
  /// Two-sided Wilcoxon signed-rank p, zeros dropped.
  public var wilcoxonP: Double?
  /// Two-sided paired t p; nil below two seeds or where all differences are equal.
  public var pairedTP: Double?
  /// The sign-flip p after Holm's correction over all pairs of this metric.
  public var holmP: Double?
  /// Seeds where a has the lower value.
  public var wins: Int
  /// Seeds where both have the same value.
  public var ties: Int
  /// Seeds where b has the lower value.
  public var losses: Int
  /// P(a below b) over paired seeds, ties counting half.
  public var probabilityOfSuperiority: Double
  /// The mean difference in test examples; nil for a metric that does not count examples.
  public var testExamples: Double?
  /// Smallest true mean difference that these seeds would show with 80 % power at level .05; nil where
  /// they say nothing of the spread.
  public var minimumDetectableDifference: Double?
  /// What failed runs are to it; nil if nothing is known of the runs.
  package var failed: FailedRuns?
  /// What the verdict rule says.
  public var verdict: Verdict
  /// The verdict in plain words.
  public var sentence: String

  /// The outcome of the verdict rule.
  public enum Verdict: String, Codable, Hashable, Sendable {
    /// a has the lower values beyond doubt.
    case aBetter
    /// b has the lower values beyond doubt.
    case bBetter
    /// The data do not say.
    case cannotTell
    /// Every seed gives the same value under both.
    case identical
    /// Decided as seeds were added: the means are no further apart than matters.
    case noRelevantDifference
  }

  /// A comparison of a pair.
  package init(
    a: MaskPolicy, b: MaskPolicy, metric: Metric, seeds: Int, meanDifference: Double,
    interval: ConfidenceInterval?, noInterval: MissingInterval? = nil, signFlipP: Double? = nil,
    wilcoxonP: Double? = nil, pairedTP: Double? = nil, holmP: Double? = nil, wins: Int, ties: Int,
    losses: Int, probabilityOfSuperiority: Double, testExamples: Double?,
    minimumDetectableDifference: Double? = nil, failed: FailedRuns? = nil, verdict: Verdict,
    sentence: String
  ) {
    self.a = a
    self.b = b
    self.metric = metric
    self.seeds = seeds
    self.meanDifference = meanDifference
    self.interval = interval
    self.noInterval = noInterval
    self.signFlipP = signFlipP
    self.wilcoxonP = wilcoxonP
    self.pairedTP = pairedTP
    self.holmP = holmP
    self.wins = wins
    self.ties = ties
    self.losses = losses
    self.probabilityOfSuperiority = probabilityOfSuperiority
    self.testExamples = testExamples
    self.minimumDetectableDifference = minimumDetectableDifference
    self.failed = failed
    self.verdict = verdict
    self.sentence = sentence
  }

  /// The policy that is better beyond doubt, if one is.
  public var winner: MaskPolicy? {
    switch verdict {
    case .aBetter: a
    case .bBetter: b
    case .cannotTell, .identical, .noRelevantDifference: nil
    }
  }
}

extension PairComparison.Verdict {
  /// The level that Holm's p must stay below.
  static let level = 0.05

  /// The verdict rule, the only place where it is written in code; `Documentation/Verdict.md` explains it.
  ///
  /// A policy is better only where the Holm-corrected sign-flip p is below .05 *and* the interval
  /// leaves out 0 on the same side as the mean; everything else is "cannot tell". If all seeds give
  /// one and the same difference there is no interval, and the p alone decides. Where most runs of a policy failed
  /// nothing can be told.
  ///
  /// - Parameters:
  ///   - mostFailed: whether more than half of the runs failed under either policy.
  ///   - isIdentical: whether every seed has exactly the same value under both policies.
  ///   - isComplete: whether every seed has a finite value under both; seeds must not go missing
  ///     from a claim.
  ///   - isConstant: whether every seed gives the same difference.
  ///   - meanDifference: mean of a − b; lower values are better.
  init(
    mostFailed: Bool = false, isIdentical: Bool, isComplete: Bool, isConstant: Bool,
    meanDifference: Double, holmP: Double,
    interval: ConfidenceInterval?
  ) {
    let ends =
      interval ?? (isConstant ? ConfidenceInterval(low: meanDifference, high: meanDifference) : nil)
    if mostFailed {
      self = .cannotTell
    } else if isIdentical {
      self = .identical
    } else if let ends, isComplete, holmP < Self.level, meanDifference < 0, ends.high < 0 {
      self = .aBetter
    } else if let ends, isComplete, holmP < Self.level, meanDifference > 0, ends.low > 0 {
      self = .bBetter
    } else {
      self = .cannotTell
    }
  }

  /// The smallest Holm-corrected sign-flip p that can come out: 2^(1 − n) times the number of pairs.
  static func smallestHolmP(nonZeroDifferences: Int, pairCount: Int) -> Double {
    min(1, SignFlipTest.smallestP(nonZeroDifferences: nonZeroDifferences) * Double(pairCount))
  }

  /// The fewest seeds, all with different values, with which any of the pairs could have a verdict.
  static func seedsNeeded(pairCount: Int) -> Int {
    var seeds = 1
    while smallestHolmP(nonZeroDifferences: seeds, pairCount: pairCount) >= level { seeds += 1 }
    return seeds
  }
}

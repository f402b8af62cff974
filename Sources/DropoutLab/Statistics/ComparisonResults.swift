public import DropoutTraining

/// What a comparison found: each policy's runs and each pair's difference, without the plan.
///
/// Errors are shares, 0…1; a difference is *a* − *b*, so a negative one favours *a*.
public struct ComparisonResults: Codable, Hashable, Sendable {
  /// Per policy, in the plan's order.
  public var policies: [PolicySummary]
  /// Per pair and metric: all pairs in test error (the primary metric), then in test log-loss.
  public var comparisons: [PairComparison]
  /// Friedman's test over all policies in test error; nil below three policies or two seeds.
  public var friedman: FriedmanSummary?
  /// How many examples the test set has.
  public var testExampleCount: Int

  /// Everything a comparison found.
  public init(
    policies: [PolicySummary], comparisons: [PairComparison], friedman: FriedmanSummary?,
    testExampleCount: Int
  ) {
    self.policies = policies
    self.comparisons = comparisons
    self.friedman = friedman
    self.testExampleCount = testExampleCount
  }
}

/// One policy's runs, ordered by seed, and the summary of their test errors.
public struct PolicySummary: Codable, Hashable, Sendable {
  /// The policy.
  public var policy: MaskPolicy
  /// Its runs by ascending seed; run *i* of every policy has the same seed.
  public var runs: [RunRecord]
  /// Mean test error.
  public var mean: Double
  /// Standard deviation of the test error, n − 1; nil for one run.
  public var sd: Double?
  /// Interquartile mean of the test error: the mean after cutting 25 % at each end.
  public var iqm: Double
  /// 95 % interval of the mean test error (``MeanInterval``), cut to 0…1; nil for one run.
  public var interval: ConfidenceInterval?
  /// How many runs failed.
  public var failedCount: Int

  /// A policy's summary.
  public init(
    policy: MaskPolicy, runs: [RunRecord], mean: Double, sd: Double?, iqm: Double,
    interval: ConfidenceInterval?, failedCount: Int
  ) {
    self.policy = policy
    self.runs = runs
    self.mean = mean
    self.sd = sd
    self.iqm = iqm
    self.interval = interval
    self.failedCount = failedCount
  }
}

/// A two-sided interval.
public struct ConfidenceInterval: Codable, Hashable, Sendable {
  /// The lower end.
  public var low: Double
  /// The upper end.
  public var high: Double

  /// An interval from `low` to `high`.
  public init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }
}

extension ConfidenceInterval {
  /// The same, cut to what is possible.
  func clamped(to range: ClosedRange<Double>) -> ConfidenceInterval {
    ConfidenceInterval(
      low: min(max(low, range.lowerBound), range.upperBound),
      high: min(max(high, range.lowerBound), range.upperBound))
  }
}

/// What is measured on a run.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
  /// Share of test examples classified wrongly: the primary metric.
  case testError
  /// Mean negative log-likelihood of the test labels.
  case testLogLoss

  /// The metric's value for a run.
  public func value(of run: RunRecord) -> Double {
    switch self {
    case .testError: run.testError
    case .testLogLoss: run.testLogLoss
    }
  }
}

/// The paired comparison of two policies in one metric.
public struct PairComparison: Codable, Hashable, Sendable {
  /// The first policy.
  public var a: MaskPolicy
  /// The second policy.
  public var b: MaskPolicy
  /// What is compared; lower is better.
  public var metric: Metric
  /// Mean of a − b over the paired seeds.
  public var meanDifference: Double
  /// 95 % interval of the mean difference (``MeanInterval``); nil below two seeds.
  public var interval: ConfidenceInterval?
  /// Two-sided sign-flip permutation p.
  public var signFlipP: Double
  /// Two-sided Wilcoxon signed-rank p, zeros dropped.
  public var wilcoxonP: Double
  /// Two-sided paired t p; nil below two seeds or where all differences are equal.
  public var pairedTP: Double?
  /// The sign-flip p after Holm's correction over all pairs of this metric.
  public var holmP: Double
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
  /// Smallest true mean difference that these seeds would show with 80 % power at level .05;
  /// nil below two seeds.
  public var minimumDetectableDifference: Double?
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
  }

  /// A comparison of a pair.
  public init(
    a: MaskPolicy, b: MaskPolicy, metric: Metric, meanDifference: Double,
    interval: ConfidenceInterval?, signFlipP: Double, wilcoxonP: Double, pairedTP: Double?,
    holmP: Double, wins: Int, ties: Int, losses: Int, probabilityOfSuperiority: Double,
    testExamples: Double?, minimumDetectableDifference: Double?, verdict: Verdict, sentence: String
  ) {
    self.a = a
    self.b = b
    self.metric = metric
    self.meanDifference = meanDifference
    self.interval = interval
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
    self.verdict = verdict
    self.sentence = sentence
  }
}

/// Friedman's rank test over all policies, with Nemenyi's critical difference.
public struct FriedmanSummary: Codable, Hashable, Sendable {
  /// Mean rank per policy, in the plan's order; 1 is best.
  public var averageRanks: [Double]
  /// Friedman's χ², corrected for ties.
  public var chiSquare: Double
  /// Its p, with k − 1 degrees of freedom.
  public var p: Double
  /// Mean ranks further apart than this differ at level .05 (Nemenyi).
  public var nemenyiCriticalDifference: Double

  /// The outcome of Friedman's test.
  public init(
    averageRanks: [Double], chiSquare: Double, p: Double, nemenyiCriticalDifference: Double
  ) {
    self.averageRanks = averageRanks
    self.chiSquare = chiSquare
    self.p = p
    self.nemenyiCriticalDifference = nemenyiCriticalDifference
  }
}

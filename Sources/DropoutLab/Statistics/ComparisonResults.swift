public import DropoutTraining

/// What a comparison found: each policy's runs and each pair's difference, without the plan.
///
/// Errors are shares, 0…1; a difference is *a* − *b*, so a negative one favours *a*.
public struct ComparisonResults: Codable, Hashable, Sendable {
  /// Per policy, in the plan's order.
  public var policies: [PolicySummary]
  /// Per pair and metric: all pairs in test error (the primary metric), then in test log-loss.
  public var comparisons: [PairComparison]
  /// Friedman's test over all policies in test error; nil below three policies or two seeds, and where
  /// seeds were added until the pairs were decided.
  public var friedman: FriedmanSummary?
  /// How many examples the test set has.
  public var testExampleCount: Int
  /// After how many training steps the runs were judged.
  public var steps: Int
  /// How the number of seeds came about.
  public var judgement: Judgement

  /// Everything a comparison found.
  public init(
    policies: [PolicySummary], comparisons: [PairComparison], friedman: FriedmanSummary?,
    testExampleCount: Int, steps: Int, judgement: Judgement = .fixed
  ) {
    self.policies = policies
    self.comparisons = comparisons
    self.friedman = friedman
    self.testExampleCount = testExampleCount
    self.steps = steps
    self.judgement = judgement
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
  /// 95 % interval of the mean test error (``MeanInterval``), cut to 0…1.
  public var interval: ConfidenceInterval?
  /// Why there is no interval.
  public var noInterval: MissingInterval?
  /// How many runs failed.
  public var failedCount: Int

  /// A policy's summary.
  public init(
    policy: MaskPolicy, runs: [RunRecord], mean: Double, sd: Double?, iqm: Double,
    interval: ConfidenceInterval?, noInterval: MissingInterval? = nil, failedCount: Int
  ) {
    self.policy = policy
    self.runs = runs
    self.mean = mean
    self.sd = sd
    self.iqm = iqm
    self.interval = interval
    self.noInterval = noInterval
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

  /// The metric in words.
  package var name: String { self == .testError ? "test error" : "test log-loss" }
  /// The metric in few words, beside another.
  package var shortName: String { self == .testError ? "test error" : "log-loss" }
  /// The unit of differences: points are hundredths of a share.
  package var unit: String { self == .testError ? "points" : "nats" }

  /// The metric's value for a run.
  public func value(of run: RunRecord) -> Double {
    switch self {
    case .testError: run.testError
    case .testLogLoss: run.testLogLoss
    }
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

public import DropoutStatistics
public import DropoutTraining

/// What a comparison found: each arm's runs and each pair's difference, without the plan.
///
/// Errors are shares, 0…1; a metric's value is lower if better; a difference is *a* − *b*, so a negative one favours *a*.
public struct ComparisonResults: Hashable, Sendable {
  /// One summary per arm, in the plan's order.
  public var arms: [ArmSummary]
  /// One comparison per pair and metric: all pairs in ``metric``, then in each other one.
  public var comparisons: [PairComparison]
  /// Friedman's test over all arms in ``metric``; nil with fewer than three arms or two seeds, or if
  /// seeds were added until the pairs were decided.
  public var friedman: FriedmanSummary?
  /// How many examples the test set has.
  public var testExampleCount: Int
  /// The metric that decides, in which arms are summarised.
  public var metric = Metric.testError
  /// After how many training steps the runs were judged; nil if each run has its own number.
  public var steps: Int?
  /// How the number of seeds was chosen.
  public var judgement = Judgement.fixed
  /// When in their training the runs were judged; ``arms`` have the scores of that moment.
  public var moment = Moment.last
  /// The same runs judged at the other moments that they have scores of: beside the verdict, not part of it.
  public var otherMoments: [ComparisonResults] = []
  /// The difference of every pair along training, in every metric, in the order of ``comparisons``; empty if there
  /// is no band, as with seeds that were added until the pairs were decided.
  public var differenceCurves: [DifferenceCurve] = []

  /// The metrics of ``comparisons``, the one that decides first.
  package var metrics: [Metric] {
    comparisons.map(\.metric).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The arms with the scores that their runs had at a moment; nil if runs were not judged there.
  public func arms(at moment: Moment) -> [ArmSummary]? {
    ([self] + otherMoments).first { $0.moment == moment }?.arms
  }
}

/// One arm's runs, ordered by seed, and the summary of their values in the metric that decides.
public struct ArmSummary: Hashable, Sendable {
  /// The arm.
  public var arm: Arm
  /// The arm's runs by ascending seed; run *i* of every arm has the same seed.
  public var runs: [RunRecord]
  /// Mean of the values.
  public var mean: Double
  /// Standard deviation of the values, n − 1; nil for one run.
  public var sd: Double?
  /// Interquartile mean of the values: the mean after cutting 25 % at each end.
  public var iqm: Double
  /// 95 % interval of the mean (`MeanInterval`), cut to what the metric can be.
  public var interval: ConfidenceInterval?
  /// Why there is no interval.
  public var noInterval: MissingInterval?
  /// How many runs failed.
  public var failedCount: Int
}

/// Friedman's rank test over all arms, with Nemenyi's critical difference.
public struct FriedmanSummary: Codable, Hashable, Sendable {
  /// Mean rank per arm, in the plan's order; 1 is best.
  public var averageRanks: [Double]
  /// Friedman's χ², corrected for ties.
  public var chiSquare: Double
  /// p of this χ², with k − 1 degrees of freedom for k arms.
  public var p: Double
  /// Mean ranks further apart than this differ at level .05 (Nemenyi).
  public var nemenyiCriticalDifference: Double
}

public import DropoutStatistics

/// The paired comparison of two arms in one metric.
///
/// If seeds were added until the pair was decided, the figures are computed from the seeds up to the
/// decision, the interval is the anytime interval, and the figures that are valid only for a number of seeds
/// fixed beforehand (p values, the detectable difference) are nil.
public struct PairComparison: Codable, Hashable, Sendable {
  /// The first arm.
  public var a: Arm
  /// The second arm.
  public var b: Arm
  /// What is compared; lower is better.
  public var metric: Metric
  /// Number of paired seeds: all, or those up to the decision.
  public var seeds: Int
  /// Mean of a − b over the paired seeds.
  public var meanDifference: Double
  /// Interval of the mean difference: 95 % (`MeanInterval`), or anytime.
  public var interval: ConfidenceInterval?
  /// Why there is no interval.
  public var noInterval: MissingInterval?
  /// Two-sided sign-flip permutation p.
  public var signFlipP: Double?
  /// Two-sided Wilcoxon signed-rank p, zeros dropped.
  public var wilcoxonP: Double?
  /// Two-sided paired t p; nil with fewer than two seeds or if all differences are equal.
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
  /// Smallest true mean difference that these seeds would show with 80 % power at level .05; nil if they do
  /// not show the spread.
  public var minimumDetectableDifference: Double?
  /// How failed runs affect the comparison; nil if nothing is known about the runs.
  package var failed: FailedRuns?
  /// The verdict by the rules of ``Verdict``.
  public var verdict: Verdict
  /// The verdict in plain words.
  public var sentence: String

  /// Every stored property: one that is missing here is not written.
  enum CodingKeys: CodingKey, CaseIterable {
    case a, b, metric, seeds, meanDifference, interval, noInterval, signFlipP, wilcoxonP, pairedTP,
      holmP
    case wins, ties, losses, probabilityOfSuperiority, testExamples, minimumDetectableDifference,
      failed
    case verdict, sentence
  }

  /// The arm that is better beyond doubt, if one is.
  public var winner: Arm? { verdict.winner(a, b) }
}

public import DropoutStatistics

/// The state of one pair in a comparison to which seeds are added until it is decided.
public struct SequentialPair: Codable, Hashable, Sendable {
  /// The first arm.
  public var a: Arm
  /// The second arm.
  public var b: Arm
  /// What is compared. Only one metric decides; others are computed afterwards.
  public var metric = Metric.testError
  /// Number of paired seeds: up to the one that decided, or all.
  public var seeds: Int
  /// Mean of a − b over these seeds.
  public var meanDifference: Double
  /// Interval of the mean difference, which holds at every number of seeds at once and for all pairs together
  /// with 95 %; nil if it would rule nothing out.
  public var interval: ConfidenceInterval?
  /// Why there is no interval.
  public var noInterval: MissingInterval?
  /// What a stake of 1, bet against equal means, is worth now.
  public var wealth: Double
  /// The wealth at which equal means are ruled out: the number of pairs over .05.
  public var wealthNeeded: Double
  /// What the seeds so far decide.
  public var verdict: Verdict
  /// The decision in plain words.
  public var sentence: String
}

public import DropoutStatistics
public import DropoutTraining

/// What a comparison that is decided as it goes knows of one pair.
public struct SequentialPair: Codable, Hashable, Sendable {
  /// The first policy.
  public var a: MaskPolicy
  /// The second policy.
  public var b: MaskPolicy
  /// What is compared: the test error decides; another metric is looked at when that is done.
  public var metric = Metric.primary
  /// Paired seeds that were looked at: up to the one that decided, or all.
  public var seeds: Int
  /// Mean of a − b over them.
  public var meanDifference: Double
  /// Interval of the mean difference that holds at every number of seeds at once, in all pairs
  /// together with 95 %; nil if it would rule nothing out.
  public var interval: ConfidenceInterval?
  /// Why there is no interval.
  public var noInterval: MissingInterval?
  /// What a stake of 1 against equal means has become.
  public var wealth: Double
  /// The wealth at which equal means are ruled out: the number of pairs over .05.
  public var wealthNeeded: Double
  /// What the seeds so far decide.
  public var verdict: Verdict
  /// The decision in plain words.
  public var sentence: String
}

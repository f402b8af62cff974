/// The rule of adding seeds until every pair of policies is decided, instead of a number fixed beforehand.
public struct UntilDecided: Codable, Hashable, Sendable {
  /// Points of test error below which a difference does not matter; nil if every difference does.
  public var indifferencePoints: Double?
  /// Minutes after which no more seeds are added; nil for no limit.
  public var budgetMinutes: Double?
  /// Whether the intervals allow for rare extreme runs that no seed has shown yet.
  public var assumesNothing: Bool

  /// The default limit on the number of seeds to train.
  public static let usualMostSeeds: UInt64 = 1_000

  /// Creates a rule.
  public init(
    indifferencePoints: Double? = nil, budgetMinutes: Double? = nil, assumesNothing: Bool = false
  ) {
    self.indifferencePoints = indifferencePoints
    self.budgetMinutes = budgetMinutes
    self.assumesNothing = assumesNothing
  }
}

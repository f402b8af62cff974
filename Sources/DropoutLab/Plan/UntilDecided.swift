/// The rule of adding seeds until every pair of policies is decided, instead of a number fixed beforehand.
public struct UntilDecided: Codable, Hashable, Sendable {
  /// Points of test error below which a difference does not matter; nil where every difference does.
  public var indifferencePoints: Double?
  /// Minutes after which no more seeds are added; nil for no limit.
  public var budgetMinutes: Double?
  /// Whether the intervals allow for rare extreme runs that no seed has shown yet.
  public var assumesNothing: Bool

  /// Seeds to train at most where a plan names no number.
  public static let usualMostSeeds = 1_000

  /// Seeds are added until every pair is decided.
  public init(
    indifferencePoints: Double? = nil, budgetMinutes: Double? = nil, assumesNothing: Bool = false
  ) {
    self.indifferencePoints = indifferencePoints
    self.budgetMinutes = budgetMinutes
    self.assumesNothing = assumesNothing
  }

  /// What settings ask for; nil if the number of seeds is fixed.
  ///
  /// - Throws: Where a value is not allowed, or would have no effect.
  init?(_ reader: SettingsReader) throws(PlanError) {
    let indifference = try reader.number(
      "comparison.indifference", in: Double.leastNormalMagnitude...99.999999)
    let budget = try reader.number("comparison.budget", in: Double.leastNormalMagnitude...1e6)
    let assumesNothing = reader.flag("comparison.assume-nothing")
    guard reader.flag("comparison.until-decided") == true else {
      for (name, isSet) in [
        ("indifference", indifference != nil), ("budget", budget != nil),
        ("assume-nothing", assumesNothing == true),
      ] where isSet {
        throw .contradiction(
          "comparison.\(name) belongs to comparison.until-decided; leave it out or give --until-decided"
        )
      }
      return nil
    }
    self.init(
      indifferencePoints: indifference, budgetMinutes: budget,
      assumesNothing: assumesNothing ?? false)
  }

  /// Writes itself as settings.
  func write(_ set: (String, PlanValue?) -> Void) {
    set("comparison.until-decided", .flag(true))
    set("comparison.indifference", indifferencePoints.map { .number($0) })
    set("comparison.budget", budgetMinutes.map { .number($0) })
    set("comparison.assume-nothing", assumesNothing ? .flag(true) : nil)
  }
}

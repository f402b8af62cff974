import DropoutTraining

extension SequentialComparison {
  /// The comparison of a plan's policies before its first seed.
  ///
  /// - Parameters:
  ///   - rule: How seeds are added.
  ///   - settings: How many such comparisons are made: their claims are safe together.
  public init(_ plan: Plan, rule: UntilDecided, settings: Int = 1) {
    self.init(
      policies: plan.policies, steps: plan.training.steps,
      assumption: rule.assumesNothing ? .none : .noRareExtremes,
      indifference: rule.indifferencePoints.map { $0 / 100 }, settings: settings)
  }
}

extension UntilDecided {
  /// When no more seeds are added if they begin to be added now; nil for no limit.
  public var deadline: ContinuousClock.Instant? { budgetMinutes.map { .now + .seconds(60 * $0) } }
}

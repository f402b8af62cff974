import DropoutTraining

extension SequentialComparison {
  /// The comparison of a plan's arms before its first seed.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - rule: How seeds are added.
  ///   - settings: The number of comparisons made together; the 5 % cover the claims of all of them.
  public init(_ plan: Plan, rule: UntilDecided, settings: Int = 1) {
    self.init(
      arms: plan.arms.map(\.arm), baseline: plan.baselineArm, steps: plan.judgedSteps,
      moment: plan.moment, metric: plan.metric,
      assumption: rule.assumesNothing ? .none : .noRareExtremes,
      indifference: rule.indifferencePoints.map { $0 / 100 }, settings: settings)
  }
}

extension SequentialComparison {
  /// Adds the seeds of `records` that were not added before, until every pair is decided.
  ///
  /// - Parameters:
  ///   - records: Runs of all arms, seed by seed; an incomplete last seed is left out.
  ///   - pastDecision: Whether to add also the seeds after every pair is decided.
  mutating func addSeeds(of records: [RunRecord], pastDecision: Bool = false) {
    let count = arms.count
    for start in stride(from: seedCount * count, to: records.count - count + 1, by: count)
    where pastDecision || !isDecided {
      add(records[start..<start + count].map { metric.value(of: $0.at(moment)) })
    }
  }
}

extension Plan {
  /// Refuses a rule of adding seeds if there is no pair of arms to decide.
  package func checkRule() throws(ComparisonError) {
    if untilDecided != nil, arms.count < 2 { throw .oneArm(arms[0].arm) }
  }

  /// What finished runs say if their seeds are judged as added ones: by the plan's rule, or, if it has none
  /// because the number of seeds was not settled before the first result, by the usual one.
  ///
  /// - Parameters:
  ///   - records: Runs of all arms, seed by seed.
  ///   - settings: The number of comparisons made together.
  func judgeAsAdded(
    _ records: [RunRecord], settings: Int = 1
  ) -> (comparison: SequentialComparison, end: Judgement.SeedsAdded.End) {
    var comparison = SequentialComparison(
      self, rule: untilDecided ?? UntilDecided(), settings: settings)
    comparison.addSeeds(of: records, pastDecision: untilDecided == nil)
    return (
      comparison,
      untilDecided == nil
        ? .unknown : comparison.seedCount == seeds.count ? .seedsUsed : .storeEnded
    )
  }
}

extension UntilDecided {
  /// The time after which no more seeds are added, if the first is added now; nil for no limit.
  public var deadline: ContinuousClock.Instant? { budgetMinutes.map { .now + .seconds(60 * $0) } }
}

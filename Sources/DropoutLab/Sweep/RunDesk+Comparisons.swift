import DropoutTraining

extension RunDesk {
  /// Trains comparisons as their plans ask: over a number of seeds that is settled before the first result,
  /// or seed by seed until every pair of policies is decided.
  ///
  /// - Parameters:
  ///   - cases: Comparisons with the same rule.
  ///   - round: Called after every round of added seeds, or once if the number of seeds is settled.
  ///   - seenBefore: Called before training if the number of seeds cannot be settled, as some of them
  ///     were trained, and may have been looked at, before.
  /// - Returns: The cases with the seeds they took and what was decided, and the records of each.
  /// - Throws: As ``train(_:phase:until:)``; ``ComparisonError/overBudget(minutes:settings:)``,
  ///   ``ComparisonError/oneArm(_:)``.
  public func compare(
    _ cases: [SweepCase], seenBefore: () -> Void = {},
    round: (Outcome, [SequentialComparison]) -> Void = { _, _ in }
  ) async throws -> [(one: SweepCase, records: [RunRecord])] {
    for one in cases { try one.plan.checkRule() }
    if let rule = cases.first?.plan.untilDecided {
      return try await untilDecided(cases, rule: rule, round: round)
    }
    let asked = cases.map { AnnouncedComparison($0) }
    let isFixed = try store.settle(asked)
    if !isFixed { seenBefore() }
    let outcome = try await train(cases.flatMap(\.orders))
    // A store that could not be written before may be writable by now.
    if isFixed { store.announce(asked) }
    round(outcome, [])
    var records = outcome.records.compactMap(\.self)[...]
    return cases.map { one in
      let own = Array(records.prefix(one.orders.count))
      records = records.dropFirst(own.count)
      return (isFixed ? one : one.judgedAsAdded(own, settings: cases.count), own)
    }
  }

  /// The number of seeds in the first round.
  private static let firstRound = 8

  /// Adds seeds to every comparison until each pair of policies is decided in it or its plan's seeds are
  /// used up; all open comparisons are trained together, in growing rounds.
  ///
  /// Each comparison's pairs have confidence sequences at level .05 divided by the number of comparisons and
  /// pairs. What is decided does not depend on the rounds.
  private func untilDecided(
    _ cases: [SweepCase], rule: UntilDecided, round: (Outcome, [SequentialComparison]) -> Void
  ) async throws -> [(one: SweepCase, records: [RunRecord])] {
    let deadline = rule.deadline
    store.lookAt(cases.map { AnnouncedComparison($0) })
    var comparisons = cases.map { SequentialComparison($0.plan, rule: rule, settings: cases.count) }
    var records = [[RunRecord]](repeating: [], count: cases.count)
    var timeWasOver = false
    var target = Self.firstRound
    while !timeWasOver {
      let open = cases.indices.filter {
        !comparisons[$0].isDecided && comparisons[$0].seedCount < cases[$0].plan.seeds.count
      }
      if open.isEmpty { break }
      let orders = open.map { index in
        cases[index].orders(
          seeds: cases[index].plan.seeds.prefix(target).dropFirst(comparisons[index].seedCount))
      }
      let outcome = try await train(
        orders.flatMap(\.self),
        phase: cases.count == 1
          ? "training" : "\(open.count) open settings, up to \(target) seeds", until: deadline)
      var trained = outcome.records[...]
      for (index, orders) in zip(open, orders) {
        // Up to the first seed that lacks a run.
        records[index] += trained.prefix(orders.count).prefix { $0 != nil }.compactMap(\.self)
        trained = trained.dropFirst(orders.count)
        comparisons[index].addSeeds(of: records[index])
        records[index].removeLast(
          records[index].count - comparisons[index].seedCount * cases[index].plan.arms.count)
      }
      round(outcome, comparisons)
      timeWasOver = outcome.timeWasOver
      // Add enough seeds to keep the backend busy, or a quarter more.
      target += max(backend.width / open.count, target / 4)
    }
    let empty = comparisons.count { $0.seedCount == 0 }
    guard empty == 0 else {
      throw ComparisonError.overBudget(
        minutes: rule.budgetMinutes ?? 0, settings: cases.count == 1 ? nil : empty)
    }
    return cases.indices.map { index in
      var one = cases[index]
      one.seeds = Array(one.plan.seeds.prefix(comparisons[index].seedCount))
      one.decided = (
        comparisons[index],
        comparisons[index].seedCount < one.plan.seeds.count ? .timeOver : .seedsUsed
      )
      return (one, records[index])
    }
  }
}

extension SweepCase {
  /// The case judged as if its seeds had been added one by one: for a number of seeds that was not settled
  /// before the first result.
  fileprivate func judgedAsAdded(_ records: [RunRecord], settings: Int) -> SweepCase {
    guard plan.arms.count > 1 else { return self }
    var one = self
    one.decided = one.plan.judgeAsAdded(records, settings: settings)
    return one
  }
}

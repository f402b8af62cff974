import DropoutTraining

extension SweepTraining {
  /// Seeds of the first round.
  private static let firstRound = 8

  /// Adds seeds to every setting until each pair of policies is decided in it or its plan's seeds are
  /// used up; all open settings are trained together, in growing rounds.
  ///
  /// Each setting's pairs have confidence sequences at level .05 divided by the number of settings and
  /// pairs. What is decided does not depend on the rounds.
  ///
  /// - Parameters:
  ///   - rule: How seeds are added; its minutes begin now.
  /// - Returns: The cases with the seeds they took and what was decided.
  public func untilDecided(
    _ cases: [SweepCase], rule: UntilDecided
  ) async throws -> [SweepCase] {
    let deadline = rule.deadline
    store.lookAt(cases.map { AnnouncedComparison($0) })
    var comparisons = cases.map { SequentialComparison($0.plan, rule: rule, settings: cases.count) }
    var target = Self.firstRound
    while true {
      let open = cases.indices.filter {
        !comparisons[$0].isDecided && comparisons[$0].seedCount < cases[$0].plan.seeds.count
      }
      if open.isEmpty || target > Self.firstRound && deadline.map({ .now > $0 }) == true { break }
      let groups = open.map { index in
        cases[index].runs(seeds: cases[index].plan.seeds.prefix(target))
      }
      let records = try await records(
        groups, phase: "\(open.count) open settings, up to \(target) seeds")
      for (index, records) in zip(open, records) {
        let rows = cases[index].testErrors(records)
        for row in rows.dropFirst(comparisons[index].seedCount)
        where !comparisons[index].isDecided {
          comparisons[index].add(testErrors: row)
        }
      }
      target += max(4, target / 4)
    }
    return zip(cases, comparisons).map { one, comparison in
      var one = one
      one.seeds = Array(one.plan.seeds.prefix(comparison.seedCount))
      one.decided = (
        comparison, comparison.seedCount < one.plan.seeds.count ? .timeOver : .seedsUsed
      )
      return one
    }
  }

  /// Settles the number of seeds of every setting; see ``RunStore/settle(_:)``.
  public func settle(_ cases: [SweepCase]) throws -> Bool {
    try store.settle(cases.map { AnnouncedComparison($0) })
  }

  /// The cases as they are judged if their number of seeds was not settled before the first result: as if seeds
  /// had been added.
  ///
  /// - Parameter records: Per setting, the records of its runs.
  public static func anytime(_ cases: [SweepCase], records: [[RunRecord]]) -> [SweepCase] {
    zip(cases, records).map { one, records in
      var one = one
      var comparison = SequentialComparison(
        one.plan, rule: one.plan.untilDecided ?? UntilDecided(), settings: cases.count)
      for row in one.testErrors(records) { comparison.add(testErrors: row) }
      one.decided = (comparison, .unknown)
      return one
    }
  }
}

extension SweepCase {
  /// The test errors of its runs, a row a seed.
  fileprivate func testErrors(_ records: [RunRecord]) -> [[Double]] {
    let count = plan.policies.count
    return stride(from: 0, to: records.count, by: count).map {
      records[$0..<$0 + count].map(\.testError)
    }
  }
}

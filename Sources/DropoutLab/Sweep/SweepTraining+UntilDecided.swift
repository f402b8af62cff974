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
  ///   - indifference: A difference, a share, that would not matter; nil where every one does.
  ///   - deadline: When no further round is begun.
  /// - Returns: The cases with the seeds they took and what was decided.
  public func untilDecided(
    _ cases: [SweepCase], assumption: SequentialComparison.Assumption, indifference: Double?,
    deadline: ContinuousClock.Instant?
  ) async throws -> [SweepCase] {
    var comparisons = cases.map {
      SequentialComparison(
        policies: $0.plan.policies, assumption: assumption, indifference: indifference,
        settings: cases.count)
    }
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
        let count = cases[index].plan.policies.count
        let rows = stride(from: 0, to: records.count, by: count).map {
          records[$0..<$0 + count].map(\.testError)
        }
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
      one.decisions = comparison.pairs
      return one
    }
  }
}

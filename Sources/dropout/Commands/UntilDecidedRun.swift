import DropoutStatistics
import DropoutLab
import DropoutTraining

/// Trains a plan's seeds in growing rounds and looks after every seed, until all pairs are decided.
struct UntilDecidedRun {
  let comparisonRun: ComparisonRun
  let rule: UntilDecided
  let store: RunStore
  let jobs: Int
  let output: OutputOptions

  /// Seeds of the first round.
  private static let firstRound = 8

  /// What was found, with the seeds that it took.
  func results() async throws -> ComparisonResults {
    var comparison = try comparisonRun.sequentialComparison(rule)
    store.lookAt([AnnouncedComparison(comparisonRun.plan, dataset: comparisonRun.dataset)])
    let (end, records) = try await fill(&comparison, deadline: rule.deadline)
    guard comparison.seedCount > 0 else {
      throw CommandError.badArgument(
        "--budget \(rule.budgetMinutes ?? 0): not one seed was trained under every policy by then")
    }
    return try comparisonRun.results(of: comparison, records: records, end: end)
  }

  /// Fills `comparison`, seed by seed in the plan's order; gives the records of all that is finished.
  private func fill(
    _ comparison: inout SequentialComparison, deadline: ContinuousClock.Instant?
  ) async throws -> (Judgement.SeedsAdded.End, [String: RunRecord]) {
    let most = comparisonRun.plan.seeds.count
    var target = min(Self.firstRound, most)
    while true {
      let round = comparisonRun.limited(toSeeds: target)
      let trained = try await round.trainMissing(store: store, jobs: jobs, deadline: deadline)
      round.addSeeds(to: &comparison, trained.records)
      tell(comparison)
      if comparison.isDecided { return (.decided, trained.records) }
      if trained.timeWasOver { return (.timeOver, trained.records) }
      if target == most { return (.seedsUsed, trained.records) }
      target = min(most, target + max(jobs, target / 4))
    }
  }

  private func tell(_ comparison: SequentialComparison) {
    let pairs = comparison.pairs
    output.say(
      "\(NumberText.seeds(comparison.seedCount)): \(comparison.decidedCount) of \(pairs.count) "
        + "\(pairs.count == 1 ? "pair" : "pairs") decided")
    let open = pairs.filter { $0.decision == .cannotTell }
    // A line a pair is enough to watch; of many pairs only those that come nearest.
    for pair in open.sorted(by: { $0.wealth > $1.wealth }).prefix(3) {
      let interval = pair.interval.map {
        "anytime interval \(NumberText.points($0.low)) to \(NumberText.points($0.high))"
      }
      output.say(
        "  \(pair.a) − \(pair.b): \(NumberText.points(pair.meanDifference)) points, "
          + (interval ?? "no interval yet"))
    }
  }
}

import DropoutLab
import DropoutTraining

/// Trains a plan's seeds in growing rounds and looks after every seed, until all pairs are decided.
struct UntilDecidedRun {
  let comparisonRun: ComparisonRun
  let store: RunStore
  let jobs: Int
  /// When to stop.
  let deadline: ContinuousClock.Instant?
  let output: OutputOptions

  /// Seeds of the first round.
  private static let firstRound = 8

  /// Fills `comparison`, seed by seed in the plan's order, until it is decided, the seeds are used up or
  /// the time is over.
  func fill(_ comparison: inout SequentialComparison) async throws -> ComparisonRun.Trained {
    let most = comparisonRun.plan.seeds.count
    var target = min(Self.firstRound, most)
    while true {
      let round = comparisonRun.limited(toSeeds: target)
      let trained = try await round.trainMissing(store: store, jobs: jobs, deadline: deadline)
      let rows = round.completeSeeds(trained.records)
      for row in rows.dropFirst(comparison.seedCount) where !comparison.isDecided {
        comparison.add(testErrors: row)
      }
      tell(comparison)
      if trained.timeWasOver || comparison.isDecided || target == most { return trained }
      target = min(most, target + max(jobs, target / 4))
    }
  }

  private func tell(_ comparison: SequentialComparison) {
    let pairs = comparison.pairs
    output.say(
      "\(comparison.seedCount) seeds: \(comparison.decidedCount) of \(pairs.count) "
        + "\(pairs.count == 1 ? "pair" : "pairs") decided")
    let open = pairs.filter { $0.decision == .cannotTell }
    // A line a pair is enough to watch; of many pairs only those that come nearest.
    for pair in open.sorted(by: { $0.wealth > $1.wealth }).prefix(3) {
      output.say(
        "  \(pair.a) − \(pair.b): \(NumberText.points(pair.meanDifference)) points, "
          + "\(NumberText.points(pair.interval.low))…\(NumberText.points(pair.interval.high)), "
          + "evidence \(NumberText.fixed(min(pair.wealth, 1e9), decimals: 1)) of "
          + "\(NumberText.fixed(pair.wealthNeeded, decimals: 0))")
    }
  }
}

/// `results.json` of a comparison that was decided as it went: the usual keys and `untilDecided`.
struct UntilDecidedDocument: Encodable {
  let results: ResultsDocument
  let untilDecided: Outcome

  struct Outcome: Encodable {
    let assumption: SequentialComparison.Assumption
    /// A share, as all differences are; null where none was named.
    let indifference: Double?
    /// The most that were allowed.
    let seedBudget: Int
    let timeWasOver: Bool
    let pairs: [SequentialPair]

    private enum Key: CodingKey { case assumption, indifference, seedBudget, timeWasOver, pairs }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(assumption, forKey: .assumption)
      try container.encode(indifference, forKey: .indifference)
      try container.encode(seedBudget, forKey: .seedBudget)
      try container.encode(timeWasOver, forKey: .timeWasOver)
      try container.encode(pairs, forKey: .pairs)
    }
  }

  private enum Key: CodingKey { case untilDecided }

  func encode(to encoder: any Encoder) throws {
    try results.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(untilDecided, forKey: .untilDecided)
  }
}

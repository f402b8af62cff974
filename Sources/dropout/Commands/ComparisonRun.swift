import DropoutStatistics
import DropoutLab
import DropoutTraining

/// A resolved plan with its data; trains the runs that the store lacks, and shows the progress.
struct ComparisonRun {
  /// The comparison; training sets `plan.untilDecided` if it is judged as seeds added one by one.
  private(set) var one: SweepCase
  /// The settings that the plan was resolved from.
  let given: PlanSettings
  private let dataDirectory: String?
  private let data: LoadedData
  private let output: OutputOptions

  /// Loads the data that settings name and resolves the plan.
  init(_ settings: PlanSettings, locator: DataLocator, output: OutputOptions) throws {
    let specification = try DataSpecification(settings)
    try MachineLimits.checkMemory(data: specification.memoryEstimate, run: 0, jobs: 1)
    data = LoadedData(locator: locator)
    let dataset = try data.dataset(RunData(specification))
    one = SweepCase(try Plan(settings, dataset: dataset), dataset: dataset)
    data.insert(dataset, as: one.plan.data)
    given = settings
    dataDirectory = locator.dataDirectory
    self.output = output
  }

  var plan: Plan { one.plan }
  var dataset: Dataset { one.dataset }
  var runs: [PlannedRun] { one.orders.map(\.run) }

  /// Prints how the data were read, and messages on the data and the training.
  func describe() {
    output.showReading(dataset)
    output.say(dataset.summaryLine)
    output.say(plan.trainingDescription)
  }

  /// Estimated memory for `jobs` runs at once and the program itself, in bytes.
  func memoryEstimate(jobs: Int) -> Double {
    32e6 + dataset.memoryEstimate + Double(min(jobs, runs.count)) * runMemory
  }

  /// Refuses the plan if memory is too small for its runs.
  func refuseTooLarge(jobs: Int) throws {
    try MachineLimits.checkMemory(
      data: dataset.memoryEstimate, run: runMemory, jobs: min(jobs, runs.count))
  }

  private var runMemory: Double {
    plan.arms.map { $0.training.memoryEstimate(exampleCount: dataset.train.count) }.max() ?? 0
  }

  /// The command that repeats the comparison.
  var command: String { plan.command(dataset: dataset, dataDirectory: dataDirectory) }

  /// The message if results of some seeds could be seen before the number of seeds was fixed.
  static let seedsSeenBefore =
    "some of these seeds were trained before their number was settled, so anytime intervals follow; "
    + "--first-seed takes new ones"

  /// Trains the runs that the store lacks, and returns all results; throws ``RunDesk/Stopped`` after Ctrl-C.
  mutating func results(store: RunStore, jobs: JobsOptions) async throws -> ComparisonResults {
    let (found, records) = try await deferred {
      try await jobs.desk(store, data: data, watch: output.watch).compare(
        [one],
        seenBefore: { output.say(Self.seedsSeenBefore) },
        round: { outcome, comparisons in
          tell(outcome, store: store, jobs: jobs)
          comparisons.first.map(tell)
        })
    }[0]
    if found.decided != nil { one.plan.untilDecided = plan.untilDecided ?? UntilDecided() }
    return try ComparisonResults(found, records: records)
  }

  /// Trains the runs that the store lacks and returns all records; throws ``RunDesk/Stopped`` after Ctrl-C.
  func train(store: RunStore, jobs: JobsOptions) async throws -> [RunRecord] {
    let desk = jobs.desk(store, data: data, watch: output.watch)
    let outcome = try await deferred { try await desk.train(one.orders) }
    tell(outcome, store: store, jobs: jobs)
    return outcome.records.compactMap(\.self)
  }

  /// Calls `train`; Ctrl-C then asks the desk to stop instead of ending the process.
  private func deferred<Value>(_ train: () async throws -> Value) async throws -> Value {
    if !output.quiet { Terminal.progress("training") }
    return try await Interruption.deferred(train)
  }

  /// Prints how many runs were trained, and how many were already stored.
  private func tell(_ outcome: RunDesk.Outcome, store: RunStore, jobs: JobsOptions) {
    if !output.quiet { Terminal.progress("") }
    if outcome.trained > 0 {
      output.say(
        "trained \(outcome.trained.runs) in \(Duration.shown(outcome.seconds)), "
          + "\(min(jobs.width, outcome.trained)) at a time"
          + (outcome.alreadyStored > 0 ? "; \(outcome.alreadyStored) were in \(store.path)" : ""))
    } else if outcome.trainedElsewhere == 0, !outcome.timeWasOver {
      output.say("all \(outcome.records.count.runs) were in \(store.path)")
    }
    if outcome.trainedElsewhere > 0 {
      output.say("another process trained \(outcome.trainedElsewhere.runs) meanwhile")
    }
  }

  /// Prints how many pairs the seeds added so far have decided.
  private func tell(_ comparison: SequentialComparison) {
    let pairs = comparison.pairs
    output.say(
      "\(NumberText.seeds(comparison.seedCount)): \(comparison.decidedCount) of "
        + "\(NumberText.counted(pairs.count, "pair")) decided")
    let open = pairs.filter { $0.verdict == .cannotTell }
    // Of many undecided pairs only the three nearest to a decision are printed.
    for pair in open.sorted(by: { $0.wealth > $1.wealth }).prefix(3) {
      let interval = pair.interval.map {
        "anytime interval \(NumberText.points($0.low)) to \(NumberText.points($0.high))"
      }
      output.say(
        "  \(pair.a) − \(pair.b): \(NumberText.points(pair.meanDifference)) points, "
          + (interval ?? "no interval yet"))
    }
  }

  /// The results of the plan's finished runs; throws if runs are missing. Sets `plan.untilDecided` if they
  /// are judged as seeds added one by one.
  mutating func resultsFromStore(_ store: RunStore) throws -> ComparisonResults {
    let known = try store.records(identities: runs.map(\.identity))
    // If seeds are added one by one, only the runs before the first missing one count.
    let records = runs.map { known[$0.identity] }.prefix { $0 != nil }.compactMap(\.self)
    let needed = plan.untilDecided == nil ? runs.count : plan.arms.count
    guard records.count >= needed else {
      throw CommandError.missingRuns(
        missing: plan.untilDecided == nil ? runs.count - known.count : needed, total: needed)
    }
    return try ComparisonResults(&one.plan, dataset: dataset, records: records, store: store)
  }

  /// Writes the report of the plan's results.
  func write(_ results: ComparisonResults, from store: RunStore, to folder: String) throws {
    let content = try ReportContent(
      plan: plan, dataset: dataset, results: results, store: store, command: command)
    try OutputFile.write(Study(content, plan: plan), to: folder)
  }

  /// The results as JSON has them, with the name and the note that the store keeps.
  func document(_ results: ComparisonResults, from store: RunStore) throws -> ResultsDocument {
    ResultsDocument(
      plan: plan, results: results,
      label: try store.label(ofComparison: plan.comparisonHash(dataset: dataset)))
  }

  /// Keeps the plan in a store under a name; returns whether it could be written.
  func keep(in store: RunStore, name: String?) -> Bool {
    store.keep(plan, dataset: dataset, name: name)
  }

  /// Refuses to look for the runs of a stored comparison that cannot be those of this plan.
  func checkData(of entry: ComparisonEntry) throws {
    guard entry.engineVersion == Engine.version else {
      throw CommandError.olderEngine(comparison: entry.shortTitle, version: entry.engineVersion)
    }
    guard entry.dataChecksum == dataset.checksum else {
      throw CommandError.otherData(
        comparison: entry.shortHash, name: plan.data.name, expected: entry.dataChecksum,
        found: dataset.checksum)
    }
  }

  /// How long the plan would take, from timing a few steps of its first arm that drops.
  func estimate(jobs: Int, stored: Int) -> (runs: Int, secondsPerRun: Double, seconds: Double) {
    let perRun = one.timedSecondsPerRun(within: .milliseconds(300))
    let missing = runs.count - stored
    let seconds = perRun * Double(missing) / Double(max(1, min(jobs, missing)))
    return (runs.count, perRun, seconds)
  }

  /// How many of the plan's runs are in a store.
  func storedCount(in store: RunStore) throws -> Int {
    try store.finished(of: runs.map(\.identity)).count
  }
}

extension SweepCase {
  /// How long a run takes, from timing a few steps of the first arm that drops.
  func timedSecondsPerRun(within limit: Duration) -> Double {
    let arm = plan.arms.first { $0.policy.drops } ?? plan.arms[0]
    var trainer = Trainer(
      arm.training, policy: arm.policy, seed: plan.seeds[0], examples: ExampleMatrix(dataset.train))
    let clock = ContinuousClock()
    trainer.step()
    let start = clock.now
    var steps = 0
    while steps < min(plan.training.steps, 2_000), clock.now - start < limit {
      trainer.step()
      steps += 1
    }
    return (clock.now - start) / .seconds(1) / Double(max(steps, 1)) * Double(plan.training.steps)
  }
}

extension Int {
  /// "1 run", "2 runs".
  var runs: String { NumberText.counted(self, "run") }
}

extension Duration {
  /// Seconds in readable units: 0.4 s, 12 s, 3 min 5 s, 2 h 10 min.
  static func shown(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e15 else { return "?" }
    if seconds < 10 { return NumberText.fixed(seconds, decimals: 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

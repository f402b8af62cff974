import DropoutStatistics
import DropoutLab
import DropoutTraining

/// A resolved plan with its data, and how its missing runs are trained with progress shown.
struct ComparisonRun {
  private(set) var plan: Plan
  let dataset: Dataset
  /// The settings that the plan was resolved from.
  let given: PlanSettings
  private let dataDirectory: String?
  private let output: OutputOptions

  /// Loads the data and resolves the plan.
  init(
    _ planOptions: PlanOptions, _ comparison: ComparisonOptions, output: OutputOptions
  ) throws {
    try self.init(
      planOptions.settings(comparison), locator: planOptions.locator, output: output)
  }

  /// Loads the data that settings name and resolves the plan.
  init(_ settings: PlanSettings, locator: DataLocator, output: OutputOptions) throws {
    let specification = try DataSpecification(settings)
    try MachineLimits.checkMemory(data: specification.memoryEstimate, run: 0, jobs: 1)
    dataset = try specification.load(locator: locator)
    plan = try Plan(settings, dataset: dataset)
    given = settings
    dataDirectory = locator.dataDirectory
    self.output = output
  }

  var runs: [PlannedRun] { plan.runs(dataset: dataset) }

  /// Bytes that `jobs` runs at once need, estimated, with those of the program itself.
  func memoryEstimate(jobs: Int) -> Double {
    32e6 + dataset.memoryEstimate + Double(min(jobs, runs.count)) * runMemory
  }

  /// Refuses runs for which there is too little memory.
  func refuseTooLarge(jobs: Int) throws {
    try MachineLimits.checkMemory(
      data: dataset.memoryEstimate, run: runMemory, jobs: min(jobs, runs.count))
  }

  private var runMemory: Double {
    plan.training.memoryEstimate(exampleCount: dataset.train.count)
  }

  /// The command that repeats the comparison.
  var command: String { plan.command(dataset: dataset, dataDirectory: dataDirectory) }

  /// The same comparison over the plan's first seeds.
  func limited(toSeeds count: Int) -> ComparisonRun {
    var part = self
    part.plan.seeds = Array(plan.seeds.prefix(count))
    return part
  }

  /// How training ended where nobody interrupted it.
  struct Trained {
    /// Whether the time was over before all runs were finished.
    let timeWasOver: Bool
    /// The records of the finished runs, by identity: what becomes of the store meanwhile does not
    /// matter.
    let records: [String: RunRecord]
  }

  /// Trains what the store lacks; throws `interrupted` if Ctrl-C came first.
  func trainMissing(
    store: RunStore, jobs: Int, deadline: ContinuousClock.Instant? = nil
  ) async throws -> Trained {
    let show = !output.quiet
    if show { Terminal.progress("training") }
    let outcome = try await Interruption.deferred {
      try await PlanRunner(store: store, jobs: jobs, notice: output.notice).run(
        runs, data: PreparedData(dataset), dataName: dataset.name,
        shouldStop: {
          Interruption.isRequested || deadline.map { ContinuousClock.now >= $0 } ?? false
        },
        progress: { if show { Terminal.progress(Self.line($0)) } })
    }
    if show { Terminal.progress("") }
    if outcome.wasStopped, !Interruption.isRequested {
      return Trained(timeWasOver: true, records: outcome.records)
    }
    if outcome.wasStopped {
      throw CommandError.interrupted(
        "interrupted: \(outcome.records.count) of \(runs.count) runs are in "
          + "\(store.path); the same command goes on from there")
    }
    if outcome.trained > 0 {
      output.say(
        "trained \(outcome.trained.runs) in \(Duration.shown(outcome.seconds)), "
          + "\(min(jobs, MachineLimits.coreCount, outcome.trained)) at a time"
          + (outcome.alreadyStored > 0 ? "; \(outcome.alreadyStored) were in \(store.path)" : ""))
    } else if outcome.trainedElsewhere == 0 {
      output.say("all \(runs.count.runs) were in \(store.path)")
    }
    if outcome.trainedElsewhere > 0 {
      output.say("another process trained \(outcome.trainedElsewhere.runs) meanwhile")
    }
    return Trained(timeWasOver: false, records: outcome.records)
  }

  /// The statistics of the plan's runs, all of which are in `records`; the plan says afterwards if they are judged
  /// as seeds that were added.
  ///
  /// - Parameter isFixed: Whether their number was settled before the first result.
  mutating func results(_ records: [String: RunRecord], isFixed: Bool) throws -> ComparisonResults {
    try ComparisonResults(&plan, dataset: dataset, records: all(records), isFixed: isFixed)
  }

  /// The plan's runs, seed by seed, all of which are in `records`.
  func all(_ records: [String: RunRecord]) throws -> [RunRecord] {
    let found = runs.compactMap { records[$0.identity] }
    guard found.count == runs.count else {
      throw CommandError.missingRuns(missing: runs.count - found.count, total: runs.count)
    }
    return found
  }

  /// What finished runs say of the plan, judged by how their number came about; the plan says afterwards if
  /// that is as seeds that were added.
  mutating func resultsFromStore(_ store: RunStore) throws -> ComparisonResults {
    let records = try store.records(identities: runs.map(\.identity))
    let runs = plan.untilDecided == nil ? try all(records) : completeSeeds(records)
    guard !runs.isEmpty else {
      throw CommandError.missingRuns(missing: plan.policies.count, total: plan.policies.count)
    }
    return try ComparisonResults(&plan, dataset: dataset, records: runs, store: store)
  }

  /// How long the plan would take, from timing a few steps of its first dropping policy.
  func estimate(jobs: Int, stored: Int) -> (runs: Int, secondsPerRun: Double, seconds: Double) {
    let policy = plan.policies.first { $0.drops } ?? plan.policies[0]
    var trainer = Trainer(
      plan.training, policy: policy, seed: plan.seeds[0], examples: ExampleMatrix(dataset.train))
    let clock = ContinuousClock()
    trainer.step()
    let start = clock.now
    var steps = 0
    while steps < min(plan.training.steps, 2_000), clock.now - start < .milliseconds(300) {
      trainer.step()
      steps += 1
    }
    let perStep = (clock.now - start) / .seconds(1) / Double(max(steps, 1))
    let perRun = perStep * Double(plan.training.steps)
    let missing = runs.count - stored
    let seconds = perRun * Double(missing) / Double(max(1, min(jobs, missing)))
    return (runs.count, perRun, seconds)
  }

  /// How many of the plan's runs a store has.
  func storedCount(in store: RunStore) throws -> Int {
    try store.finished(of: runs.map(\.identity)).count
  }

  static func line(_ progress: PlanRunner.Progress) -> String {
    // From steps, so that runs of minutes show progress before the first of them ends.
    let rate = progress.doneShare * Double(progress.total) / max(progress.seconds, 1e-9)
    let left = progress.seconds * (1 - progress.doneShare) / max(progress.doneShare, 1e-9)
    let shownRate = NumberText.fixed(rate, decimals: rate < 10 ? 2 : 0)
    return
      "\(NumberText.count(progress.finished)) of \(progress.total.runs), \(shownRate) a second, "
      + "\(Duration.shown(left)) left"
  }
}

extension Int {
  /// "1 run", "2 runs".
  var runs: String { NumberText.counted(self, "run") }
}

extension Duration {
  /// Seconds as a person says them: 0.4 s, 12 s, 3 min 5 s, 2 h 10 min.
  static func shown(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e15 else { return "?" }
    if seconds < 10 { return NumberText.fixed(seconds, decimals: 1) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}

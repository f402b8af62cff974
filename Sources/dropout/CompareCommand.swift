import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout compare`: trains every policy over paired seeds and says what differs.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Train the same network under several mask policies and tell which differ.",
    discussion: """
      A mask says which units are dropped; a mask policy says which examples share a mask and when \
      a new one is drawn. Every policy is trained with the same seeds, so run by run only the \
      masks differ.

      Without flags: network 2-20-3-1 on the football data, keep probability 0.86, learning rate \
      0.3, full batch, 30,000 steps, five policies, 32 seeds. Finished runs stay in the store; \
      asking again trains only what is missing.

      With --until-decided seeds are added until every pair of policies is decided, or the seeds or \
      minutes allowed are used up. Its intervals hold at every number of seeds at once, and for all \
      pairs together with 95 %; Documentation/Intervals.md says under which assumption.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Deciding as it goes") var deciding: UntilDecidedOptions
  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(
    name: .joinable("o"),
    help: "Folder for report.html, README.md, results.json, runs.csv and plan.toml.")
  var out = "dropout-report"

  @OptionGroup var jobsOptions: JobsOptions

  @Flag(
    help:
      "Print every setting with its value, how long the plan takes and how much memory; train nothing."
  )
  var dryRun = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let comparisonRun = try ComparisonRun(settings(), locator: planOptions.locator, output: output)
    try comparisonRun.refuseTooLarge(jobs: min(jobsOptions.count, Self.coreCount))
    if dryRun { return try printEstimate(comparisonRun) }
    let sequential = deciding.untilDecided ? try deciding.comparison(of: comparisonRun.plan) : nil
    try OutputFile.makeFolder(out)
    let store = try storeOptions.open()
    output.say(comparisonRun.dataset.summaryLine)
    output.say(comparisonRun.plan.trainingDescription)
    if let sequential {
      try await runUntilDecided(sequential, comparisonRun, store: store)
    } else {
      let trained = try await comparisonRun.trainMissing(
        store: store, jobs: jobsOptions.count)
      try finish(comparisonRun, records: trained.records, store: store)
    }
  }

  /// The plan's settings; where seeds are added until all is decided, there may be many.
  private func settings() throws -> PlanSettings {
    var settings = try planOptions.settings(comparison)
    if deciding.untilDecided, settings["comparison.seeds"] == nil {
      try settings.set(
        "comparison.seeds", to: .integer(UntilDecidedOptions.mostSeeds), source: "--until-decided")
    }
    return settings
  }

  /// Writes the report and prints the results.
  private func finish(
    _ comparisonRun: ComparisonRun, records: [String: RunRecord], store: RunStore,
    untilDecided: UntilDecidedDocument.Outcome? = nil
  ) throws {
    let results = try comparisonRun.results(records)
    try ReportFiles(folder: out).write(
      comparisonRun, results: results, store: store, command: comparisonRun.command,
      untilDecided: untilDecided)
    let document = ResultsDocument(plan: comparisonRun.plan, results: results)
    if output.json {
      if let untilDecided {
        try JSONOutput.print(UntilDecidedDocument(results: document, untilDecided: untilDecided))
      } else {
        try JSONOutput.print(document)
      }
    } else {
      ResultsText.print(results, untilDecided: untilDecided)
    }
    output.say("report: \(out)/report.html")
  }

  private func runUntilDecided(
    _ start: SequentialComparison, _ comparisonRun: ComparisonRun, store: RunStore
  ) async throws {
    var sequential = start
    let run = UntilDecidedRun(
      comparisonRun: comparisonRun, store: store, jobs: jobsOptions.count,
      deadline: deciding.budget.map { .now + .seconds(60 * $0) }, output: output)
    let trained = try await run.fill(&sequential)
    guard sequential.seedCount > 0 else {
      throw CommandError.badArgument(
        "--budget \(deciding.budget ?? 0): not one seed was trained under every policy by then")
    }
    try finish(
      comparisonRun.limited(toSeeds: sequential.seedCount), records: trained.records, store: store,
      untilDecided: UntilDecidedDocument.Outcome(
        assumption: sequential.assumption, indifference: sequential.indifference,
        seedBudget: comparisonRun.plan.seeds.count,
        timeWasOver: trained.timeWasOver && !sequential.isDecided,
        pairs: sequential.pairs))
  }

  static var coreCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  private func printEstimate(_ comparisonRun: ComparisonRun) throws {
    let plan = comparisonRun.plan
    // Looking must not make a store.
    let stored =
      FileManager.default.fileExists(atPath: storeOptions.path)
      ? try comparisonRun.storedCount(in: storeOptions.open()) : 0
    let estimate = comparisonRun.estimate(
      jobs: min(jobsOptions.count, Self.coreCount), stored: stored)
    let jobs = min(jobsOptions.count, Self.coreCount)
    let memory = comparisonRun.memoryEstimate(jobs: jobs)
    if output.json {
      return try JSONOutput.print(
        DryRun(
          plan: PlanDocument(plan),
          settings: plan.listing(given: comparisonRun.given, dataset: comparisonRun.dataset),
          runs: estimate.runs, storedRuns: stored, secondsPerRun: estimate.secondsPerRun,
          seconds: estimate.seconds, memoryBytes: Int(memory), command: comparisonRun.command))
    }
    Terminal.verbatim(
      plan.listingText(given: comparisonRun.given, dataset: comparisonRun.dataset))
    Terminal.verbatim("# " + comparisonRun.command)
    Terminal.verbatim(
      "# \(estimate.runs.runs) of about \(Duration.shown(estimate.secondsPerRun)), "
        + "\(Duration.shown(estimate.seconds)) in all, \(jobs) at a time; about "
        + "\(memory.shownBytes) of memory")
    if stored > 0 {
      Terminal.verbatim("# \(stored) of \(estimate.runs.runs) are in \(storeOptions.path) already")
    }
  }

  private struct DryRun: Encodable {
    let plan: PlanDocument
    let settings: [Plan.ListedSetting]
    let runs: Int
    let storedRuns: Int
    let secondsPerRun: Double
    let seconds: Double
    let memoryBytes: Int
    let command: String
  }
}

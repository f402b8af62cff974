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
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(
    name: .shortAndLong, help: "Folder for report.html, results.json, runs.csv and plan.toml.")
  var out = "dropout-report"

  @Option(name: .shortAndLong, help: "How many runs train at once (default: one per core).")
  var jobs: Int?

  @Flag(help: "Print the plan with every setting, and how long it would take; train nothing.")
  var dryRun = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): give a number from 1 to 1024")
    }
  }

  func run() async throws {
    let comparisonRun = try ComparisonRun(
      planOptions, comparison, output: output)
    if dryRun { return try printEstimate(comparisonRun) }
    try OutputFile.makeFolder(out)
    let store = try storeOptions.open()
    output.say(comparisonRun.dataset.summaryLine)
    output.say(comparisonRun.plan.trainingDescription)
    try await comparisonRun.trainMissing(store: store, jobs: jobs ?? Self.coreCount)
    let results = try comparisonRun.results(store: store)
    try ReportFiles(folder: out).write(
      comparisonRun, results: results, store: store,
      command: comparisonRun.command)
    if output.json {
      try JSONOutput.print(ResultsDocument(plan: comparisonRun.plan, results: results))
    } else {
      ResultsText.print(results)
    }
    output.say("report: \(out)/report.html")
  }

  static var coreCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  private func printEstimate(_ comparisonRun: ComparisonRun) throws {
    let plan = comparisonRun.plan
    // Looking must not make a store.
    let stored =
      FileManager.default.fileExists(atPath: storeOptions.path)
      ? try comparisonRun.storedCount(in: storeOptions.open()) : 0
    let estimate = comparisonRun.estimate(
      jobs: min(jobs ?? Self.coreCount, Self.coreCount), stored: stored)
    if output.json {
      try JSONOutput.print(
        DryRun(
          plan: PlanDocument(plan), runs: estimate.runs, storedRuns: stored,
          secondsPerRun: estimate.secondsPerRun,
          seconds: estimate.seconds, command: comparisonRun.command))
    } else {
      Terminal.result(plan.settings.toml)
      Terminal.result("# " + comparisonRun.command)
      Terminal.result(
        "# \(estimate.runs.runs) of about \(Duration.shown(estimate.secondsPerRun)), "
          + "\(Duration.shown(estimate.seconds)) in all, \(min(jobs ?? Self.coreCount, Self.coreCount)) at a time"
      )
      if stored > 0 {
        Terminal.result(
          "# \(stored) of \(estimate.runs.runs) are in \(storeOptions.path) already")
      }
    }
  }

  private struct DryRun: Encodable {
    let plan: PlanDocument
    let runs: Int
    let storedRuns: Int
    let secondsPerRun: Double
    let seconds: Double
    let command: String
  }
}

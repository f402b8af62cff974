import ArgumentParser
import DropoutLab
import DropoutTraining
import Foundation

/// `dropout compare`: trains every policy over paired seeds and says what differs.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare mask policies over paired seeds.",
    discussion: """
      Without flags, the course's own experiment: network 2-20-3-1 on the football data, keep .86, \
      learning rate .3, full batch, 30,000 steps, five policies, 32 paired seeds. Finished runs \
      stay in the store; asking again trains only what is missing.
      """)

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(name: .shortAndLong, help: "Folder for report.html, results.json and runs.csv.")
  var out = "dropout-report"

  @Option(name: .shortAndLong, help: "Runs that train at once; default all cores.")
  var jobs: Int?

  @Flag(help: "Print the resolved plan and how long it would take; train nothing.")
  var dryRun = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): give a number from 1 to 1024")
    }
  }

  func run() async throws {
    let comparisonRun = try ComparisonRun(
      planOptions, comparison, storePath: storeOptions.path, output: output)
    if dryRun { return try printEstimate(comparisonRun) }
    try OutputFile.makeFolder(out)
    let store = try storeOptions.open()
    output.say(comparisonRun.dataset.summaryLine)
    output.say(comparisonRun.plan.trainingDescription)
    try await comparisonRun.trainMissing(store: store, jobs: jobs ?? Self.coreCount)
    let results = try comparisonRun.results(store: store)
    try ReportFiles(folder: out).write(
      comparisonRun, results: results, store: store,
      command: Self.repeatingCommand(comparisonRun.plan))
    if output.json {
      try JSONOutput.print(ResultsDocument(plan: comparisonRun.plan, results: results))
    } else {
      ResultsText.print(results)
    }
    output.say("report: \(out)/report.html")
  }

  static var coreCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// The command that repeats a plan: every setting that is not a default.
  static func repeatingCommand(_ plan: Plan) -> String {
    "dropout compare --plan plan.toml"
  }

  private func printEstimate(_ comparisonRun: ComparisonRun) throws {
    let plan = comparisonRun.plan
    let estimate = comparisonRun.estimate(jobs: jobs ?? Self.coreCount)
    if output.json {
      try JSONOutput.print(
        DryRun(
          plan: PlanDocument(plan), runs: estimate.runs, secondsPerRun: estimate.secondsPerRun,
          seconds: estimate.seconds))
    } else {
      Terminal.result(plan.settings.toml)
      Terminal.result(
        "# \(estimate.runs) runs of about \(Duration.shown(estimate.secondsPerRun)), "
          + "\(Duration.shown(estimate.seconds)) in all on \(jobs ?? Self.coreCount) cores")
    }
  }

  private struct DryRun: Encodable {
    let plan: PlanDocument
    let runs: Int
    let secondsPerRun: Double
    let seconds: Double
  }
}

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

  @Option(
    help: ArgumentHelp(
      "What to call the comparison in its report and in runs list, as in 'course net, keep .8'.",
      valueName: "text"))
  var name: String?

  @OptionGroup var jobsOptions: JobsOptions

  @Flag(help: "Print a sentence for every pair of policies, not only for those asked about most.")
  var allPairs = false

  @Flag(
    help:
      "Print every setting with its value, how long the plan takes and how much memory; train nothing."
  )
  var dryRun = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws { try check("--name", text: name) }

  func run() async throws {
    var settings = try planOptions.settings(comparison.add)
    try deciding.add(to: &settings)
    var comparisonRun = try ComparisonRun(settings, locator: planOptions.locator, output: output)
    try comparisonRun.refuseTooLarge(jobs: jobsOptions.width)
    try comparisonRun.plan.checkRule()
    if dryRun { return try printEstimate(comparisonRun) }
    try OutputFile.makeFolder(out)
    let store = try storeOptions.open()
    comparisonRun.describe()
    let asked = comparisonRun
    // A store that cannot be written before may be writable after the training.
    let isKept = asked.keep(in: store, name: name)
    let results = try await comparisonRun.results(store: store, jobs: jobsOptions)
    if !isKept, !asked.keep(in: store, name: name), name != nil {
      Terminal.error(
        "dropout: the name is not in \(store.path), which could not be written; give the command again"
      )
    }
    try finish(comparisonRun, results: results, store: store)
  }

  /// Writes the report and prints the results.
  private func finish(
    _ comparisonRun: ComparisonRun, results: ComparisonResults, store: RunStore
  ) throws {
    try comparisonRun.write(results, from: store, to: out)
    if output.json {
      try JSONOutput.print(
        comparisonRun.document(results, from: store), of: comparisonRun.dataset)
    } else {
      ResultsText.print(results, allPairs: allPairs)
    }
    output.say("report: \(out)/report.html")
  }

  private func printEstimate(_ comparisonRun: ComparisonRun) throws {
    let plan = comparisonRun.plan
    // A dry run must not create a store.
    let stored =
      FileManager.default.fileExists(atPath: storeOptions.path)
      ? try comparisonRun.storedCount(in: storeOptions.open()) : 0
    let jobs = jobsOptions.width
    let estimate = comparisonRun.estimate(jobs: jobs, stored: stored)
    let memory = comparisonRun.memoryEstimate(jobs: jobs)
    if output.json {
      return try JSONOutput.print(
        DryRun(
          plan: PlanDocument(plan),
          settings: plan.listing(given: comparisonRun.given, dataset: comparisonRun.dataset),
          runs: estimate.runs, storedRuns: stored, secondsPerRun: estimate.secondsPerRun,
          seconds: estimate.seconds, memoryBytes: Int(memory), command: comparisonRun.command),
        of: comparisonRun.dataset)
    }
    if let reading = comparisonRun.dataset.reading { Terminal.verbatim("# \(reading.summary)") }
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

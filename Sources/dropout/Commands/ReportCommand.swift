import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout report`: writes the report of a comparison whose runs are in the store.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a comparison's report again from finished runs; trains nothing.",
    discussion: """
      Name the comparison as runs list shows it, or give its plan as to compare. With a name, flags override \
      single settings of its plan, as in --seeds 16.
      """)

  @Argument(
    help: "The comparison's hash as runs list shows it, its first digits, or its name.")
  var hash: String?

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Deciding as it goes") var deciding: UntilDecidedOptions
  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(
    name: .joinable("o"),
    help: "Folder for report.html, README.md, results.json, runs.csv and plan.toml.")
  var out = "dropout-report"

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    guard hash == nil || planOptions.plan == nil else {
      throw CommandError.exclusive("a stored comparison", "--plan")
    }
    let store = try storeOptions.openExisting()
    let entry = try hash.map { text throws(StoreError) in try store.comparisonEntry(text) }
    var settings = try planOptions.settings(
      over: entry?.planSettings ?? PlanSettings(), comparison.add)
    try deciding.add(to: &settings)
    var comparisonRun = try ComparisonRun(settings, locator: planOptions.locator, output: output)
    try entry.map(comparisonRun.checkData)
    let results = try comparisonRun.resultsFromStore(store)
    try OutputFile.makeFolder(out)
    try comparisonRun.write(results, from: store, to: out)
    if output.json {
      try JSONOutput.print(
        comparisonRun.document(results, from: store), of: comparisonRun.dataset)
    } else {
      if let reading = comparisonRun.dataset.reading { output.say(reading.summary) }
      Terminal.verbatim("\(out)/report.html")
    }
  }
}

import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout report`: writes the report of a plan whose runs are in the store.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a comparison's report again from finished runs; trains nothing.")

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
    var settings = try planOptions.settings(comparison.add)
    try deciding.add(to: &settings)
    var comparisonRun = try ComparisonRun(settings, locator: planOptions.locator, output: output)
    let store = try storeOptions.openExisting()
    let results = try comparisonRun.resultsFromStore(store)
    try OutputFile.makeFolder(out)
    try comparisonRun.write(results, from: store, to: out)
    if output.json {
      try JSONOutput.print(
        ResultsDocument(plan: comparisonRun.plan, results: results), of: comparisonRun.dataset)
    } else {
      if let reading = comparisonRun.dataset.reading { output.say(reading.summary) }
      Terminal.verbatim("\(out)/report.html")
    }
  }
}

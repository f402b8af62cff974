import ArgumentParser
import DropoutLab
import DropoutTraining

/// `dropout report`: writes the report of a plan whose runs are in the store.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write the report of a comparison again, from the store; trains nothing.")

  @OptionGroup(title: "Plan") var planOptions: PlanOptions
  @OptionGroup(title: "Comparison") var comparison: ComparisonOptions
  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Option(name: .shortAndLong, help: "Folder for report.html, results.json and runs.csv.")
  var out = "dropout-report"

  @OptionGroup(title: "Output") var output: OutputOptions

  func run() async throws {
    let comparisonRun = try ComparisonRun(
      planOptions, comparison, storePath: storeOptions.path, output: output)
    let store = try storeOptions.open()
    let results = try comparisonRun.results(store: store)
    try OutputFile.makeFolder(out)
    try ReportFiles(folder: out).write(
      comparisonRun, results: results, store: store,
      command: CompareCommand.repeatingCommand(comparisonRun.plan))
    if output.json {
      try JSONOutput.print(ResultsDocument(plan: comparisonRun.plan, results: results))
    } else {
      Terminal.result("\(out)/report.html")
    }
  }
}

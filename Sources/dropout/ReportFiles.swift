import DropoutLab
import DropoutTraining

/// The files of a report: `report.html`, `results.json`, `runs.csv`, `plan.toml`.
struct ReportFiles {
  let folder: String

  func write(
    _ comparisonRun: ComparisonRun, results: ComparisonResults, store: RunStore, command: String,
    untilDecided: UntilDecidedDocument.Outcome? = nil
  ) throws {
    let content = try ReportContent(
      plan: comparisonRun.plan, dataset: comparisonRun.dataset, results: results, store: store,
      command: command)
    let document = ResultsDocument(plan: comparisonRun.plan, results: results)
    try OutputFile.write(comparisonRun.plan.settings.toml, to: "\(folder)/plan.toml")
    try OutputFile.write(RunsCSV.text(of: results.policies), to: "\(folder)/runs.csv")
    let json =
      try untilDecided.map {
        try JSONOutput.text(UntilDecidedDocument(results: document, untilDecided: $0))
      } ?? JSONOutput.text(document)
    try OutputFile.write(json + "\n", to: "\(folder)/results.json")
    try OutputFile.write(HTMLReport.text(of: content), to: "\(folder)/report.html")
  }
}

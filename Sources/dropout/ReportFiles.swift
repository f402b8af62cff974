import DropoutLab
import DropoutTraining

/// The files of a report: `report.html`, `results.json`, `runs.csv`, `plan.toml`; for pages that show no
/// HTML also `README.md` and its figures.
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
    let figures = ComparisonFigures(results).all
    for figure in figures {
      try OutputFile.write(FigureDrawing(figure).text, to: "\(folder)/\(figure.name).svg")
    }
    let page = page(
      comparisonRun, results: results, untilDecided: untilDecided, figures: figures,
      command: untilDecided == nil ? command : CommandLineText.command)
    try OutputFile.write(page, to: "\(folder)/README.md")
  }

  private func page(
    _ comparisonRun: ComparisonRun, results: ComparisonResults,
    untilDecided: UntilDecidedDocument.Outcome?, figures: [Figure], command: String
  ) -> String {
    // Verdicts for a fixed number of seeds are none where the seeds themselves decided how many.
    let sentences =
      untilDecided?.pairs.map(\.sentence)
      ?? PairOrder.sorted(results.comparisons, metric: .testError).map(\.sentence)
    let parts =
      [
        "# \(results.policies.map(\.policy.description).joined(separator: ", "))",
        sentences.map { "- \($0)" }.joined(separator: "\n"), ResultsText.table(results).markdown,
      ] + figures.map { "![\($0.title)](\($0.name).svg)" } + [
        "- \(comparisonRun.dataset.summaryLine).\n- \(comparisonRun.plan.trainingDescription).",
        "## Command", "    \(command)",
        "`runs.csv` has every run, `plan.toml` is the whole plan. The command also writes `report.html`, which "
          + "shows more, and `results.json`. \(Engine.madeWith)",
      ]
    return parts.joined(separator: "\n\n") + "\n"
  }
}

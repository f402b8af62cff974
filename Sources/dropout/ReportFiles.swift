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
    let json =
      try untilDecided.map {
        try JSONOutput.text(UntilDecidedDocument(results: document, untilDecided: $0))
      } ?? JSONOutput.text(document)
    let figures = ComparisonFigures(results).all
    let page = page(
      comparisonRun, results: results, untilDecided: untilDecided, figures: figures,
      command: untilDecided == nil ? command : CommandLineText.command)
    try OutputFile.write(
      [
        ("plan.toml", comparisonRun.plan.settings.toml),
        ("runs.csv", RunsCSV.text(of: results.policies)), ("results.json", json + "\n"),
        ("report.html", HTMLReport.text(of: content)),
      ] + figures.map { ("\($0.name).svg", FigureDrawing($0).text) } + [("README.md", page)],
      inFolder: folder)
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

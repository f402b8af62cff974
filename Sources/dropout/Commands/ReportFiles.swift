import DropoutFigures
import DropoutLab
import DropoutTraining

/// The files of a report: `report.html`, `results.json`, `runs.csv`, `plan.toml`; for pages that show no
/// HTML also `README.md` and its figures.
struct ReportFiles {
  let folder: String

  func write(
    _ comparisonRun: ComparisonRun, results: ComparisonResults, store: RunStore
  ) throws {
    let content = try ReportContent(
      plan: comparisonRun.plan, dataset: comparisonRun.dataset, results: results, store: store,
      command: comparisonRun.command)
    let document = ResultsDocument(plan: comparisonRun.plan, results: results)
    let figures = ComparisonFigures(results).all
    try OutputFile.write(
      [
        ("plan.toml", comparisonRun.plan.settings.toml),
        ("runs.csv", RunsCSV.text(of: results.policies)),
        ("results.json", JSONOutput.text(document) + "\n"),
        ("report.html", HTMLReport.text(of: content)),
      ] + figures.map { ("\($0.name).svg", FigureDrawing($0).text) }
        + [("README.md", page(content, figures: figures))],
      inFolder: folder)
  }

  /// Text with a name from outside in it, so that a reader of Markdown takes nothing of it for markup.
  private static func markdown(_ text: String) -> String {
    PrintableText.escaped(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }

  private func page(_ content: ReportContent, figures: [Figure]) -> String {
    let results = content.results
    let parts =
      [
        "# \(Self.markdown(content.title))"
      ] + (results.failureHint.map { ["**\($0)**"] } ?? []) + [
        ResultsText.heading(results) + ".",
        ResultsText.sentences(results, allPairs: true).map { "- \($0)" }.joined(separator: "\n"),
        ResultsText.table(results).markdown,
        ResultsText.legend(results).joined(separator: "; ") + ".",
      ] + figures.map { "![\($0.title)](\($0.name).svg)" } + [
        "- \(Self.markdown(content.dataDescription)).\n- \(content.trainingDescription).",
        "## Command", "    \(PrintableText.escaped(content.command))",
        "`runs.csv` has every run, `plan.toml` is the whole plan. The command also writes `report.html`, which "
          + "shows more, and `results.json`. \(Engine.madeWith)",
      ]
    return parts.joined(separator: "\n\n") + "\n"
  }
}

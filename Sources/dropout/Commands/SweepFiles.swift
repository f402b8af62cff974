import DropoutStatistics
import DropoutFigures
import DropoutLab
import DropoutTraining

/// The files of a sweep: `README.md`, `results.json`, `settings.csv`, a figure for each axis.
struct SweepFiles {
  let folder: String
  let sweep: Sweep

  func write(_ results: SweepResults, command: String) throws {
    let figures = SweepFigures(results, sweep: sweep).all
    try OutputFile.write(
      [
        ("results.json", try JSONOutput.text(results) + "\n"),
        ("settings.csv", SweepCSV.text(of: results)),
      ] + figures.map { ("\($0.name).svg", FigureDrawing($0).text) } + [
        ("README.md", page(results, figures: figures, command: command))
      ], inFolder: folder)
  }

  private func page(
    _ results: SweepResults, figures: [Figure], command: String
  ) -> String {
    let policies = results.settings[0].policies.map(\.policy.description).joined(separator: ", ")
    var parts = ["# \(policies) over \(NumberText.counted(results.settings.count, "setting"))"]
    if let hint = results.failureHint { parts.append("**\(hint)**") }
    for pair in results.toldPairs(all: false).map({ results.pairs[$0] }) {
      parts.append(pair.sentences.map { "- \($0)" }.joined(separator: "\n"))
    }
    parts += figures.map { "![\($0.title)](\($0.name).svg)" }
    parts += ["## Command", "    \(command)"]
    parts.append(
      "`settings.csv` has a row for each setting, pair and metric. The command also writes `results.json`, "
        + "which has everything. \(Engine.madeWith)")
    return parts.joined(separator: "\n\n") + "\n"
  }
}

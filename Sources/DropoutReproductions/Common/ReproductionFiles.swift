import DropoutFigures
import DropoutTraining

/// The files of a reproduction but `results.json`: a page, tables and figures.
package struct ReproductionFiles: Sendable {
  /// What was found.
  package var results: ReproductionResults

  /// The files of some results.
  package init(_ results: ReproductionResults) { self.results = results }

  /// Every file's name and text.
  package var all: [(name: String, text: String)] {
    [(name: "README.md", text: page)]
      + results.tables.map { (name: "\($0.name).csv", text: $0.csv) }
      + results.figures.map { (name: "\($0.name).svg", text: FigureDrawing($0).text) }
  }

  /// The page: question, findings, figures, tables, settings and the command.
  package var page: String {
    let identity = results.identity
    var parts = [
      "# \(identity.title)", identity.question,
      "Source: \(identity.source) (\(identity.basis.words)).",
      "## Found",
      results.findings.map { "- \($0)" }.joined(separator: "\n"),
    ]
    if let incompleteness = results.incompleteness { parts.append("**\(incompleteness)**") }
    parts += results.figures.map { "![\(Self.plain($0.title))](\($0.name).svg)" }
    for table in results.tables { parts += ["## \(table.title)", Self.markdown(table)] }
    if !results.settings.isEmpty {
      parts += ["## How", results.settings.map { "- \($0)" }.joined(separator: "\n")]
    }
    parts += [
      "## Command", "    \(results.command)",
      "`results.json` has every number; each table is also a CSV file. \(Engine.madeWith)",
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func markdown(_ table: ReproductionTable) -> String {
    let rows = table.cells.map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let labels = table.labelColumns.count
    let rule = table.cells[0].enumerated().map { column, name in
      column < labels || name == "remark" ? "---" : "---:"
    }
    return ([rows[0], "| " + rule.joined(separator: " | ") + " |"] + rows.dropFirst())
      .joined(separator: "\n")
  }

  private static func plain(_ text: String) -> String {
    text.replacing("[", with: "(").replacing("]", with: ")")
  }
}

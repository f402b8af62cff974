import DropoutFigures
package import DropoutLab
import DropoutTraining

extension ReproductionResults {
  /// The study of a reproduction: question, findings, figures, tables, settings, and each table as CSV.
  package func study() throws -> Study {
    var parts: [Study.Part] = [
      .paragraph(identity.question),
      .paragraph("Source: \(identity.source) (\(identity.basis.words))."), .heading("Found"),
      .sentences(findings),
    ]
    if let incompleteness { parts.append(.warning(incompleteness)) }
    parts += figures.map { .picture(Study.Picture($0)) }
    for table in tables { parts += [.heading(table.title), .table(table.text)] }
    if !settings.isEmpty { parts += [.heading("How"), .sentences(settings)] }
    return Study(
      identity.title, parts: parts, command: command,
      note: "`results.json` has every number; each table is also a CSV file. \(Engine.madeWith)",
      files: tables.map { ("\($0.name).csv", $0.csv) } + [
        ("results.json", try JSONText.of(self) + "\n")
      ])
  }
}

import DropoutReproductions
import DropoutLab

/// The results of a reproduction as a terminal shows them.
enum ReproductionText {
  static func print(_ results: ReproductionResults) {
    Terminal.result(Terminal.bold(results.identity.title))
    Terminal.result(results.identity.question)
    Terminal.result("")
    for table in results.tables {
      Terminal.result(Terminal.bold(table.title))
      Terminal.result("")
      let cells = table.cells
      var text = TextTable(cells[0], leftColumns: leftColumns(table))
      for row in cells.dropFirst() { text.add(row) }
      for line in text.lines { Terminal.result(line) }
      Terminal.result("")
    }
    for finding in results.findings { Terminal.result(finding) }
    if let incompleteness = results.incompleteness { Terminal.result(incompleteness) }
  }

  /// Words stand to the left, numbers to the right.
  private static func leftColumns(_ table: ReproductionTable) -> Set<Int> {
    var columns = Set(table.labelColumns.indices)
    if let remark = table.cells[0].lastIndex(of: "remark") { columns.insert(remark) }
    return columns
  }
}

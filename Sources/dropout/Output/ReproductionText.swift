import DropoutReproductions
import DropoutLab

/// Prints the results of a reproduction to a terminal.
enum ReproductionText {
  static func print(_ results: ReproductionResults) {
    Terminal.result(Terminal.bold(results.identity.title))
    Terminal.result(results.identity.question)
    Terminal.result("")
    for table in results.tables {
      Terminal.result(Terminal.bold(table.title))
      Terminal.result("")
      Terminal.table(table.text)
      Terminal.result("")
    }
    for finding in results.findings { Terminal.result(finding) }
    if let incompleteness = results.incompleteness { Terminal.result(incompleteness) }
  }
}

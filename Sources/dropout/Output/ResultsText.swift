import DropoutLab

/// Prints a comparison's results to the terminal, as a table and sentences.
enum ResultsText {
  static func print(_ results: ComparisonResults, allPairs: Bool) {
    Terminal.result("")
    Terminal.warn(results.failureHint)
    Terminal.result(results.heading)
    Terminal.result("")
    for (index, line) in results.table.lines.enumerated() {
      Terminal.result(index == 0 ? Terminal.bold(line) : line)
    }
    for line in results.legend { Terminal.result(line) }
    if let moments = results.momentTable {
      Terminal.result("")
      Terminal.result(results.momentLegend)
      for (index, line) in moments.lines.enumerated() {
        Terminal.result(index == 0 ? Terminal.bold(line) : line)
      }
    }
    Terminal.result("")
    for sentence in results.sentences(allPairs: allPairs) { Terminal.result(sentence) }
  }
}

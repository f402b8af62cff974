import DropoutStatistics
import DropoutLab
import DropoutTraining

/// Prints a sweep's results to the terminal.
enum SweepText {
  /// The most settings that are shown; the files and the JSON contain all.
  static let shownSettings = 40

  static func print(_ results: SweepResults, allPairs: Bool) {
    Terminal.warn(results.failureHint)
    for index in results.mainPairs where results.pairs[index].metric == results.metric {
      printSettings(results, comparison: index)
    }
    let told = results.toldPairs(all: allPairs)
    for index in told {
      let pair = results.pairs[index]
      if pair.metric == results.metric { printTrends(pair) }
      let sentences =
        results.settings.count == 1
        ? [results.settings[0].comparisons[index].sentence] : pair.sentences
      for sentence in sentences { Terminal.result(sentence) }
      Terminal.result("")
    }
    if results.settings.count == 1, let added = results.settings[0].judgement.seedsAdded {
      added.sentences(results.settings[0].comparisons).forEach(Terminal.result)
      Terminal.result("")
    }
    let others = results.pairs.count - told.count
    if others > 0 {
      Terminal.result(
        "(\(others == 1 ? "1 other comparison" : "\(others) other comparisons"): --all-pairs)")
    }
  }

  private static func printSettings(_ results: SweepResults, comparison index: Int) {
    let pair = results.pairs[index]
    Terminal.result(
      Terminal.bold(
        "\(pair.a) minus \(pair.b), \(Self.title(pair.metric)), the largest differences first"))
    let sorted = results.settings.sorted {
      let (x, y) = ($0.comparisons[index].meanDifference, $1.comparisons[index].meanDifference)
      return (x.magnitude, $1.number) > (y.magnitude, $0.number)
    }
    let isSequential = results.isSequential
    var table = TextTable(
      ["setting", "seeds", "difference"]
        + (isSequential ? ["anytime interval"] : ["95 % interval", "Holm p"])
        + ["failed", "verdict"])
    for setting in sorted.prefix(shownSettings) {
      let comparison = setting.comparisons[index]
      table.add(
        [
          setting.text.isEmpty ? "the plan" : setting.text, NumberText.count(comparison.seeds),
          pair.metric.signed(comparison.meanDifference),
          comparison.interval?.shown { pair.metric.signed($0) } ?? "–",
        ] + (isSequential ? [] : [comparison.holmP.map(NumberText.probability) ?? "–"])
          + [failed(comparison), verdict(comparison)])
    }
    Terminal.table(table)
    if sorted.count > shownSettings {
      Terminal.result("(\(sorted.count - shownSettings) more: see --out or --json)")
    }
    for setting in sorted.prefix(shownSettings) {
      guard let choices = setting.choices else { continue }
      let chosen = zip(setting.arms, choices).map { "\($0.arm): \($1)" }
      Terminal.result(
        (setting.text.isEmpty ? "" : "\(setting.text): ") + chosen.joined(separator: "; "))
    }
    for edge in results.edges { Terminal.result(edge.sentence) }
    Terminal.result("")
  }

  /// "test error in points", "Brier score".
  private static func title(_ metric: Metric) -> String {
    metric.unit.isEmpty ? metric.name : "\(metric.name) in \(metric.unit)"
  }

  /// The numbers of failed runs of the two policies, as in "3 : 0".
  private static func failed(_ comparison: PairComparison) -> String {
    guard let failed = comparison.failed, failed.count > 0 else { return "–" }
    return "\(failed.a) : \(failed.b)"
  }

  private static func verdict(
    _ comparison: PairComparison
  ) -> String {
    if comparison.failed?.areMost == true { return "none: most runs failed" }
    return comparison.verdict.short.words ?? comparison.winner.map { "\($0)" } ?? ""
  }

  private static func printTrends(_ pair: PairOverSettings) {
    guard !pair.trends.isEmpty else { return }
    var table = TextTable([
      "\(pair.a) minus \(pair.b) by", "settings", "\(pair.a) lower", "difference", "95 % interval",
    ])
    for trend in pair.trends {
      for part in trend.parts {
        table.add([
          "\(trend.axis) \(part.label)", "\(part.settingCount)", "\(part.aLower)",
          pair.metric.signed(part.difference.mean),
          part.difference.interval?.shown { pair.metric.signed($0) } ?? "–",
        ])
      }
    }
    Terminal.table(table)
    Terminal.result("")
  }
}

import DropoutLab
import DropoutTraining

/// A sweep's results for the terminal.
enum SweepText {
  /// Settings that are shown at most; the rest is in the files and in JSON.
  static let shownSettings = 40

  static func print(_ results: SweepResults) {
    let main = results.mainPairs
    for index in main where results.pairs[index].metric == .testError {
      printSettings(results, comparison: index)
    }
    for index in main {
      let pair = results.pairs[index]
      printTrends(pair)
      let sentences =
        results.settings.count == 1
        ? [single(results.settings[0], index)] : pair.sentences
      for sentence in sentences { Terminal.result(sentence) }
      Terminal.result("")
    }
    let others = results.pairs.count - main.count
    if others > 0 { Terminal.result("(\(others) other comparisons: see --out or --json)") }
  }

  private static func single(_ setting: SweepResults.Setting, _ index: Int) -> String {
    if let decisions = setting.decisions, decisions.indices.contains(index) {
      return decisions[index].sentence
    }
    return setting.comparisons[index].sentence
  }

  private static func printSettings(_ results: SweepResults, comparison index: Int) {
    let pair = results.pairs[index]
    Terminal.result(
      Terminal.bold(
        "\(pair.a) minus \(pair.b), test error in points, the largest differences first"))
    let sorted = results.settings.sorted {
      let (x, y) = ($0.comparisons[index].meanDifference, $1.comparisons[index].meanDifference)
      return (x.magnitude, $1.number) > (y.magnitude, $0.number)
    }
    let isSequential = results.settings.contains { $0.decisions != nil }
    var table = TextTable(
      ["setting", "seeds", "difference"]
        + (isSequential ? ["anytime interval"] : ["95 % interval", "Holm p"]) + ["verdict"])
    for setting in sorted.prefix(shownSettings) {
      let comparison = setting.comparisons[index]
      let interval = isSequential ? setting.decisions?[index].interval : comparison.interval
      table.add(
        [
          setting.text.isEmpty ? "the plan" : setting.text, "\(setting.policies[0].seeds)",
          NumberText.points(comparison.meanDifference),
          interval.map { "\(NumberText.points($0.low))…\(NumberText.points($0.high))" } ?? "–",
        ] + (isSequential ? [] : [NumberText.probability(comparison.holmP)])
          + [verdict(setting.outcome(index), comparison)])
    }
    for line in table.lines { Terminal.result(line) }
    if sorted.count > shownSettings {
      Terminal.result("(\(sorted.count - shownSettings) more: see --out or --json)")
    }
    for setting in sorted.prefix(shownSettings) {
      guard let choices = setting.choices else { continue }
      let chosen = zip(setting.policies, choices).map { "\($0.policy): \($1)" }
      Terminal.result(
        (setting.text.isEmpty ? "" : "\(setting.text): ") + chosen.joined(separator: "; "))
    }
    Terminal.result("")
  }

  private static func verdict(
    _ outcome: SweepResults.Outcome, _ comparison: PairComparison
  ) -> String {
    switch outcome {
    case .aBetter: "\(comparison.a)"
    case .bBetter: "\(comparison.b)"
    case .cannotTell: "cannot tell"
    case .identical: "identical"
    case .noRelevantDifference: "none that matters"
    }
  }

  private static func printTrends(_ pair: PairOverSettings) {
    guard pair.metric == .testError, !pair.trends.isEmpty else { return }
    var table = TextTable([
      "\(pair.a) minus \(pair.b) by", "settings", "\(pair.a) lower", "difference", "95 % interval",
    ])
    for trend in pair.trends {
      for part in trend.parts {
        let hasInterval = part.difference.low.isFinite
        table.add([
          "\(trend.axis) \(part.label)", "\(part.settingCount)", "\(part.aLower)",
          NumberText.points(part.difference.mean),
          hasInterval
            ? "\(NumberText.points(part.difference.low))…\(NumberText.points(part.difference.high))"
            : "–",
        ])
      }
    }
    for line in table.lines { Terminal.result(line) }
    Terminal.result("")
  }
}

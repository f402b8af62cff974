import DropoutStatistics
import DropoutLab
import DropoutTraining

/// A comparison's results as a table and sentences for the terminal.
enum ResultsText {
  static func print(_ results: ComparisonResults, allPairs: Bool) {
    Terminal.result("")
    Terminal.warn(results.failureHint)
    Terminal.result(heading(results))
    Terminal.result("")
    for (index, line) in table(results).lines.enumerated() {
      Terminal.result(index == 0 ? Terminal.bold(line) : line)
    }
    for line in legend(results) { Terminal.result(line) }
    Terminal.result("")
    for sentence in sentences(results, allPairs: allPairs) { Terminal.result(sentence) }
  }

  /// "Test error in % after 30,000 steps over 32 paired seeds, 2,000 test examples".
  static func heading(_ results: ComparisonResults) -> String {
    let (seeds, examples) = (results.policies.first?.runs.count ?? 0, results.testExampleCount)
    return
      "Test error in % \(NumberText.moment(steps: results.steps)) over \(NumberText.count(seeds)) "
      + "paired \(seeds == 1 ? "seed" : "seeds"), \(NumberText.count(examples)) test "
      + (examples == 1 ? "example" : "examples")
  }

  /// What was found, pair by pair, and what the reader must know of it.
  static func sentences(_ results: ComparisonResults, allPairs: Bool) -> [String] {
    let told = PairOrder.told(
      results.comparisons, policyCount: results.policies.count, all: allPairs)
    let others = told.others == 1 ? "1 other pair" : "\(told.others) other pairs"
    return told.shown.map(\.sentence)
      + (told.others == 0 ? [] : ["(\(others): --all-pairs)"])
      + (results.judgement.seedsAdded?.sentences(results.comparisons) ?? [])
      + [results.lowestMeansSentence(mostExamples: PreparedData.curveExampleCount)].compactMap(
        \.self)
  }

  /// What the table's columns are, a line each.
  static func legend(_ results: ComparisonResults) -> [String] {
    let missing = results.policies.contains { $0.noInterval == .fewerThanThreeSeeds }
    return ["log-loss: mean over seeds; masked and clean loss: medians over seeds"]
      + (missing ? ["–: no interval \(MissingInterval.fewerThanThreeSeeds)"] : [])
  }

  /// The policies in test error, in %.
  static func table(_ results: ComparisonResults) -> TextTable {
    // The interval of a mean is one for a number of seeds fixed beforehand.
    let isFixed = results.judgement == .fixed
    var table = TextTable(
      ["policy", "mean", "± sd"] + (isFixed ? ["95 % interval"] : [])
        + ["IQM", "min–max", "log-loss", "masked loss", "clean loss", "failed"])
    for summary in results.policies {
      let errors = summary.runs.map(\.testError)
      table.add(
        [
          summary.policy.description, NumberText.percent(summary.mean),
          summary.sd.map(NumberText.percent) ?? "–",
        ] + (isFixed ? [interval(summary)] : []) + [
          NumberText.percent(summary.iqm),
          "\(NumberText.percent(errors.min() ?? 0))–\(NumberText.percent(errors.max() ?? 0))",
          summary.meanLogLoss.map(NumberText.loss) ?? "–",
          median(summary, \.maskedTrainLoss),
          median(summary, \.cleanTrainLoss),
          summary.failedCount == 0 ? "–" : "\(summary.failedCount)",
        ])
    }
    return table
  }

  private static func interval(_ summary: PolicySummary) -> String {
    summary.interval.map {
      "\(NumberText.percent($0.low))…\(NumberText.percent($0.high))"
    } ?? "–"
  }

  private static func median(_ summary: PolicySummary, _ score: (RunRecord) -> Double) -> String {
    Descriptive.quantile(0.5, of: summary.runs.map(score)).map(NumberText.loss) ?? "–"
  }
}

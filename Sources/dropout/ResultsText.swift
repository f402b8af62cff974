import DropoutLab
import DropoutTraining

/// A comparison's results as a table and sentences for the terminal.
enum ResultsText {
  static func print(
    _ results: ComparisonResults, untilDecided: UntilDecidedDocument.Outcome? = nil
  ) {
    let seeds = results.policies.first?.runs.count ?? 0
    Terminal.result("")
    Terminal.result(
      "Test error in % over \(seeds) paired \(seeds == 1 ? "seed" : "seeds"), "
        + "\(results.testExampleCount) test examples")
    Terminal.result("")
    for (index, line) in table(results).lines.enumerated() {
      Terminal.result(index == 0 ? Terminal.bold(line) : line)
    }
    Terminal.result("")
    if let untilDecided {
      print(untilDecided)
    } else {
      printVerdicts(results)
    }
  }

  private static func print(_ outcome: UntilDecidedDocument.Outcome) {
    for pair in outcome.pairs { Terminal.result(pair.sentence) }
    Terminal.result("")
    if outcome.pairs.contains(where: { $0.decision == .cannotTell }) {
      Terminal.result(
        outcome.timeWasOver
          ? "Stopped because the time allowed was over; the same command goes on from there."
          : "Stopped because all \(NumberText.count(outcome.seedBudget)) seeds allowed were used.")
    }
    let assumption =
      switch outcome.assumption {
      case .noRareExtremes:
        "if there are no rare extreme runs that these seeds have not shown (--assume-nothing allows "
          + "for them)"
      case .none: "whatever the distribution of the errors"
      }
    Terminal.result(
      "The anytime intervals allow for looking after every seed and for all pairs: together they hold "
        + "with 95 %, \(assumption).")
    Terminal.result(
      "The report judges the same seeds as if their number had been fixed before; go by the lines "
        + "above.")
  }

  private static func printVerdicts(_ results: ComparisonResults) {
    let pairs = PairOrder.sorted(results.comparisons, metric: .testError)
    let wanted = pairs.filter { PairOrder.question(of: $0) != .other }
    for pair in wanted.isEmpty ? pairs : wanted { Terminal.result(pair.sentence) }
    let others = pairs.count - wanted.count
    if !wanted.isEmpty && others > 0 {
      Terminal.result("(\(others) other pairs: see the report, or --json)")
    }
  }

  /// The policies in test error, in %.
  static func table(_ results: ComparisonResults) -> TextTable {
    var table = TextTable([
      "policy", "mean", "± sd", "95 % interval", "IQM", "min–max", "log-loss", "masked loss",
      "clean loss", "failed",
    ])
    for summary in results.policies {
      let errors = summary.runs.map(\.testError)
      table.add([
        summary.policy.description, NumberText.percent(summary.mean),
        summary.sd.map(NumberText.percent) ?? "–",
        summary.interval.map {
          "\(NumberText.percent($0.low))…\(NumberText.percent($0.high))"
        } ?? "–",
        NumberText.percent(summary.iqm),
        "\(NumberText.percent(errors.min() ?? 0))–\(NumberText.percent(errors.max() ?? 0))",
        median(summary, \.testLogLoss),
        median(summary, \.maskedTrainLoss),
        median(summary, \.cleanTrainLoss),
        summary.failedCount == 0 ? "–" : "\(summary.failedCount)",
      ])
    }
    return table
  }

  private static func median(_ summary: PolicySummary, _ score: (RunRecord) -> Double) -> String {
    Descriptive.quantile(0.5, of: summary.runs.map(score)).map(NumberText.loss) ?? "–"
  }
}

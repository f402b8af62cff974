import DropoutStatistics
import DropoutTraining

/// A sweep's comparisons as comma-separated text: one row per setting, pair and metric.
///
/// Columns: `setting`, one for each axis, `a`, `b`, `metric`, `seeds`, `meanA`, `meanB`, `difference` (a −
/// b), `low`, `high`, `signFlipP`, `holmP`, `verdict`, `failedA`, `failedB`, `choiceA`, `choiceB`.
/// `low` and `high` are the 95 % interval. If seeds were added until decided, they are the anytime interval,
/// `seeds` and `difference` are those that decided the pair, and there is no p. Errors are shares 0…1, losses
/// in nats; an empty field stands for a value that is missing.
package enum SweepCSV {
  /// The text; lines end with a line feed.
  package static func text(of results: SweepResults) -> String {
    let header =
      ["setting"] + results.axes + [
        "a", "b", "metric", "seeds", "meanA", "meanB", "difference", "low", "high", "signFlipP",
        "holmP", "verdict", "failedA", "failedB", "choiceA", "choiceB",
      ]
    var text = header.joined(separator: ",") + "\n"
    for setting in results.settings {
      for number in setting.comparisons.indices {
        let row = row(number, in: setting)
        text += row.map(CSVText.quoted).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// The trials of a tuning: one row per setting, arm and combination.
  ///
  /// Columns: `setting`, `arm`, one for each tuned setting (empty if the arm does not use it), `seeds`,
  /// `metric` (the one that decides), `validationScore` (in it), `validationError` (a share 0…1; empty if numbers are
  /// predicted), `validationLogLoss` (nats), `chosen` (0 or 1).
  package static func tuning(of results: SweepResults) -> String {
    let names = results.tunedSettings
    let header =
      ["setting", "arm"] + names + [
        "seeds", "metric", "validationScore", "validationError", "validationLogLoss", "chosen",
      ]
    let rows = results.trials.map { trial in
      ["\(trial.setting)", trial.arm.name] + names.map { trial.values[$0]?.bareText ?? "" } + [
        "\(trial.seeds)", trial.metric.rawValue, "\(trial.validationScore)",
        text(trial.validationError), "\(trial.validationLogLoss)",
        trial.isChosen ? "1" : "0",
      ]
    }
    return ([header] + rows).map { $0.map(CSVText.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func row(
    _ number: Int, in setting: SweepResults.Setting
  ) -> [String] {
    let comparison = setting.comparisons[number]
    let sides = [comparison.a, comparison.b].map { arm in
      setting.arms.firstIndex { $0.arm == arm } ?? 0
    }
    let arms = sides.map { setting.arms[$0] }
    func mean(_ arm: SweepResults.ArmMeans) -> String {
      "\(arm.mean(of: comparison.metric))"
    }
    return ["\(setting.number)"] + setting.values.map(\.bareText) + [
      comparison.a.description, comparison.b.description, comparison.metric.rawValue,
      "\(comparison.seeds)", mean(arms[0]), mean(arms[1]),
      "\(comparison.meanDifference)", text(comparison.interval?.low),
      text(comparison.interval?.high), text(comparison.signFlipP), text(comparison.holmP),
      comparison.verdict.rawValue, "\(arms[0].failedCount)",
      "\(arms[1].failedCount)",
    ] + sides.map { setting.choices?[$0] ?? "" }
  }
}

import DropoutTraining

/// A sweep's comparisons as comma-separated text: one row a setting, pair and metric.
///
/// Columns: `setting`, one for each axis, `a`, `b`, `metric`, `seeds`, `meanA`, `meanB`, `difference` (a −
/// b), `low`, `high` (95 % interval; the anytime interval where seeds were added until decided), `signFlipP`, `holmP`, `verdict`, `failedA`, `failedB`,
/// `choiceA`, `choiceB`. Errors are shares 0…1, losses in nats; an empty field stands for what there is
/// not.
public enum SweepCSV {
  /// The text; lines end with a line feed.
  public static func text(of results: SweepResults) -> String {
    let header =
      ["setting"] + results.axes + [
        "a", "b", "metric", "seeds", "meanA", "meanB", "difference", "low", "high", "signFlipP",
        "holmP", "verdict", "failedA", "failedB", "choiceA", "choiceB",
      ]
    var text = header.joined(separator: ",") + "\n"
    for setting in results.settings {
      for number in setting.comparisons.indices {
        let row = row(number, in: setting)
        text += row.map(RunsCSV.quoted).joined(separator: ",") + "\n"
      }
    }
    return text
  }

  private static func row(
    _ number: Int, in setting: SweepResults.Setting
  ) -> [String] {
    let comparison = setting.comparisons[number]
    let isSequential = setting.decisions != nil
    let decided = setting.decisions.flatMap {
      $0.indices.contains(number) ? $0[number].interval : nil
    }
    let interval = isSequential ? decided : comparison.interval
    let sides = [comparison.a, comparison.b].map { policy in
      setting.policies.firstIndex { $0.policy == policy } ?? 0
    }
    let policies = sides.map { setting.policies[$0] }
    func mean(_ policy: SweepResults.PolicyMeans) -> String {
      "\(comparison.metric == .testError ? policy.testError : policy.testLogLoss)"
    }
    return ["\(setting.number)"] + setting.values + [
      comparison.a.description, comparison.b.description, comparison.metric.rawValue,
      "\(policies[0].seeds)", mean(policies[0]), mean(policies[1]),
      "\(comparison.meanDifference)", interval.map { "\($0.low)" } ?? "",
      interval.map { "\($0.high)" } ?? "", isSequential ? "" : "\(comparison.signFlipP)",
      isSequential ? "" : "\(comparison.holmP)", setting.outcome(number).rawValue,
      "\(policies[0].failedCount)",
      "\(policies[1].failedCount)",
    ] + sides.map { setting.choices?[$0] ?? "" }
  }
}

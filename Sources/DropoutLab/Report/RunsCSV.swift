import DropoutTraining

/// Every run's scores as tidy comma-separated text: one row per run and metric.
///
/// | column | meaning |
/// |---|---|
/// | `policy` | the mask policy's text form |
/// | `seed` | the seed of weights, order and masks |
/// | `metric` | a score, such as `testError`, or `failed`; if examples are held out, also `bestStep`, `bestTestError`, … |
/// | `value` | errors as shares 0…1, losses in nats, `failed` 0 or 1; `inf` or `nan` if not finite |
///
/// Values are the shortest digits that read back as the same number. Durations are left out, so
/// that a repeated comparison writes the same bytes.
public enum RunsCSV {
  /// The text for arms, in their order and by seed; lines end with a line feed.
  ///
  /// A column `arm` comes first if one of them differs in more than its policy.
  public static func text(of arms: [ArmSummary]) -> String {
    let areNamed = !arms.allSatisfy(\.arm.isItsPolicy)
    var text = "\(areNamed ? "arm," : "")policy,seed,metric,value\n"
    for summary in arms {
      let arm = areNamed ? CSVText.quoted(summary.arm.name) + "," : ""
      for run in summary.runs {
        for (metric, value) in metrics(of: run) {
          text += "\(arm)\(run.policy),\(run.seed),\(metric),\(value)\n"
        }
      }
    }
    return text
  }

  static func metrics(of run: RunRecord) -> [(String, String)] {
    RunScore.repeatable.map { ($0.name, number(run[keyPath: $0.value])) }
      + [("failed", run.failed ? "1" : "0")] + (run.best.map(metrics) ?? [])
  }

  /// The names of what a run has at its best moment.
  static let bestNames = [
    "bestStep", "bestValidationError", "bestValidationLogLoss", "bestTestError", "bestTestLogLoss",
    "bestTrainError", "bestTrainLogLoss", "bestFailed",
  ]

  static func metrics(of best: RunRecord.BestPoint) -> [(String, String)] {
    let values = [
      "\(best.step)", number(best.validationError), number(best.validationLogLoss),
      number(best.testError), number(best.testLogLoss), number(best.trainError),
      number(best.cleanTrainLoss), best.failure == nil ? "0" : "1",
    ]
    return Array(zip(bestNames, values))
  }

  static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}

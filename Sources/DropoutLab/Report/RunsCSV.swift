import DropoutStatistics
import DropoutTraining

/// Every run's scores as tidy comma-separated text: one row per run and metric.
///
/// | column | meaning |
/// |---|---|
/// | `policy` | the mask policy's text form |
/// | `seed` | the seed of weights, order and masks |
/// | `metric` | a score, such as `testError` or `brierScore`, or `failed`; if examples are held out, also `bestStep`, `bestTestError`, … |
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
    RunScore.repeatable.filter { $0.isMeasured(in: run) }
      .map { ($0.name, number(run[keyPath: $0.value])) }
      + zip(furtherNames, furtherValues(of: run.details)).filter { !$0.1.isEmpty }
      + [("failed", run.failed ? "1" : "0")]
      + (run.best.map { zip(bestNames, bestValues(of: $0)).filter { !$0.1.isEmpty } } ?? [])
  }

  /// The names of further scores.
  static let furtherNames = further.map(\.rawValue)
  private static let further = Metric.allCases.filter { $0 != .testError && $0 != .testLogLoss }

  /// The values of ``furtherNames``; empty for those that a run does not have.
  static func furtherValues(of details: TestDetails?) -> [String] {
    further.map { details?.scores[$0].map(number) ?? "" }
  }

  /// The names of what a run has at its best moment.
  static let bestNames =
    [
      "bestStep", "bestValidationError", "bestValidationLogLoss", "bestTestError",
      "bestTestLogLoss", "bestTrainError", "bestTrainLogLoss", "bestFailed",
    ] + furtherNames.map { "best\($0.capitalisedFirst)" }

  /// The values of ``bestNames``; empty for those that a run does not have.
  static func bestValues(of best: RunRecord.BestPoint) -> [String] {
    // Runs that predict numbers have no errors.
    func share(_ value: Double) -> String { value.isNaN ? "" : number(value) }
    return [
      "\(best.step)", share(best.validationError), number(best.validationLogLoss),
      share(best.testError), number(best.testLogLoss), share(best.trainError),
      number(best.cleanTrainLoss), best.failure == nil ? "0" : "1",
    ] + furtherValues(of: best.details)
  }

  static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}

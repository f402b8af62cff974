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

  /// The text for runs of the store at `path`: columns `run`, `data`, `comparison`, `policy`, `seed`,
  /// `metric`, `value`, where `run` is the run's identity and `comparison` distinguishes plans.
  package static func text(of runs: [StoredRun], storePath path: String) throws(StoreError)
    -> String
  {
    var text = "run,data,comparison,policy,seed,metric,value\n"
    for run in runs {
      let record = try run.record(storePath: path)
      let start =
        "\(run.identity),\(CSVText.quoted(run.dataName)),\(run.comparison.prefix(8)),"
        + "\(run.policy),\(record.seed)"
      for (metric, value) in metrics(of: record) { text += "\(start),\(metric),\(value)\n" }
    }
    return text
  }

  private static func metrics(of run: RunRecord) -> [(String, String)] {
    RunScore.repeatable.filter { $0.isMeasured(in: run) }
      .map { ($0.name, number(run[keyPath: $0.value])) }
      + further(run.details)
      + [("failed", run.failed ? "1" : "0")] + (run.best.map(metrics) ?? [])
  }

  private static func metrics(of best: RunRecord.BestPoint) -> [(String, String)] {
    [
      ("bestStep", "\(best.step)"), ("bestValidationError", number(best.validationError)),
      ("bestValidationLogLoss", number(best.validationLogLoss)),
      ("bestTestError", number(best.testError)), ("bestTestLogLoss", number(best.testLogLoss)),
      ("bestTrainError", number(best.trainError)),
      ("bestTrainLogLoss", number(best.cleanTrainLoss)),
      ("bestFailed", best.failure == nil ? "0" : "1"),
    ] + further(best.details).map { ("best\($0.0.capitalisedFirst)", $0.1) }
  }

  private static func further(_ details: TestDetails?) -> [(String, String)] {
    Metric.allCases.compactMap { metric in
      details?.scores[metric].map { (metric.rawValue, number($0)) }
    }
  }

  private static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }
}

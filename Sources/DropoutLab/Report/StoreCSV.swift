import DropoutTraining
import Foundation

/// Stored runs as tidy comma-separated text: a row for each run.
///
/// | column | meaning |
/// |---|---|
/// | `run`, `comparison`, `name` | the run's identity, its comparison's hash (whole: pandas would take some short ones for numbers) and name |
/// | `arm`, `policy`, `seed` | the arm's name (its policy if it has none), the mask policy, the seed |
/// | `testError`, … | the scores after the last step: errors as shares 0…1, losses in nats, `wallSeconds` |
/// | `failed`, `failure` | 0 or 1, and why the run failed |
/// | `bestStep`, `bestTestError`, … | the same at the run's best moment; empty if no examples were held out |
/// | `data.name`, … | a column for each setting that one of the runs has, called as in plan files |
/// | `data.checksum`, `engine.version`, `finishedAt` | SHA-256 of the data, the engine, the time in ISO 8601 |
///
/// Numbers are the shortest digits that read back as the same number, `inf` or `nan` if not finite; lists are
/// written as in `[2, 20, 3, 1]`; a field is empty if the run has no such value.
package enum StoreCSV {
  /// The text of runs of the store at `path`, in their order; lines end with a line feed.
  package static func text(
    of runs: [StoredRun], places: [String: ComparisonEntry.Place], storePath path: String
  ) throws(StoreError) -> String {
    let settings = runs.concurrentMap { $0.settings(in: places[$0.identity]) }
    let known = settings.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
    let names = PlanSetting.all.map(\.name).filter(known.contains)
    let scores = RunScore.all.map(\.name)
    let header =
      ["run", "comparison", "name", "arm", "policy", "seed"] + scores + RunsCSV.furtherNames
      + ["failed", "failure"]
      + RunsCSV.bestNames + names + ["data.checksum", "engine.version", "finishedAt"]
    var lines = [header]
    for (run, settings) in zip(runs, settings) {
      let record = try run.record(storePath: path)
      let place = places[run.identity]
      lines.append(
        [
          run.identity, place?.entry.hash ?? run.comparison,
          place?.entry.label.name ?? "", place?.arm.name ?? run.policy, run.policy,
          "\(record.seed)",
        ]
          + RunScore.all.map {
            $0.isMeasured(in: record) ? RunsCSV.number(record[keyPath: $0.value]) : ""
          } + RunsCSV.furtherValues(of: record.details)
          + [record.failed ? "1" : "0", run.failure ?? ""]
          + (record.best.map(RunsCSV.bestValues)
            ?? RunsCSV.bestNames.map { _ in "" })
          + names.map { settings[$0].map(text) ?? "" }
          + [
            place?.entry.dataChecksum ?? "", run.engineVersion, run.finishedAt.formatted(.iso8601),
          ])
    }
    return lines.map { $0.map(CSVText.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func text(_ value: PlanValue) -> String { value.asText ?? value.toml }
}

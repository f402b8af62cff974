import DropoutLab
import DropoutTraining
import Foundation

/// A stored run as JSON.
struct RunDocument: Encodable {
  let identity: String
  let data: String
  let comparison: String
  let arm: String
  let policy: String
  let seed: UInt64
  /// Settings by their names in plan files.
  let settings: [String: PlanValue]
  let engineVersion: String
  let finishedAt: String
  let record: Record

  /// A run of a store, and its place in a comparison; `withCurve: false` leaves out the key of the curve.
  ///
  /// - Throws: `StoreError.damagedRun`.
  init(
    _ run: StoredRun, in place: ComparisonEntry.Place?, store: RunStore, withCurve: Bool
  ) throws {
    identity = run.identity
    data = run.dataName
    comparison = place?.entry.shortHash ?? String(run.comparison.prefix(8))
    arm = place?.arm.name ?? run.policy
    policy = run.policy
    engineVersion = run.engineVersion
    finishedAt = run.finishedAt.formatted(.iso8601)
    settings = run.settings(in: place)
    let record = try run.record(storePath: store.path)
    seed = record.seed
    self.record = Record(record: record, withCurve: withCurve)
  }

  /// A run as in `results.json`, with its policy and, if wanted, its curve.
  struct Record: Encodable {
    let record: RunRecord
    let withCurve: Bool

    private enum Key: CodingKey {
      case policy
      case curve
    }

    func encode(to encoder: any Encoder) throws {
      try ResultsDocument.Run(record).encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(record.policy, forKey: .policy)
      if withCurve { try container.encode(record.curve, forKey: .curve) }
    }
  }
}

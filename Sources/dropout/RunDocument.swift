import DropoutLab
import DropoutTraining
import Foundation

/// A stored run as JSON.
struct RunDocument: Encodable {
  let identity: String
  let data: String
  let comparison: String
  let policy: String
  let seed: UInt64
  let engineVersion: String
  let finishedAt: String
  let record: Record

  /// A run of a store; without its curve the record has no such key.
  ///
  /// - Throws: `StoreError.damagedRun`.
  init(_ run: StoredRun, store: RunStore, withCurve: Bool) throws {
    identity = run.identity
    data = run.dataName
    comparison = String(run.comparison.prefix(8))
    policy = run.policy
    engineVersion = run.engineVersion
    finishedAt = run.finishedAt.formatted(.iso8601)
    let record = try run.record(storePath: store.path)
    seed = record.seed
    self.record = Record(record, withCurve: withCurve)
  }

  /// The keys of ``RunRecord``, of which the curve may be left out.
  struct Record: Encodable {
    let policy: MaskPolicy
    let seed: UInt64
    let testError: Double
    let testLogLoss: Double
    let trainError: Double
    let trainLogLoss: Double
    let maskedTrainLoss: Double
    let cleanTrainLoss: Double
    let collapsed: Bool
    let wallSeconds: Double
    let weightsDigest: String
    let curve: [RunRecord.CurvePoint]?

    init(_ record: RunRecord, withCurve: Bool) {
      policy = record.policy
      seed = record.seed
      testError = record.testError
      testLogLoss = record.testLogLoss
      trainError = record.trainError
      trainLogLoss = record.trainLogLoss
      maskedTrainLoss = record.maskedTrainLoss
      cleanTrainLoss = record.cleanTrainLoss
      collapsed = record.collapsed
      wallSeconds = record.wallSeconds
      weightsDigest = record.weightsDigest
      curve = withCurve ? record.curve : nil
    }
  }
}

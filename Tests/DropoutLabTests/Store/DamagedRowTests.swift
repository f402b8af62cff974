import DropoutTraining
import Foundation
import GRDB
import Synchronization
import Testing

@testable import DropoutLab

struct DamagedRowTests {
  /// Whatever stands in one column of one row, the row is named in a short line and hides no other.
  @Test(
    arguments: [
      "dataName", "plan", "comparison", "policy", "seed", "engineVersion", "testError",
      "testLogLoss", "trainError", "trainLogLoss", "maskedTrainLoss", "cleanTrainLoss",
      "wallSeconds", "failure", "weightsDigest", "curve", "best", "finishedAt", "digest",
    ], ["'zz'", "x'00ff'", "-5", "5.5"])
  func oneWrongValueIsOneDamagedRow(column: String, value: String) async throws {
    let sample = try StoreSample(steps: 2, seeds: 1)
    let store = try RunStore(path: sample.path)
    _ = try await sample.train(store)
    let damaged = sample.identities[1]
    try sample.change("UPDATE run SET \(column) = \(value) WHERE identity = '\(damaged)'")
    let found = try store.readable()
    #expect(found.runs.count == 2)
    #expect(found.damaged.map(\.identity) == [damaged])
    let line = try #require(found.damaged.first).error(path: "s").description
    #expect(line.count < 200 && line.contains(damaged.prefix(12)) && line.contains("removes it"))
    #expect(throws: StoreError.self) { try store.records(identities: sample.identities) }
    #expect(throws: StoreError.self) { try store.run(identityPrefix: damaged) }
    // What lists comparisons reads columns of its own; nothing ends there.
    #expect(try store.comparisons().count <= 2)
    #expect(try store.check().damaged.map(\.identity) == [damaged])
    #expect(try store.delete(identities: [store.identity(prefix: damaged)]) == 1)
    #expect(try store.all().count == 2)
  }

  /// A value of the right kind and within its limits is seen to be another one.
  @Test(arguments: [
    "testError = testError + 0.0000000001", "testError = NULL",
    "failure = 'diverged by step 1'",
    "seed = seed + 1", "dataName = 'moons'", "finishedAt = '2020-01-01 00:00:00.000'",
    "testLogLoss = NULL", "policy = 'per-batch'", "curve = '[]'",
  ])
  func aPlausibleValueIsSeenByTheDigest(change: String) async throws {
    let sample = try StoreSample(steps: 2, seeds: 1)
    let store = try RunStore(path: sample.path)
    _ = try await sample.train(store)
    try sample.change("UPDATE run SET \(change) WHERE identity = '\(sample.identities[1])'")
    #expect(try store.readable().damaged.map(\.identity) == [sample.identities[1]])
  }

  @Test func weightsAreComparedWithTheirDigest() async throws {
    let sample = try StoreSample(steps: 2, seeds: 1)
    let store = try RunStore(path: sample.path)
    _ = try await sample.train(store)
    let shape = sample.plan.training.network
    #expect(try store.check().isSound)
    #expect(try store.parameters(identity: sample.identities[1], shape: shape) != nil)
    try sample.change(
      """
      UPDATE run SET weights = CAST(x'00000000' || substr(weights, 5) AS BLOB)
      WHERE identity = '\(sample.identities[1])'
      """)
    #expect(throws: StoreError.self) {
      try store.parameters(identity: sample.identities[1], shape: shape)
    }
    #expect(try store.check().damaged.map(\.problem) == [.weights])
    #expect(try store.delete(store.check().damaged) == 1)
    #expect(try store.check().isSound && store.all().count == 2)
  }

  /// A damaged row's run is trained again, which is said, and replaces the row.
  @Test func damagedRunsAreTrainedAgain() async throws {
    let sample = try StoreSample()
    let store = try RunStore(path: sample.path)
    let before = try await sample.train(store)
    try sample.change("UPDATE run SET testError = 'abc', curve = x'00' WHERE seed = 2")
    let notices = Mutex<[String]>([])
    let again = try await sample.train(
      store, notice: { notice in notices.withLock { $0.append("\(notice)") } })
    #expect(again.trained == 3 && again.alreadyStored == 6)
    #expect(notices.withLock { $0.count { $0.contains("trained again") } } == 3)
    #expect(again.records.map { $0?.weightsDigest } == before.records.map { $0?.weightsDigest })
    #expect(try store.check().isSound)
    #expect(try store.records(identities: sample.identities).count == 9)
  }

  @Test func everyDateIsWrittenSoThatItReadsBack() throws {
    for date in [
      Date(), .distantPast, .distantFuture, Date(timeIntervalSince1970: -1e12),
      Date(timeIntervalSince1970: 1e13), Date(timeIntervalSince1970: 253_402_300_800),
    ] {
      let stored = StoredRun.storable(date)
      let read = try #require(Date.fromDatabaseValue(stored.databaseValue))
      #expect(abs(read.timeIntervalSince(stored)) < 0.001)
    }
    let now = Date()
    #expect(StoredRun.storable(now) == now)
  }

  /// A store of the version before gets the digests of what is in it, and its claims.
  @Test func olderStoresGetTheirDigests() async throws {
    let sample = try StoreSample()
    _ = try await sample.train(try RunStore(path: sample.path))
    let before = try RunStore(path: sample.path).all()
    try sample.change(
      """
      ALTER TABLE run DROP COLUMN digest; DROP TABLE claim;
      DELETE FROM grdb_migrations
        WHERE identifier IN ('4 digest', '5 claim', '8 identities');
      """)
    let store = try RunStore(path: sample.path)
    #expect(try store.all() == before)
    #expect(try store.check().isSound)
  }
}

public import DropoutTraining
private import Foundation
import GRDB

/// The finished runs, in one SQLite file.
///
/// A run is written in one transaction, whole or not at all, so the process may be killed at any
/// moment. Several processes may use one file.
public struct RunStore: Sendable {
  private let database: DatabaseQueue
  /// The file's path.
  public let path: String

  /// Networks up to this many parameters keep their final weights in the store.
  static let storedParameterLimit = 10_000

  /// Opens a store, making the file if it is not there or empty.
  ///
  /// - Throws: ``StoreError``, and leaves the file as it is, where it holds no runs.
  public init(path: String) throws(StoreError) {
    self.path = path
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(30)
      configuration.label = "dropout"
      database =
        path == ":memory:"
        ? try DatabaseQueue(configuration: configuration)
        : try DatabaseQueue(path: path, configuration: configuration)
      try StoreSchema.prepare(database, path: path)
    } catch {
      throw StoreError(error, path: path, whileOpening: true)
    }
  }

  /// Writes a finished run; a run that is there already stays as it is.
  public func insert(_ run: PlannedRun, _ finished: FinishedRun, dataName: String)
    throws(StoreError)
  {
    let row = try rethrow {
      try StoredRun(run: run, finished: finished, dataName: dataName)
    }
    try rethrow { try database.write { try row.insert($0, onConflict: .ignore) } }
  }

  /// The records of those of `identities` that are finished.
  public func records(identities: [String]) throws(StoreError) -> [String: RunRecord] {
    let rows = try rethrow {
      try database.read { db in
        try Self.parts(of: identities).flatMap {
          try Self.withoutWeights.filter(keys: $0).fetchAll(db)
        }
      }
    }
    let records = try rows.concurrentMap { row throws(StoreError) in
      try row.record(storePath: path)
    }
    return Dictionary(uniqueKeysWithValues: zip(rows.map(\.identity), records))
  }

  /// Those of `identities` that are finished.
  public func finished(of identities: [String]) throws(StoreError) -> Set<String> {
    try rethrow {
      try database.read { db in
        try Self.parts(of: identities).reduce(into: []) { found, part in
          let rows = StoredRun.select(sql: "identity", as: String.self).filter(keys: part)
          found.formUnion(try rows.fetchAll(db))
        }
      }
    }
  }

  /// Some at a time: SQLite limits the variables of a statement.
  private static func parts(of identities: [String]) -> [[String]] {
    let identities = Set(identities).sorted()
    return stride(from: 0, to: identities.count, by: 500).map {
      Array(identities[$0..<min($0 + 500, identities.count)])
    }
  }

  /// Every run without its weights, by data, comparison, policy and seed.
  public func all() throws(StoreError) -> [StoredRun] {
    try rethrow {
      try database.read { db in
        try Self.withoutWeights.order(sql: "dataName, comparison, policy, seed").fetchAll(db)
      }
    }
  }

  /// The run whose identity begins with `prefix`, if it is the only one.
  public func run(identityPrefix prefix: String) throws(StoreError) -> StoredRun {
    let found = try rethrow {
      try database.read { db in
        try StoredRun.filter(sql: "substr(identity, 1, ?) = ?", arguments: [prefix.count, prefix])
          .limit(2).fetchAll(db)
      }
    }
    guard let run = found.first else { throw .noSuchRun(path: path, identity: prefix) }
    guard found.count == 1 else { throw .ambiguousRun(path: path, identity: prefix) }
    return run
  }

  /// Removes runs; returns how many were there.
  public func delete(identities: [String]) throws(StoreError) -> Int {
    try rethrow { try database.write { try StoredRun.deleteAll($0, keys: identities) } }
  }

  /// Removes every run; returns how many there were.
  public func deleteAll() throws(StoreError) -> Int {
    try rethrow { try database.write { try StoredRun.deleteAll($0) } }
  }

  /// The final weights of a run of a small network.
  public func parameters(identity: String, shape: NetworkShape) throws(StoreError) -> Parameters? {
    let row = try rethrow { try database.read { try StoredRun.fetchOne($0, key: identity) } }
    return row?.weights.flatMap { Parameters(storedBytes: $0, shape: shape) }
  }

  /// Rows without the column that is large and seldom wanted.
  private static var withoutWeights: QueryInterfaceRequest<StoredRun> {
    StoredRun.select(
      sql: """
        identity, dataName, plan, comparison, policy, seed, engineVersion, testError, testLogLoss,
        trainError, trainLogLoss, maskedTrainLoss, cleanTrainLoss, wallSeconds, failure,
        weightsDigest, curve, finishedAt
        """)
  }

  /// What a query finds.
  func read<Value>(_ query: (Database) throws -> Value) throws(StoreError) -> Value {
    try rethrow { try database.read(query) }
  }

  private func rethrow<Value>(_ body: () throws -> Value) throws(StoreError) -> Value {
    do {
      return try body()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

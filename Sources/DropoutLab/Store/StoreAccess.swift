import GRDB
private import Foundation
import Synchronization

/// The database of a store, and how long to wait while another program holds it.
final class StoreAccess: Sendable {
  let path: String
  private let database: DatabaseQueue
  private let patience: StorePatience

  /// The default time that reading and writing wait.
  static let usualPatience = Duration.seconds(30)

  /// Opens the file as it is.
  ///
  /// - Throws: ``StoreError``.
  init(path: String, patience limit: Duration) throws(StoreError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .badPath(path: path) }
    self.path = path
    let patience = StorePatience()
    patience.set(limit)
    self.patience = patience
    var configuration = Configuration()
    configuration.busyMode = .callback { patience.waits(tries: $0) }
    configuration.label = "dropout"
    do {
      database =
        path == ":memory:"
        ? try DatabaseQueue(configuration: configuration)
        : try DatabaseQueue(path: Self.plain(path), configuration: configuration)
    } catch {
      throw StoreError(error, path: path, whileOpening: true)
    }
  }

  /// The path in a form that SQLite takes for nothing but a path: `file:` would be a URI.
  private static func plain(_ path: String) -> String {
    path.hasPrefix("/") ? path : "./" + path
  }

  /// Brings the tables up to date.
  func prepare(patience limit: Duration) throws(StoreError) {
    patience.set(limit)
    do {
      try StoreSchema.prepare(database, path: path)
    } catch {
      throw StoreError(error, path: path, whileOpening: true)
    }
  }

  /// Reads in one transaction, and returns the result of the query.
  func read<Value>(
    patience limit: Duration = usualPatience, _ query: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    try access(limit) { try database.read(query) }
  }

  /// Changes the store in one transaction.
  func write<Value>(
    patience limit: Duration = usualPatience, _ change: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    try access(limit) { try database.write(change) }
  }

  private func access<Value>(
    _ limit: Duration, _ body: () throws -> Value
  ) throws(StoreError) -> Value {
    patience.set(limit)
    do {
      return try body()
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

/// How long SQLite waits for a lock. If several calls wait, the limit of the last one holds for all of them:
/// they wait for the lock one after the other.
private final class StorePatience: Sendable {
  private let state = Mutex((limit: StoreAccess.usualPatience, start: ContinuousClock.now))

  func set(_ limit: Duration) { state.withLock { $0.limit = limit } }

  /// Waits a moment; returns false once the limit is reached.
  func waits(tries: Int) -> Bool {
    let isOver = state.withLock { state in
      if tries == 0 { state.start = .now }
      return ContinuousClock.now - state.start >= state.limit
    }
    if !isOver { Thread.sleep(forTimeInterval: tries < 10 ? 0.002 : 0.02) }
    return !isOver
  }
}

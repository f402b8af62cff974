import DropoutTraining
private import Foundation
import GRDB

/// The finished runs, in one SQLite file.
///
/// A run is written in one transaction, whole or not at all, so the process may be killed at any moment.
/// Several processes may use one file. Every row has a digest of its content; a row that does not match its
/// digest is a ``DamagedRow``, and does not keep other rows from being read.
public struct RunStore: Sendable {
  let access: StoreAccess
  /// The file's path.
  public var path: String { access.path }

  /// Networks up to this many parameters keep their final weights in the store.
  static let storedParameterLimit = 10_000

  /// Opens a store, and makes the file if it is missing or empty.
  ///
  /// - Parameters:
  ///   - path: A file's path; `:memory:` for a store that ends with the process.
  ///   - whileLocked: Called about once a second while another program holds the file; returns whether to go
  ///     on waiting. Without it, opening fails after half a minute.
  /// - Throws: ``StoreError``; a file that is not a run store is left as it is.
  public init(path: String, whileLocked: ((StoreError) -> Bool)? = nil) throws(StoreError) {
    access = try Self.open(path: path, whileLocked: whileLocked)
  }

  private static func open(
    path: String, whileLocked: ((StoreError) -> Bool)?
  ) throws(StoreError) -> StoreAccess {
    let patience: Duration = whileLocked == nil ? StoreAccess.usualPatience : .seconds(1)
    while true {
      do throws(StoreError) {
        let access = try StoreAccess(path: path, patience: patience)
        try access.prepare(patience: patience)
        return access
      } catch {
        guard case .locked = error, let whileLocked, whileLocked(error) else { throw error }
      }
    }
  }

  /// Writes a finished run; a run that is there already stays as it is, unless its row is damaged.
  public func insert(_ run: PlannedRun, _ finished: FinishedRun, dataName: String)
    throws(StoreError)
  {
    try insert([try row(run, finished, dataName: dataName)])
  }

  /// The row of a finished run.
  func row(
    _ run: PlannedRun, _ finished: FinishedRun, dataName: String
  ) throws(StoreError) -> StoredRun {
    do {
      return try StoredRun(run: run, finished: finished, dataName: dataName)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Writes finished runs, all or none, and ends the claims on them.
  func insert(
    _ rows: [StoredRun], patience: Duration = StoreAccess.usualPatience
  ) throws(StoreError) {
    try access.write(patience: patience) { db in
      for row in rows {
        if let old = try Self.rows(db, identities: [row.identity]).first {
          if (try? StoredRun(old)) != nil { continue }
          try Self.delete(db, numbers: [RowReader(old).number])
        }
        let columns = row.columns
        try db.execute(
          sql: """
            INSERT INTO run (\(columns.map(\.name).joined(separator: ", "))) \
            VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
            """, arguments: StatementArguments(columns.map(\.value)))
        try db.execute(sql: "DELETE FROM claim WHERE identity = ?", arguments: [row.identity])
      }
    }
  }

  /// Removes runs; returns how many were there.
  public func delete(identities: [String]) throws(StoreError) -> Int {
    try access.write { db in
      var count = 0
      for identity in identities {
        try db.execute(sql: "DELETE FROM run WHERE identity = ?", arguments: [identity])
        count += db.changesCount
      }
      return count
    }
  }

  /// Removes every run, and the names and notes of comparisons; returns how many runs there were.
  public func deleteAll() throws(StoreError) -> Int {
    try access.write { db in
      let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM run") ?? 0
      for table in ["run", "comparison", "comparisonArm"] {
        try db.execute(sql: "DELETE FROM \(table)")
      }
      return count
    }
  }

  /// Removes rows by their numbers.
  static func delete(_ db: Database, numbers: [Int64]) throws {
    for number in numbers {
      try db.execute(sql: "DELETE FROM run WHERE rowid = ?", arguments: [number])
    }
  }
}

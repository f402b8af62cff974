import DropoutTraining
import GRDB

/// The result of a check of the whole store.
package struct StoreCheck: Sendable {
  /// Number of runs that can be read, including their weights.
  package let soundRuns: Int
  /// The rows that cannot be read, or are not as they were written.
  package let damaged: [DamagedRow]
  /// The faults that SQLite finds in the file; empty if there are none.
  package let fileFaults: [String]

  /// Whether nothing is wrong.
  package var isSound: Bool { damaged.isEmpty && fileFaults.isEmpty }
}

extension RunStore {
  /// Reads every row, weights too, and has SQLite check the file.
  package func check() throws(StoreError) -> StoreCheck {
    let faults = try access.read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
    }
    let numbers = try access.read { try Int64.fetchAll($0, sql: "SELECT rowid FROM run") }
    var damaged: [DamagedRow] = []
    for number in numbers {
      let row = try access.read { db in
        try Row.fetchOne(
          db, sql: "SELECT rowid AS rowNumber, * FROM run WHERE rowid = ?", arguments: [number])
      }
      guard let row else { continue }
      do throws(DamagedRow) {
        let run = try StoredRun(row)
        if let weights = run.weights,
          weights.count % 4 != 0 || Parameters.digest(storedBytes: weights) != run.weightsDigest
        {
          throw DamagedRow(identity: run.identity, number: number, problem: .weights)
        }
      } catch {
        damaged.append(error)
      }
    }
    return StoreCheck(
      soundRuns: numbers.count - damaged.count, damaged: damaged, fileFaults: faults)
  }

  /// Removes damaged rows, whatever is in them; returns how many there were.
  package func delete(_ damaged: [DamagedRow]) throws(StoreError) -> Int {
    try access.write { db in
      try Self.delete(db, numbers: damaged.map(\.number))
      return damaged.count
    }
  }
}

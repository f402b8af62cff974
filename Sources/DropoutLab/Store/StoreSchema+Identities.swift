import DropoutTraining
import GRDB

extension StoreSchema {
  /// Gives every run the identity and comparison that today's ``PlannedRun`` has, instead of the SHA-256 of
  /// its plan entry's JSON.
  ///
  /// A row whose identity does not match its entry was changed after it was written, and stays as it is;
  /// other damaged rows are renamed, and stay damaged.
  ///
  /// - Throws: ``StoreError/locked(path:)`` while a process trains for this store and may add old identities.
  static func renewIdentities(_ db: Database, path: String) throws {
    try endClaims(db, path: path)
    var comparisons: [String: String] = [:]
    for number in try Int64.fetchAll(db, sql: "SELECT rowid FROM run") {
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT * FROM run WHERE rowid = ?", arguments: [number]),
        let identity = String.fromDatabaseValue(row["identity"]),
        let entry = String.fromDatabaseValue(row["plan"]),
        let run = PlannedRun(json: entry), PlannedRun.digest(entry) == identity
      else { continue }
      var digest = String.fromDatabaseValue(row["digest"])
      if RowDigest.of(row.map { $0 }) == digest {
        if let older = String.fromDatabaseValue(row["comparison"]) {
          comparisons[older] = run.comparison
        }
        let renewed = [
          "identity": run.identity.databaseValue, "comparison": run.comparison.databaseValue,
        ]
        digest = RowDigest.of(row.map { ($0, renewed[$0] ?? $1) })
      }
      // Ignored if another row already has the run.
      try db.execute(
        sql: "UPDATE OR IGNORE run SET identity = ?, comparison = ?, digest = ? WHERE rowid = ?",
        arguments: [run.identity, run.comparison, digest, number])
    }
    for (older, comparison) in comparisons {
      for table in ["announcement", "pilot"] {
        try db.execute(
          sql: "UPDATE OR IGNORE \(table) SET comparison = ? WHERE comparison = ?",
          arguments: [comparison, older])
      }
    }
  }

  /// Removes claims, which name runs by their older identities.
  ///
  /// Renaming a column keeps older processes that have the file open from claiming runs, and so from adding
  /// them: they report that its tables were changed.
  private static func endClaims(_ db: Database, path: String) throws {
    for row in try Row.fetchAll(db, sql: "SELECT owner, until FROM claim") {
      if let owner = String.fromDatabaseValue(row["owner"]),
        let until = Double.fromDatabaseValue(row["until"]),
        RunClaim.isHeld(by: owner, expiry: until)
      {
        throw StoreError.locked(path: path)
      }
    }
    try db.execute(sql: "DELETE FROM claim; ALTER TABLE claim RENAME COLUMN until TO expiry")
  }
}

private import Foundation
import GRDB

/// The tables of a store, by named migrations: a migration that has been published never changes.
enum StoreSchema {
  /// Brings an empty file or an older store up to date; refuses a newer store, or a file that is not a store.
  static func prepare(_ database: DatabaseQueue, path: String) throws {
    // Another process may make the same tables at the same time: whichever comes second in a
    // migration fails in it, and finds it done when it looks again.
    var attempts = 0
    while try !isUpToDate(database, path: path) {
      do {
        try migrator(path: path).migrate(database)
      } catch {
        attempts += 1
        // The lock has already been waited for.
        let isLocked = (error as? DatabaseError)?.resultCode == .SQLITE_BUSY
        if isLocked || attempts > 50 { throw error }
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
    try database.read { try checkColumns($0, path: path) }
  }

  /// Refuses a store whose tables somebody changed.
  private static func checkColumns(_ db: Database, path: String) throws {
    for (table, expected) in columns {
      guard try db.tableExists(table) else {
        throw StoreError.notAStore(path: path, reason: "its table \(table) is missing")
      }
      let found = try db.columns(in: table).map(\.name)
      if let missing = expected.first(where: { !found.contains($0) }) {
        throw StoreError.notAStore(
          path: path, reason: "its table \(table) lacks the column \(missing)")
      }
    }
  }

  /// The tables and their columns after the last migration.
  private static let columns = [
    "run": runColumns, "claim": ["identity", "owner", "expiry"],
    "comparison": ["hash", "plan", "name", "note"],
    "comparisonArm": ["comparison", "number", "name", "runs", "policy"],
  ]

  /// The columns of the table of runs.
  static let runColumns =
    [
      "identity", "dataName", "plan", "comparison", "policy", "seed", "engineVersion",
    ] + RunScore.all.map(\.name) + [
      "failure", "weightsDigest", "curve", "best", "details", "weights", "finishedAt", "digest",
    ]

  private static func isUpToDate(_ database: DatabaseQueue, path: String) throws -> Bool {
    try database.read { db in
      // The first statement fixes what this transaction sees of other processes' work.
      let isEmpty = try isEmpty(db)
      let migrator = migrator(path: path)
      let applied = try migrator.appliedIdentifiers(db)
      if let unknown = applied.subtracting(migrator.migrations).min() {
        guard applied.contains(firstMigration) else {
          throw StoreError.notAStore(path: path, reason: "it is another program's database")
        }
        throw StoreError.fromNewerVersion(path: path, migration: unknown)
      }
      if applied.isEmpty, !isEmpty {
        throw StoreError.notAStore(path: path, reason: "it is another program's database")
      }
      return try migrator.hasCompletedMigrations(db)
    }
  }

  private static func isEmpty(_ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT count(*) = 0 FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") ?? true
  }

  private static let firstMigration = "1 runs"

  /// Adds ``StoredRun/comparison``; empty if an older row's plan entry does not read back.
  private static func addComparison(_ db: Database) throws {
    try db.alter(table: "run") { $0.add(column: "comparison", .text).notNull().defaults(to: "") }
    for row in try Row.fetchAll(db, sql: "SELECT identity, plan FROM run") {
      guard let identity = String.fromDatabaseValue(row["identity"]),
        let plan = String.fromDatabaseValue(row["plan"]),
        let run = PlannedRun(json: plan)
      else { continue }
      try db.execute(
        sql: "UPDATE run SET comparison = ? WHERE identity = ?",
        arguments: [run.comparison, identity])
    }
  }

  /// Replaces the first schema's `collapsed` (all training examples get the same class, or a weight is not
  /// finite) by ``StoredRun/failure``. One class for all examples is no better than guessing.
  private static func addFailure(_ db: Database) throws {
    try db.alter(table: "run") { $0.add(column: "failure", .text) }
    for row in try Row.fetchAll(db, sql: "SELECT identity, curve FROM run WHERE collapsed") {
      guard let identity = String.fromDatabaseValue(row["identity"]) else { continue }
      let curve = String.fromDatabaseValue(row["curve"])
      let points = curve.flatMap { try? StoredRun.points($0) } ?? []
      let diverged = points.first {
        !($0.maskedTrainLoss.isFinite && $0.cleanTrainLoss.isFinite && $0.testLogLoss.isFinite)
      }
      let failure = diverged.map { RunFailure.divergedBy(step: $0.step) } ?? .noBetterThanGuessing
      try db.execute(
        sql: "UPDATE run SET failure = ? WHERE identity = ?",
        arguments: [failure.description, identity])
    }
    try db.alter(table: "run") { $0.drop(column: "collapsed") }
  }

  /// Adds what is kept of comparisons besides their runs; see ``KeptComparison``.
  private static func addNamesAndNotes(_ db: Database) throws {
    try db.create(table: "comparison") { table in
      table.primaryKey("hash", .text)
      for column in ["plan", "name", "note"] { table.column(column, .text) }
    }
    try db.create(table: "comparisonArm") { table in
      table.column("comparison", .text).notNull()
      table.column("number", .integer).notNull()
      for column in ["name", "runs", "policy"] { table.column(column, .text).notNull() }
      table.primaryKey(["comparison", "number"])
    }
  }

  private static func migrator(path: String) -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(firstMigration) { db in
      try db.create(table: "run") { table in
        table.primaryKey("identity", .text)
        table.column("dataName", .text).notNull()
        table.column("plan", .text).notNull()
        table.column("policy", .text).notNull()
        table.column("seed", .integer).notNull()
        table.column("engineVersion", .text).notNull()
        for score in [
          "testError", "testLogLoss", "trainError", "trainLogLoss", "maskedTrainLoss",
          "cleanTrainLoss", "wallSeconds",
        ] {
          // Null stands for a number that is not finite.
          table.column(score, .double)
        }
        table.column("collapsed", .boolean).notNull()
        table.column("weightsDigest", .text).notNull()
        table.column("curve", .text).notNull()
        table.column("weights", .blob)
        table.column("finishedAt", .datetime).notNull()
      }
      try db.create(index: "runByPolicyAndSeed", on: "run", columns: ["policy", "seed"])
    }
    migrator.registerMigration("2 comparison", migrate: addComparison)
    migrator.registerMigration("3 failure", migrate: addFailure)
    migrator.registerMigration("4 digest") { db in
      try db.alter(table: "run") {
        $0.add(column: RowDigest.column, .text).notNull().defaults(to: "")
      }
      try RowDigest.writeAll(db)
    }
    migrator.registerMigration("5 claim") { db in
      try db.create(table: "claim") { table in
        table.primaryKey("identity", .text)
        table.column("owner", .text).notNull()
        table.column("until", .double).notNull()
      }
    }
    for (migration, table) in [("6 announced comparisons", "announcement"), ("7 pilots", "pilot")] {
      migrator.registerMigration(migration) { db in
        try db.create(table: table) { table in
          table.column("comparison", .text).notNull()
          table.column("policy", .text).notNull()
          table.column("firstSeed", .integer).notNull()
          table.column("seedCount", .integer).notNull()
          table.primaryKey(["comparison", "policy", "firstSeed", "seedCount"])
        }
      }
    }
    migrator.registerMigration("8 identities") { try renewIdentities($0, path: path) }
    migrator.registerMigration("9 best moments") { db in
      try db.alter(table: "run") { $0.add(column: "best", .text) }
    }
    migrator.registerMigration("10 test details") { db in
      try db.alter(table: "run") { $0.add(column: "details", .text) }
    }
    migrator.registerMigration("11 names and notes", migrate: addNamesAndNotes)
    return migrator
  }
}

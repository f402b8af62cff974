import GRDB

/// The tables of a store, by named migrations: a migration that has been published never changes.
enum StoreSchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 runs") { db in
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
    return migrator
  }
}

import Foundation
import GRDB
import Testing

struct StoreFileTests {
  @Test func textIsNoStore() async throws {
    let workspace = try Workspace()
    let text = String(repeating: "no database at all ", count: 200)
    try workspace.write(text, to: "dropout.sqlite")
    expectFailure(try await workspace.compare(["--quiet"]), 65, "dropout.sqlite is no run store")
    expectFailure(try await workspace.dropout(["runs", "list"]), 65, "is no run store")
    #expect(try workspace.read("dropout.sqlite") == text)
  }

  @Test func anEmptyFileBecomesAStore() async throws {
    let workspace = try Workspace()
    try workspace.write("", to: "dropout.sqlite")
    let list = try await workspace.dropout(["runs", "list"])
    expectSuccess(list)
    #expect(list.errors.contains("0 runs"))
    #expect(try await workspace.compare().errors.contains("trained 4 runs"))
  }

  @Test(arguments: ["CREATE TABLE run(a)", "CREATE TABLE other(a)"])
  func somebodyElsesDatabaseStaysAsItIs(table: String) async throws {
    let workspace = try Workspace()
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    try await database.write { try $0.execute(sql: table) }
    try database.close()
    let before = try Data(contentsOf: workspace.url.appending(path: "dropout.sqlite"))
    expectFailure(
      try await workspace.compare(), 65, "another program's database")
    #expect(try Data(contentsOf: workspace.url.appending(path: "dropout.sqlite")) == before)
  }

  @Test func anotherProgramsMigrationsAreNotOurs() async throws {
    let workspace = try Workspace()
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    var migrator = DatabaseMigrator()
    migrator.registerMigration("theirs") { try $0.execute(sql: "CREATE TABLE theirs(a)") }
    try migrator.migrate(database)
    try database.close()
    expectFailure(
      try await workspace.dropout(["runs", "list"]), 65, "another program's database")
  }

  @Test func aNewerStoreIsRefused() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    try await database.write { db in
      try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('2 from tomorrow')")
    }
    try database.close()
    expectFailure(
      try await workspace.dropout(["runs", "list"]), 65, "newer version", "2 from tomorrow")
  }

  @Test func aDamagedStoreIsSaidToBe() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    var bytes = try Data(contentsOf: workspace.url.appending(path: "dropout.sqlite"))
    for index in 4096..<bytes.count { bytes[index] = 0xA5 }
    try workspace.write(bytes, to: "dropout.sqlite")
    expectFailure(try await workspace.dropout(["runs", "list"]), 65, "is no run store")
  }

  @Test func twoProcessesShareAStore() async throws {
    for _ in 0..<4 {
      let workspace = try Workspace()
      let flags = ["compare"] + tinyPlan + ["--seeds", "6", "--jobs", "1", "--out"]
      let commands = try ["a", "b"].map { try workspace.start(flags + [$0]) }
      for command in commands { expectSuccess(try await command.finish()) }
      let other = try await workspace.dropout(flags + ["c", "--store", "alone.sqlite"])
      expectSuccess(other)
      #expect(try workspace.storedRuns() == workspace.storedRuns("alone.sqlite"))
      #expect(try workspace.storedRuns().count == 12)
      #expect(try workspace.read("a/runs.csv") == workspace.read("c/runs.csv"))
    }
  }
}

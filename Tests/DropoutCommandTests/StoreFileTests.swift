import Foundation
import GRDB
import Testing

@Suite(.fewAtATime)
struct StoreFileTests {
  @Test func textIsNoStore() async throws {
    let workspace = try Workspace()
    let text = String(repeating: "no database at all ", count: 200)
    try workspace.write(text, to: "dropout.sqlite")
    expectFailure(try await workspace.compare(["--quiet"]), 65, "dropout.sqlite is not a run store")
    expectFailure(try await workspace.dropout(["runs", "list"]), 65, "is not a run store")
    #expect(try workspace.read("dropout.sqlite") == text)
  }

  @Test func anEmptyFileBecomesAStore() async throws {
    let workspace = try Workspace()
    try workspace.write("", to: "dropout.sqlite")
    let list = try await workspace.dropout(["runs", "list"])
    expectSuccess(list)
    #expect(list.output == "dropout.sqlite has no runs\n")
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

  /// Tables that somebody changed are no store of ours any more.
  @Test(arguments: [
    "DROP TABLE run", "DROP TABLE claim", "ALTER TABLE run DROP COLUMN testError",
    "DELETE FROM grdb_migrations WHERE identifier = '2 comparison'",
    "ALTER TABLE run RENAME COLUMN curve TO curves",
  ])
  func changedTablesAreRefused(change: String) async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    try await database.write { try $0.execute(sql: change) }
    try database.close()
    expectFailure(
      try await workspace.dropout(["runs", "list"]), 65, "dropout.sqlite is not a run store")
    expectFailure(try await workspace.compare(["--quiet"]), 65, "dropout.sqlite is not a run store")
  }

  /// A store that would keep nothing is refused, and a path is nothing but a path.
  @Test func pathsAreFiles() async throws {
    let workspace = try Workspace()
    for command in [["compare"] + tinyPlan, ["runs", "list"]] {
      expectFailure(
        try await workspace.dropout(command + ["--store", ""]), 64, "--store: the path is empty")
      expectFailure(
        try await workspace.dropout(command + ["--store", ":memory:"]), 64, "keeps nothing")
    }
    for name in ["file:odd.sqlite", "file:x?mode=memory", "%20 a?b#c"] {
      expectSuccess(try await workspace.compare(["--store", name]))
      #expect(workspace.exists(name))
      #expect(try await workspace.compare(["--store", name]).errors.contains("all 4 runs were in"))
    }
    let plan = tinyPlan.joined(separator: " ")
    for flag in ["--store", "--out"] {
      let foreign = try await workspace.shell(
        "dropout compare \(plan) \(flag) \"$(printf 'a\\377b')\"")
      expectFailure(foreign, 64, "not UTF-8")
    }
    #expect(!workspace.exists("a\u{FFFD}b"))
  }

  /// A reader with an open transaction keeps others from writing: runs wait, and none is lost.
  @Test func aLockedStoreIsWaitedFor() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["--seeds", "1"]))
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    let database = try DatabaseQueue(
      path: workspace.path("dropout.sqlite"), configuration: configuration)
    try await database.writeWithoutTransaction {
      try $0.execute(sql: "BEGIN; SELECT count(*) FROM run")
    }
    let waiting = try workspace.start(["compare"] + tinyPlan + ["--seeds", "3"])
    try await waiting.waitForErrors(containing: "finished run")
    #expect(waiting.isRunning)
    try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    let result = try await waiting.finish()
    expectSuccess(result)
    #expect(result.errors.contains("finished run"), "\(result.errors)")
    #expect(try workspace.storedRuns().count == 6)

    try await database.writeWithoutTransaction {
      try $0.execute(sql: "BEGIN; SELECT count(*) FROM run")
    }
    // Whoever gives up loses them, which is said: in good order, or at once at the second signal.
    for signals in [1, 2] {
      let stopped = try workspace.start(["compare"] + tinyPlan + ["--seeds", "4"])
      try await stopped.waitForErrors(containing: "2 finished runs")
      for _ in 0..<signals { stopped.send(SIGINT) }
      let end = try await stopped.finish()
      #expect(end.status == 73, "\(end.errors)")
      let ways = [
        "2 finished runs are not in the run store dropout.sqlite",
        "finished runs that waited for the run store are not in it",
      ]
      #expect(ways.contains { end.errors.contains($0) }, "\(end.errors)")
      #expect(!end.errors.contains("what was finished is kept"))
    }
    try await database.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
    #expect(try workspace.storedRuns().count == 6)
  }

  @Test func aDamagedStoreIsSaidToBe() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    var bytes = try Data(contentsOf: workspace.url.appending(path: "dropout.sqlite"))
    for index in 4096..<bytes.count { bytes[index] = 0xA5 }
    try workspace.write(bytes, to: "dropout.sqlite")
    expectFailure(try await workspace.dropout(["runs", "list"]), 65, "is not a run store")
  }

  @Test func twoProcessesShareAStore() async throws {
    for _ in 0..<4 {
      let workspace = try Workspace()
      let flags = ["compare"] + tinyPlan + ["--seeds", "6", "--jobs", "1", "--out"]
      let commands = try ["a", "b"].map { try workspace.start(flags + [$0]) }
      var trained = 0
      for command in commands {
        let result = try await command.finish()
        expectSuccess(result)
        let told = result.errors.firstMatch(of: /trained (\d+) runs? in/)
        trained += told.flatMap { Int($0.1) } ?? 0
      }
      #expect(trained == 12)
      let other = try await workspace.dropout(flags + ["c", "--store", "alone.sqlite"])
      expectSuccess(other)
      #expect(try workspace.storedRuns() == workspace.storedRuns("alone.sqlite"))
      #expect(try workspace.storedRuns().count == 12)
      #expect(try workspace.read("a/runs.csv") == workspace.read("c/runs.csv"))
    }
  }
}

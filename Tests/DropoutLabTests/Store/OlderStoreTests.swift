import DropoutTraining
import Foundation
import GRDB
import Synchronization
import Testing

@testable import DropoutLab

/// A store whose identities were digests of JSON: 22 runs of four plans, written by an older version together with
/// `runs.csv` (a row for each run and metric) and, by plan, what `compare` printed.
struct OlderStoreTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "OlderStore")

  /// A copy of the store in a folder of its own.
  private struct Copy {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dropout-older-\(UUID().uuidString)")

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: OlderStoreTests.folder.appending(path: "runs.db"), to: file("runs.sqlite"))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> URL { folder.appending(path: name) }
    var path: String { file("runs.sqlite").path }

    func change(_ statement: String) throws {
      let database = try DatabaseQueue(path: path)
      try database.write { try $0.execute(sql: statement) }
      try database.close()
    }

    /// Everything that is in the file.
    func content() throws -> [String] {
      let database = try DatabaseQueue(path: path)
      defer { try? database.close() }
      return try database.read { db in
        let tables = try String.fetchAll(
          db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        return try tables.flatMap { table in
          try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
        }.sorted()
      }
    }
  }

  /// A plan's runs on the engine that trained them, with their data.
  private static func plan(_ name: String) throws -> (orders: [RunOrder], policyCount: Int) {
    var settings = PlanSettings()
    try settings.merge(
      toml: Data(contentsOf: folder.appending(path: "\(name).toml")), source: name)
    let dataset = try DataSpecification(settings).load()
    let plan = try Plan(settings, dataset: dataset)
    let orders = plan.runs(dataset: dataset).map { run in
      var run = run
      run.engineVersion = "4"
      return RunOrder(run, data: RunData(plan.data))
    }
    return (orders, plan.policies.count)
  }

  @Test(arguments: ["plain", "dropconnect", "gaussian", "classic"])
  func itsRunsAreFound(name: String) async throws {
    let copy = try Copy()
    defer { copy.remove() }
    let store = try RunStore(path: copy.path)
    let (orders, policyCount) = try Self.plan(name)
    let outcome = try await RunDesk(store: store, jobs: 1).train(orders)
    #expect(outcome.alreadyStored == orders.count && outcome.trained == 0)
    #expect(outcome.records.allSatisfy { $0 != nil })
    let first = orders.prefix(policyCount).map(\.run)
    let comparison = try #require(
      store.comparisons().first { $0.comparison == first[0].comparison })
    #expect(comparison.policies.map(\.count) == Array(repeating: 2, count: policyCount))
    #expect(try store.isAnnounced(AnnouncedComparison(first, seedCount: 2)))
  }

  @Test func itsRunsStayWhatTheyWere() throws {
    let copy = try Copy()
    defer { copy.remove() }
    let store = try RunStore(path: copy.path)
    let check = try store.check()
    #expect(check.isSound && check.soundRuns == 22)
    for run in try store.all() {
      let planned = try #require(PlannedRun(json: run.plan))
      #expect(planned.json == run.plan)
      #expect(planned.identity == run.identity && planned.comparison == run.comparison)
    }
    let rows = try store.all().flatMap { run in
      RunsCSV.metrics(of: try run.record(storePath: store.path)).map { metric, value in
        "\(run.dataName),\(run.policy),\(run.seed),\(metric),\(value)"
      }
    }
    let before = try String(
      contentsOf: Self.folder.appending(path: "runs.csv"), encoding: .utf8)
    #expect(rows.sorted() == before.split(separator: "\n").dropFirst().map(String.init).sorted())
  }

  /// Damaged rows keep their damage. A row with the entry of another run keeps its identity, too.
  @Test func damagedRowsStayDamaged() throws {
    let copy = try Copy()
    defer { copy.remove() }
    try copy.change("UPDATE run SET testError = testError + 0.125 WHERE rowid = 1")
    try copy.change("UPDATE run SET plan = (SELECT plan FROM run WHERE rowid = 3) WHERE rowid = 2")
    try copy.change("UPDATE run SET plan = 'odd' WHERE rowid = 4")
    let older = try copy.content()
    let store = try RunStore(path: copy.path)
    let damaged = try store.check().damaged.compactMap(\.identity)
    #expect(damaged.count == 3)
    let renamed = damaged.filter { identity in !older.contains { $0.contains(identity) } }
    #expect(renamed == [try Self.plan("plain").orders[0].run.identity])
    #expect(try store.readable().runs.count == 19)
  }

  @Test func pilotsStayPilots() throws {
    let copy = try Copy()
    defer { copy.remove() }
    try copy.change("INSERT INTO pilot SELECT * FROM announcement; DELETE FROM announcement")
    let store = try RunStore(path: copy.path)
    let (orders, policyCount) = try Self.plan("gaussian")
    // Runs outside of a pilot would not let it settle.
    let first = orders.prefix(policyCount).map(\.run)
    #expect(try store.settle([AnnouncedComparison(first, seedCount: 2)]))
  }

  /// Whoever trains for an older store is waited for; whoever comes back to it later is refused.
  @Test func olderProcessesAddNothing() throws {
    let copy = try Copy()
    defer { copy.remove() }
    let until = Date().timeIntervalSince1970 + 3
    try copy.change("INSERT INTO claim VALUES ('a', '00000000-1/a', \(until))")
    #expect(throws: StoreError.locked(path: copy.path)) { try RunStore(path: copy.path) }
    _ = try RunStore(path: copy.path) { _ in true }
    #expect(Date().timeIntervalSince1970 >= until)
    #expect(throws: DatabaseError.self) { try copy.change("SELECT owner, until FROM claim") }
    #expect(try copy.content().allSatisfy { !$0.hasPrefix("claim") })
  }

  @Test func aFailureHalfwayChangesNothing() throws {
    let copy = try Copy()
    defer { copy.remove() }
    try copy.change(
      """
      CREATE TRIGGER full BEFORE UPDATE ON run WHEN OLD.rowid = 12
      BEGIN SELECT RAISE(ABORT, 'full'); END
      """)
    let before = try copy.content()
    #expect(throws: StoreError.self) { try RunStore(path: copy.path) }
    #expect(try copy.content() == before)
    try copy.change("DROP TRIGGER full")
    #expect(try RunStore(path: copy.path).check().soundRuns == 22)
  }

  /// What a process that is killed halfway leaves, half of the rows written and a journal, opens as if nothing had begun.
  @Test func aProcessKilledHalfwayLeavesAStore() throws {
    let copy = try Copy()
    defer { copy.remove() }
    let before = try Data(contentsOf: copy.file("runs.sqlite"))
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      db.add(
        function: DatabaseFunction("kill", argumentCount: 0) { _ in
          for end in ["", "-journal"] {
            try FileManager.default.copyItem(
              at: copy.file("runs.sqlite\(end)"), to: copy.file("killed.sqlite\(end)"))
          }
          return nil
        })
      // So few pages are kept in memory that changed ones reach the file before the end.
      try db.execute(
        sql: """
          PRAGMA cache_size = 2;
          CREATE TEMP TRIGGER half AFTER UPDATE ON main.run WHEN OLD.rowid = 20 BEGIN SELECT kill(); END
          """)
    }
    let database = try DatabaseQueue(path: copy.path, configuration: configuration)
    try StoreSchema.prepare(database, path: copy.path)
    try database.close()
    #expect(try Data(contentsOf: copy.file("killed.sqlite")) != before)
    let store = try RunStore(path: copy.file("killed.sqlite").path)
    #expect(try store.check().isSound)
    #expect(try store.all() == (try RunStore(path: copy.path).all()))
  }
}

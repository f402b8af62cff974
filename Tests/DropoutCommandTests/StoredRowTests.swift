import DropoutLab
import DropoutTraining
import Foundation
import GRDB
import Testing

struct StoredRowTests {
  private func damage(_ workspace: Workspace, _ statement: String) async throws {
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    try await database.write { try $0.execute(sql: statement) }
    try database.close()
  }

  @Test(arguments: [
    ("curve = 'x'", "its curve"), ("policy = 'odd'", "odd is no mask policy"),
    ("failure = 'odd'", "odd is not a failure"),
  ])
  func damagedRowsAreNamed(change: String, part: String) async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    try await damage(workspace, "UPDATE run SET \(change) WHERE seed = 1")
    expectFailure(
      try await workspace.dropout(["runs", "list", "--json"]), 65, "dropout.sqlite", "run ", part)
    expectFailure(try await workspace.dropout(["report"] + tinyPlan), 65, part)
  }

  @Test func seedsAreUnsigned() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    try await damage(workspace, "UPDATE run SET seed = -1 WHERE seed = 1")
    let list = try await workspace.dropout(["runs", "list", "--json"])
    expectSuccess(list)
    #expect(list.output.contains("18446744073709551615"))
  }

  @Test func plansAreToldApartAndSeedsAscend() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["--seeds", "12"]))
    expectSuccess(try await workspace.compare(["--learning-rate", "0.2"]))
    let runs = try RunStore(path: workspace.path("dropout.sqlite")).all()
    #expect(Set(runs.map(\.comparison)).count == 2)
    for (a, b) in zip(runs, runs.dropFirst())
    where a.comparison == b.comparison && a.policy == b.policy { #expect(a.seed < b.seed) }
    let changes = zip(runs, runs.dropFirst()).count { $0.comparison != $1.comparison }
    #expect(changes == 1)
    #expect(runs.allSatisfy { $0.weights == nil })
    let short = try #require(runs.first).comparison.prefix(8)
    #expect(try await workspace.dropout(["runs", "list"]).output.contains(short))
    #expect(try await workspace.dropout(["runs", "export"]).output.contains(",\(short),"))
  }

  @Test func olderStoresGetTheirComparisons() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let before = try workspace.storedRuns()
    try await damage(workspace, "ALTER TABLE run DROP COLUMN comparison")
    try await damage(workspace, "DELETE FROM grdb_migrations WHERE identifier = '2 comparison'")
    #expect(try workspace.storedRuns() == before)
    #expect(before.allSatisfy { $0.comparison.count == 64 })
  }

  /// Stores of the second schema said only whether every training example was given one class or a weight
  /// was not finite.
  @Test func olderStoresGetTheirFailures() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    try await damage(
      workspace,
      """
      ALTER TABLE run DROP COLUMN failure;
      ALTER TABLE run ADD COLUMN collapsed BOOLEAN NOT NULL DEFAULT 0;
      UPDATE run SET collapsed = 1 WHERE policy = 'none';
      UPDATE run SET curve = '[{"step": 20, "maskedTrainLoss": 1, "cleanTrainLoss": "inf",
        "testLogLoss": 1, "testError": 0.5}]' WHERE policy = 'none' AND seed = 2;
      DELETE FROM grdb_migrations WHERE identifier = '3 failure';
      """)
    let runs = try RunStore(path: workspace.path("dropout.sqlite")).all()
    #expect(
      runs.map { "\($0.policy) \($0.seed): \($0.failure ?? "–")" } == [
        "none 1: no better than guessing", "none 2: diverged by step 20", "per-example 1: –",
        "per-example 2: –",
      ])
    expectSuccess(try await workspace.dropout(["report"] + tinyPlan))
  }

  @Test func dryRunsCountWhatIsStored() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare(["--dry-run"]))
    #expect(!workspace.exists("dropout.sqlite"))
    expectSuccess(try await workspace.compare())
    let dry = try await workspace.compare(["--dry-run", "--seeds", "3"])
    expectSuccess(dry)
    #expect(dry.output.contains("# 4 of 6 runs are in dropout.sqlite already\n"))
    let complete = try await workspace.compare(["--dry-run", "--json"]).object()
    #expect(complete["storedRuns"] as? Int == 4 && complete["seconds"] as? Double == 0)
  }

  /// One job's failed write ends the others, too.
  @Test func aFailedWriteStopsEveryJob() async throws {
    let workspace = try Workspace()
    let store = try RunStore(path: workspace.path("dropout.sqlite"))
    try await damage(
      workspace,
      """
      CREATE TRIGGER full BEFORE INSERT ON run WHEN NEW.seed = 1
      BEGIN SELECT RAISE(ABORT, 'full'); END
      """)
    var settings = PlanSettings()
    for assignment in [
      "training.steps=400", "comparison.seeds=40", "data.train=40", "data.test=50",
      "comparison.policies=per-example",
    ] { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let runs = try Plan(settings, dataset: dataset).runs(dataset: dataset)
    await #expect(throws: StoreError.self) {
      try await PlanRunner(store: store, jobs: 2).run(
        runs, data: PreparedData(dataset), dataName: "football")
    }
    #expect(try store.all().count < 20)
  }
}

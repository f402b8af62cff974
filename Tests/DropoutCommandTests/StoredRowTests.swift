import DropoutLab
import DropoutTraining
import Foundation
import GRDB
import Testing

@Suite(.fewAtATime)
struct StoredRowTests {
  private func damage(_ workspace: Workspace, _ statement: String) async throws {
    let database = try DatabaseQueue(path: workspace.path("dropout.sqlite"))
    try await database.write { try $0.execute(sql: statement) }
    try database.close()
  }

  /// One damaged row is named and hides no other; what needs it says so, and compare trains it again.
  @Test(arguments: [
    ("curve = 'x'", "its curve"), ("policy = 'odd'", "odd is not a mask policy"),
    ("failure = 'odd'", "odd is not a failure"),
    ("finishedAt = 'zz'", "finishedAt is not a date"), ("testError = 'abc'", "testError is text"),
    ("testError = 5.5", "testError is outside its limits"), ("seed = 'zz'", "seed is text"),
    ("testError = abs(testError - 0.125)", "does not fit its digest"),
  ])
  func damagedRowsAreNamed(change: String, part: String) async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let runs = try workspace.storedRuns()
    let damaged = try #require(runs.first { $0.seed == 1 && $0.policy == "none" })
    try await damage(workspace, "UPDATE run SET \(change) WHERE identity = '\(damaged.identity)'")
    let list = try await workspace.dropout(["runs", "list", "--runs", "--json", "--quiet"])
    expectSuccess(list)
    #expect((try list.json() as? [Any])?.count == 3)
    #expect(list.errorLines.count == 1 && list.errors.utf8.count < 200)
    #expect(list.errors.contains("dropout.sqlite") && list.errors.contains(part))
    let export = try await workspace.dropout(["runs", "export"])
    #expect(export.status == 65 && export.errors.contains(part))
    let lines = export.output.split(separator: "\n").count
    #expect(lines == 1 + 3)
    expectFailure(try await workspace.dropout(["report"] + tinyPlan), 65, part)
    expectFailure(try await workspace.dropout(["runs", "show", damaged.identity]), 65, part)
    let check = try await workspace.dropout(["runs", "check"])
    #expect(check.status == 65 && check.output.contains("3 runs sound, 1 damaged\n"))
    let again = try await workspace.compare()
    expectSuccess(again)
    #expect(again.errors.contains("trained again") && again.errors.contains("trained 1 run in"))
    #expect(try workspace.storedRuns() == runs)
    expectSuccess(try await workspace.dropout(["runs", "check"]))
  }

  @Test func damagedRowsAreDeletedByIdentityAndByCheck() async throws {
    let workspace = try Workspace()
    expectSuccess(try await workspace.compare())
    let runs = try workspace.storedRuns()
    try await damage(workspace, "UPDATE run SET finishedAt = 'zz' WHERE seed = 1")
    let first = try #require(runs.first { $0.seed == 1 }).identity
    expectSuccess(try await workspace.dropout(["runs", "delete", String(first.prefix(12))]))
    let check = try await workspace.dropout(["runs", "check", "--delete", "--json"])
    expectSuccess(check)
    #expect(try check.object()["deleted"] as? Int == 1)
    #expect(try workspace.storedRuns().count == 2)
  }

  @Test func seedsAreUnsigned() async throws {
    let workspace = try Workspace()
    let dataset = try DataGenerator.football.makeDataset(
      GeneratorOptions(seed: 1, trainCount: 40, testCount: 50))
    var settings = PlanSettings()
    for assignment in ["training.steps=2", "data.train=40", "data.test=50"] {
      try settings.merge(assignment: assignment)
    }
    let run = PlannedRun(
      training: try Plan(settings, dataset: dataset).training, policy: .perExample,
      seed: .max, dataChecksum: dataset.checksum)
    try RunStore(path: workspace.path("dropout.sqlite")).insert(
      run, try #require(run.train(PreparedData(dataset))), dataName: "football")
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
    let hash = try #require(runs.first).comparison
    #expect(try await workspace.dropout(["runs", "list"]).output.contains(hash.prefix(8)))
    #expect(try await workspace.dropout(["runs", "export"]).output.contains(",\(hash),"))
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
      ALTER TABLE run DROP COLUMN digest;
      DROP TABLE claim;
      DELETE FROM grdb_migrations WHERE identifier IN
        ('3 failure', '4 digest', '5 claim', '8 identities');
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
    let orders = try SweepCase(Plan(settings, dataset: dataset), dataset: dataset).orders
    await #expect(throws: StoreError.self) {
      try await RunDesk(store: store, jobs: 2).train(orders)
    }
    #expect(try store.all().count < 20)
  }
}

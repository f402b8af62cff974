import DropoutLab
import DropoutTraining
import Foundation
import GRDB

/// Nine short runs, and a folder for their store; removed at the end.
final class StoreSample: Sendable {
  let plan: Plan
  let dataset: Dataset
  let data: PreparedData
  let folder: URL

  init(steps: Int = 20, seeds: Int = 3) throws {
    var settings = PlanSettings()
    for assignment in [
      "training.steps=\(steps)", "comparison.seeds=\(seeds)", "data.train=40", "data.test=50",
      "comparison.policies=none,per-example,frozen/per-batch",
    ] { try settings.merge(assignment: assignment) }
    dataset = try DataSpecification(settings).load()
    plan = try Plan(settings, dataset: dataset)
    data = PreparedData(dataset)
    folder = FileManager.default.temporaryDirectory.appending(
      path: "dropout-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var path: String { folder.appending(path: "runs.sqlite").path }
  var runs: [PlannedRun] { plan.runs(dataset: dataset) }
  var identities: [String] { runs.map(\.identity) }

  /// Trains what the store lacks.
  func train(
    _ store: RunStore, jobs: Int = 2, shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (RunWatch.Progress) -> Void = { _ in },
    notice: @escaping @Sendable (RunWatch.Notice) -> Void = { _ in }
  ) async throws -> RunDesk.Outcome {
    try await RunDesk(
      store: store, jobs: jobs,
      watch: RunWatch(shouldStop: shouldStop, progress: progress, notice: notice)
    ).train(SweepCase(plan, dataset: dataset).orders)
  }

  /// Another program's view of the file, in which transactions may stay open.
  func database() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    configuration.busyMode = .timeout(10)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// How many rows a table has.
  func count(_ table: String) throws -> Int? {
    try self.database().read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
  }

  /// Changes the file behind the store's back.
  func change(_ statement: String) throws {
    let database = try self.database()
    try database.write { try $0.execute(sql: statement) }
    try database.close()
  }
}

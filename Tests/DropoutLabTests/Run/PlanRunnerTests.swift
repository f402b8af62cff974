import DropoutLab
import DropoutTraining
import Foundation
import Synchronization
import Testing

struct PlanRunnerTests {
  private func plan(_ assignments: String...) throws -> (Plan, Dataset) {
    var settings = PlanSettings()
    for assignment in [
      "training.steps=60", "comparison.seeds=3", "data.train=40", "data.test=50",
      "comparison.policies=none,per-example,frozen/per-batch",
    ] + assignments { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    return (try Plan(settings, dataset: dataset), dataset)
  }

  private func digests(_ store: RunStore, _ runs: [PlannedRun]) throws -> [String: String] {
    try store.records(identities: runs.map(\.identity)).mapValues(\.weightsDigest)
  }

  @Test func numberOfJobsChangesNoBit() async throws {
    let (plan, dataset) = try plan()
    let runs = plan.runs(dataset: dataset)
    let data = PreparedData(dataset)
    let one = try RunStore(path: ":memory:")
    let four = try RunStore(path: ":memory:")
    _ = try await PlanRunner(store: one, jobs: 1).run(runs, data: data, dataName: "football")
    _ = try await PlanRunner(store: four, jobs: 4).run(runs, data: data, dataName: "football")
    #expect(try digests(one, runs) == digests(four, runs))
    #expect(try Set(digests(one, runs).values).count == runs.count)
  }

  @Test func askingAgainTrainsOnlyWhatIsMissing() async throws {
    let (plan, dataset) = try plan()
    let data = PreparedData(dataset)
    let runs = plan.runs(dataset: dataset)
    let store = try RunStore(path: ":memory:")
    let runner = PlanRunner(store: store, jobs: 2)
    let first = try await runner.run(Array(runs.prefix(4)), data: data, dataName: "football")
    #expect(first.trained == 4 && first.alreadyStored == 0 && !first.wasStopped)
    let second = try await runner.run(runs, data: data, dataName: "football")
    #expect(second.trained == 5 && second.alreadyStored == 4)
    let third = try await runner.run(runs, data: data, dataName: "football")
    #expect(third.trained == 0 && third.alreadyStored == 9)
  }

  @Test func stoppingStoresNothingHalf() async throws {
    let (plan, dataset) = try plan("training.steps=2000")
    let runs = plan.runs(dataset: dataset)
    let store = try RunStore(path: ":memory:")
    let questions = Counter()
    let outcome = try await PlanRunner(store: store, jobs: 2).run(
      runs, data: PreparedData(dataset), dataName: "football",
      // A run asks before each of its 2,000 steps: stops in the middle of the second pair.
      shouldStop: { questions.next() > 5_000 })
    #expect(outcome.wasStopped && outcome.trained > 0 && outcome.trained < runs.count)
    #expect(try store.all().count == outcome.trained)
    let rest = try await PlanRunner(store: store, jobs: 2).run(
      runs, data: PreparedData(dataset), dataName: "football")
    #expect(rest.trained == runs.count - outcome.trained)
  }

  @Test func recordsReadBackAsTheyWere() async throws {
    let (plan, dataset) = try plan()
    let run = plan.runs(dataset: dataset)[1]
    let finished = try #require(run.train(PreparedData(dataset)))
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("runs.sqlite").path
    try RunStore(path: path).insert(run, finished, dataName: "football")
    let store = try RunStore(path: path)
    #expect(try store.records(identities: [run.identity]) == [run.identity: finished.record])
    #expect(
      try store.parameters(identity: run.identity, shape: plan.training.network)
        == finished.parameters)
    // Inserting again changes nothing.
    try store.insert(run, finished, dataName: "other")
    #expect(try store.all().map(\.dataName) == ["football"])
    #expect(try store.run(identityPrefix: String(run.identity.prefix(8))).identity == run.identity)
    #expect(throws: StoreError.self) { try store.run(identityPrefix: "zz") }
    #expect(try store.delete(identities: [run.identity]) == 1)
    #expect(try store.all().isEmpty)
  }

  @Test func curveEndsWithTheRunAndAgreesWithIt() throws {
    let (plan, dataset) = try plan()
    let record = try #require(plan.runs(dataset: dataset)[1].train(PreparedData(dataset))).record
    let last = try #require(record.curve.last)
    #expect(last.step == 60)
    #expect(last.testError == record.testError && last.testLogLoss == record.testLogLoss)
    #expect(last.cleanTrainLoss == record.cleanTrainLoss)
    #expect(last.maskedTrainLoss == record.maskedTrainLoss)
    #expect(record.curve.map(\.step) == record.curve.map(\.step).sorted())
  }

  @Test func overflowingRunsAreStoredAsFailed() async throws {
    let (plan, dataset) = try plan("training.learning-rate=1000000", "training.steps=300")
    let store = try RunStore(path: ":memory:")
    let runs = plan.runs(dataset: dataset)
    _ = try await PlanRunner(store: store, jobs: 2).run(
      runs, data: PreparedData(dataset), dataName: "football")
    let records = try store.records(identities: runs.map(\.identity))
    #expect(records.count == runs.count)
    #expect(records.values.contains { $0.failed })
    _ = try ComparisonResults(
      runs: Array(records.values), policies: plan.policies, testExampleCount: 50,
      steps: plan.training.steps)
  }
}

/// Counts calls from several threads.
private final class Counter: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}

import DropoutTraining
import Foundation
import Synchronization
import Testing

@testable import DropoutLab

struct RunDeskTests {
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
    let orders = SweepCase(plan, dataset: dataset).orders
    let one = try RunStore(path: ":memory:")
    let four = try RunStore(path: ":memory:")
    _ = try await RunDesk(store: one, jobs: 1).train(orders)
    _ = try await RunDesk(store: four, jobs: 4).train(orders)
    #expect(try digests(one, runs) == digests(four, runs))
    #expect(try Set(digests(one, runs).values).count == runs.count)
  }

  @Test func askingAgainTrainsOnlyWhatIsMissing() async throws {
    let (plan, dataset) = try plan()
    let orders = SweepCase(plan, dataset: dataset).orders
    let desk = RunDesk(store: try RunStore(path: ":memory:"), jobs: 2)
    let first = try await desk.train(Array(orders.prefix(4)))
    #expect(first.trained == 4 && first.alreadyStored == 0 && !first.timeWasOver)
    let second = try await desk.train(orders)
    #expect(second.trained == 5 && second.alreadyStored == 4)
    let third = try await desk.train(orders.reversed())
    #expect(third.trained == 0 && third.alreadyStored == 9)
    // In the order asked for.
    #expect(third.records == second.records.reversed())
    #expect(third.records.map { $0?.seed } == orders.reversed().map(\.run.seed))
  }

  @Test func onePolicyIsNeverDecided() async throws {
    let (plan, dataset) = try plan("comparison.policies=none", "comparison.until-decided=true")
    let desk = RunDesk(store: try RunStore(path: ":memory:"), jobs: 1)
    await #expect(throws: ComparisonError.oneArm(Arm(.none))) {
      try await desk.compare([SweepCase(plan, dataset: dataset)])
    }
    #expect(try desk.store.all().isEmpty)
  }

  @Test func stoppingStoresNothingHalf() async throws {
    let (plan, dataset) = try plan("training.steps=2000")
    let orders = SweepCase(plan, dataset: dataset).orders
    let store = try RunStore(path: ":memory:")
    let questions = Counter()
    // A run asks before each of its 2,000 steps: stops in the middle of the second pair.
    let watch = RunWatch(shouldStop: { questions.next() > 5_000 })
    let stopped = await #expect(throws: RunDesk.Stopped.self) {
      try await RunDesk(store: store, jobs: 2, watch: watch).train(orders)
    }
    let stored = try #require(stopped).stored
    #expect(stored > 0 && stored < orders.count && stopped?.total == orders.count)
    #expect(try store.all().count == stored)
    let rest = try await RunDesk(store: store, jobs: 2).train(orders)
    #expect(rest.trained == orders.count - stored)
  }

  /// The time allowed is no fault: what is finished by then is given.
  @Test(.timeLimit(.minutes(10))) func aDeadlineGivesWhatIsFinished() async throws {
    let (plan, dataset) = try plan("training.steps=1000000000")
    let (short, _) = try self.plan()
    let orders = [(short, 2), (plan, 1)].map { plan, run in
      SweepCase(plan, dataset: dataset).orders[run]
    }
    let desk = RunDesk(store: try RunStore(path: ":memory:"), jobs: 2)
    _ = try await desk.train([orders[0]])
    let outcome = try await desk.train(orders, until: .now + .milliseconds(100))
    #expect(outcome.timeWasOver && outcome.trained == 0 && outcome.alreadyStored == 1)
    #expect(outcome.records.map { $0 == nil } == [false, true])
  }

  /// Orders are values: those that another process has written are trained to the same bits.
  @Test func ordersLeaveTheProcess() async throws {
    let (plan, dataset) = try plan()
    var held = RunData(plan.data)
    held.validation = RunData.Validation(share: 0.25, seed: 7)
    let split = try LoadedData().dataset(held)
    #expect(split.checksum == dataset.validationSplit(share: 0.25, seed: 7).checksum)
    #expect(split.train.count == 30 && split.test.count == 10)
    let one = SweepCase(plan, dataset: dataset)
    let orders = [
      one.orders[1],
      one.order(arm: 1, training: plan.training, seed: 9, on: (held, split.checksum)),
    ]
    let read = try JSONDecoder().decode([RunOrder].self, from: JSONEncoder().encode(orders))
    #expect(read == orders)
    let outcome = try await RunDesk(store: RunStore(path: ":memory:"), jobs: 1).train(read)
    let here = [dataset, split].enumerated().map { index, dataset in
      orders[index].run.train(PreparedData(dataset))?.record.weightsDigest
    }
    #expect(outcome.records.map { $0?.weightsDigest } == here)
  }

  @Test func changedDataAreRefused() async throws {
    let (plan, dataset) = try plan()
    var other = plan
    other.data.seed = 2
    let order = RunOrder(SweepCase(plan, dataset: dataset).orders[0].run, data: RunData(other.data))
    await #expect(throws: RunDataError.self) {
      try await RunDesk(store: RunStore(path: ":memory:"), jobs: 1).train([order])
    }
  }

  /// What a backend trains is all that a desk needs of it.
  @Test func aDeskTakesAnyBackend() async throws {
    /// Trains one run after the other, the last first.
    struct Backwards: RunBackend {
      let width = 1
      let data: PreparedData
      func train(
        _ missing: [(identity: String, order: RunOrder)], into store: RunStore, watch: RunWatch
      ) async throws -> TrainedRuns {
        var records: [String: RunRecord] = [:]
        for (identity, order) in missing.reversed() {
          guard let finished = order.run.train(data) else { continue }
          try store.insert(order.run, finished, dataName: "football")
          records[identity] = finished.record
        }
        return TrainedRuns(records: records, trainedElsewhere: 0)
      }
    }
    let (plan, dataset) = try plan()
    let orders = SweepCase(plan, dataset: dataset).orders
    let local = try await RunDesk(store: RunStore(path: ":memory:"), jobs: 2).train(orders)
    let backend = Backwards(data: PreparedData(dataset))
    let desk = RunDesk(
      store: try RunStore(path: ":memory:"), backend: backend, data: LoadedData())
    let other = try await desk.train(orders + orders)
    #expect(other.trained == 9 && other.records.count == 18)
    #expect(
      other.records.map { $0?.weightsDigest }
        == (local.records + local.records).map { $0?.weightsDigest })
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
    _ = try await RunDesk(store: store, jobs: 2).train(SweepCase(plan, dataset: dataset).orders)
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

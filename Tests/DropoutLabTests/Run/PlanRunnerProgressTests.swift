import DropoutLab
import DropoutTraining
import Synchronization
import Testing

struct PlanRunnerProgressTests {
  /// A run of minutes must tell something before it ends.
  @Test func stepsAreToldBeforeARunEnds() async throws {
    var settings = PlanSettings()
    for assignment in [
      "training.steps=1000000", "comparison.seeds=1", "comparison.policies=none", "data.train=40",
      "data.test=50",
    ] { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let runs = try Plan(settings, dataset: dataset).runs(dataset: dataset)
    let share = Mutex(0.0)
    let outcome = try await PlanRunner(store: RunStore(path: ":memory:"), jobs: 1).run(
      runs, data: PreparedData(dataset), dataName: "football",
      shouldStop: { share.withLock { $0 > 0 } },
      progress: { told in share.withLock { $0 = told.doneShare } })
    #expect(outcome.wasStopped && outcome.trained == 0)
    #expect(share.withLock { $0 > 0 && $0 < 1 })
  }

  @Test func allStepsAreCountedAtTheEnd() async throws {
    var settings = PlanSettings()
    for assignment in [
      "training.steps=250", "comparison.seeds=2", "comparison.policies=none", "data.train=40",
      "data.test=50",
    ] { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let runs = try Plan(settings, dataset: dataset).runs(dataset: dataset)
    let shares = Mutex<[Double]>([])
    _ = try await PlanRunner(store: RunStore(path: ":memory:"), jobs: 2).run(
      runs, data: PreparedData(dataset), dataName: "football",
      progress: { told in shares.withLock { $0.append(told.doneShare) } })
    #expect(shares.withLock { $0 == $0.sorted() && $0.last == 1 })
  }
}

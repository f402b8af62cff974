import DropoutLab
import DropoutTraining
import Synchronization
import Testing

struct RunDeskProgressTests {
  /// A run of minutes must tell something before it ends.
  @Test func stepsAreToldBeforeARunEnds() async throws {
    var settings = PlanSettings()
    for assignment in [
      "training.steps=1000000", "comparison.seeds=1", "comparison.policies=none", "data.train=40",
      "data.test=50",
    ] { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let orders = try SweepCase(Plan(settings, dataset: dataset), dataset: dataset).orders
    let share = Mutex(0.0)
    let watch = RunWatch(
      shouldStop: { share.withLock { $0 > 0 } },
      progress: { told in share.withLock { $0 = told.doneShare } })
    let stopped = await #expect(throws: RunDesk.Stopped.self) {
      try await RunDesk(store: RunStore(path: ":memory:"), jobs: 1, watch: watch).train(orders)
    }
    #expect(stopped?.stored == 0 && stopped?.total == 1 && stopped?.phase == "training")
    #expect(share.withLock { $0 > 0 && $0 < 1 })
  }

  @Test func allStepsAreCountedAtTheEnd() async throws {
    var settings = PlanSettings()
    for assignment in [
      "training.steps=250", "comparison.seeds=2", "comparison.policies=none", "data.train=40",
      "data.test=50",
    ] { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let orders = try SweepCase(Plan(settings, dataset: dataset), dataset: dataset).orders
    let shares = Mutex<[Double]>([])
    let watch = RunWatch(progress: { told in shares.withLock { $0.append(told.doneShare) } })
    _ = try await RunDesk(store: RunStore(path: ":memory:"), jobs: 2, watch: watch).train(orders)
    #expect(shares.withLock { $0 == $0.sorted() && $0.last == 1 })
  }
}

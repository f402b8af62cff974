import DropoutTraining
private import Dispatch
private import Foundation
import Synchronization

/// Trains runs in this process, one thread per run.
///
/// Other processes on the same store share the work: each run is trained by one of them. While the store
/// cannot be written, because another program holds it or its disk is full, training goes on, and finished
/// runs are kept until they can be written.
public struct LocalBackend: RunBackend {
  /// How many runs it trains at once.
  public let width: Int
  private let data: LoadedData

  /// A backend that trains `jobs` runs at once.
  public init(jobs: Int, data: LoadedData) {
    precondition(jobs > 0, "\(jobs) jobs")
    width = jobs
    self.data = data
  }

  /// Trains runs, the longest first, so that no long run is left for the end; equally long runs in their
  /// order.
  ///
  /// - Throws: ``StoreError``; ``StoreError/unwritten(path:runs:reason:)`` if it was stopped before all
  ///   finished runs could be written.
  public func train(
    _ missing: [(identity: String, order: RunOrder)], into store: RunStore, watch: RunWatch
  ) async throws -> TrainedRuns {
    let runs = try missing.map { identity, order in
      (identity: identity, run: try ScheduledRun(order, data.prepared(order.data)))
    }.enumerated().sorted {
      ($1.element.run.cost, $0.offset) < ($0.element.run.cost, $1.offset)
    }.map(\.element)
    let work = runs.reduce(0) { $0 + $1.run.cost }
    let clock = ContinuousClock()
    let start = clock.now
    let tally = WorkTally { finished, done in
      watch.progress(
        RunWatch.Progress(
          finished: finished, total: runs.count, seconds: (clock.now - start) / .seconds(1),
          doneShare: done / max(work, 1)))
    }
    let queue = RunQueue(runs, store: store, jobs: width, notice: watch.notice)
    let tending = Tending { queue.tend() }
    defer { tending.end() }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<min(width, runs.count) {
        group.addTask { Self.train(queue, tally: tally, shouldStop: watch.shouldStop) }
      }
      await group.waitForAll()
    }
    try writeRest(queue, shouldStop: watch.shouldStop)
    return queue.trained
  }

  /// Trains one run after the other until none is left.
  private static func train(
    _ queue: RunQueue, tally: WorkTally, shouldStop: @escaping @Sendable () -> Bool
  ) {
    while !shouldStop() && !queue.hasFailed && !Task.isCancelled {
      let scheduled: ScheduledRun
      switch queue.next(finished: { tally.add(work: $0.cost, finishesRun: true) }) {
      case .done: return
      case .wait:
        Thread.sleep(forTimeInterval: 0.2)
        continue
      case .train(let run): scheduled = run
      }
      var unreported = 0
      let result = scheduled.run.train(scheduled.data) {
        // Called before every step, so steps are counted here, and reported a hundred at a time.
        unreported += 1
        if unreported == WorkTally.reportedSteps {
          tally.add(work: Double(unreported) * scheduled.stepCost)
          unreported = 0
        }
        return shouldStop() || queue.hasFailed || Task.isCancelled
      }
      guard let result else { return }
      queue.finish(scheduled, result)
      if !queue.hasFailed {
        tally.add(work: Double(unreported) * scheduled.stepCost, finishesRun: true)
      }
    }
  }

  /// Waits until every finished run is written, or somebody asks to stop.
  private func writeRest(_ queue: RunQueue, shouldStop: @Sendable () -> Bool) throws(StoreError) {
    while queue.waitingCount > 0, !queue.hasFailed, !shouldStop(), !Task.isCancelled {
      queue.tend()
      if queue.waitingCount > 0 { Thread.sleep(forTimeInterval: 0.1) }
    }
    // One last attempt, also if somebody has asked to stop.
    queue.write()
    queue.close()
    if let failure = queue.failure {
      guard case .failed = failure, let unwritten = queue.unwritten else { throw failure }
      throw unwritten
    }
    if let unwritten = queue.unwritten { throw unwritten }
  }
}

/// Does something once a second on its own thread, because all other threads may be training.
private final class Tending: Sendable {
  private let timer: Mutex<any DispatchSourceTimer>

  init(_ body: @escaping @Sendable () -> Void) {
    let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "dropout store"))
    source.setEventHandler(handler: body)
    source.schedule(deadline: .now() + 1, repeating: 1)
    source.resume()
    timer = Mutex(source)
  }

  func end() { timer.withLock { $0.cancel() } }
}

/// The work done so far; a class so that the threads share it.
private final class WorkTally: Sendable {
  /// The number of steps of a run that are reported together.
  static let reportedSteps = 100

  private let done = Mutex((runs: 0, work: 0.0, told: ContinuousClock.now))
  private let tell: @Sendable (_ runs: Int, _ work: Double) -> Void

  init(tell: @escaping @Sendable (_ runs: Int, _ work: Double) -> Void) { self.tell = tell }

  /// Counts work, the last of a run if that is finished; reports it at most twice a second, but every
  /// finished run.
  func add(work: Double, finishesRun: Bool = false) {
    done.withLock { done in
      done.work += work
      if finishesRun { done.runs += 1 }
      let now = ContinuousClock.now
      guard finishesRun || now - done.told >= .milliseconds(500) else { return }
      done.told = now
      tell(done.runs, done.work)
    }
  }
}

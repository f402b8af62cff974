import DropoutTraining
import Synchronization

/// Trains what is missing of a plan, in parallel, one thread a run, and stores each run as it ends.
public struct PlanRunner: Sendable {
  /// How many runs train at once.
  public let jobs: Int
  private let store: RunStore

  /// What a progress callback is told.
  public struct Progress: Sendable {
    /// Runs trained in this call so far.
    public let finished: Int
    /// Runs that this call has to train.
    public let total: Int
    /// Seconds since the first of them began.
    public let seconds: Double
    /// Work done in all runs, the unfinished ones too, as a share of all work, 0…1.
    public let doneShare: Double
  }

  /// How a call ended.
  public struct Outcome: Sendable {
    /// Runs that were in the store before.
    public let alreadyStored: Int
    /// Runs that this call trained and stored.
    public let trained: Int
    /// Whether it was stopped before all were done.
    public let wasStopped: Bool
    /// Seconds it took.
    public let seconds: Double
  }

  /// A runner over `jobs` threads.
  public init(store: RunStore, jobs: Int) {
    precondition(jobs > 0, "\(jobs) jobs")
    self.store = store
    self.jobs = jobs
  }

  /// Trains the missing ones of `runs`, all on the same data.
  public func run(
    _ runs: [PlannedRun], data: PreparedData, dataName: String,
    shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    try await run(
      runs.map { ScheduledRun($0, data: data, dataName: dataName) }, shouldStop: shouldStop,
      progress: progress)
  }

  /// Trains the missing ones of `runs`, the longest first, so that no long one is left for the end; of
  /// equally long ones in their order. A run that is named twice is trained once.
  ///
  /// - Parameters:
  ///   - shouldStop: Asked often, from several threads; once true, no unfinished run is stored.
  ///   - progress: Told after every stored run and twice a second of training, from several
  ///     threads, one at a time.
  public func run(
    _ runs: [ScheduledRun], shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    let missing = try missing(of: runs)
    let work = missing.reduce(0) { $0 + $1.cost }
    let clock = ContinuousClock()
    let start = clock.now
    let queue = WorkQueue { finished, done in
      progress(
        Progress(
          finished: finished, total: missing.count, seconds: (clock.now - start) / .seconds(1),
          doneShare: done / max(work, 1)))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(jobs, missing.count) {
        group.addTask {
          while !shouldStop() && !queue.hasFailed {
            let index = queue.next()
            guard index < missing.count else { return }
            let scheduled = missing[index]
            var unreported = 0
            let result = scheduled.run.execute(scheduled.data) {
              // Asked before every step: the steps are counted here, some hundreds at a time.
              unreported += 1
              if unreported == WorkQueue.reportedSteps {
                queue.add(work: Double(unreported) * scheduled.stepCost)
                unreported = 0
              }
              return shouldStop() || queue.hasFailed || Task.isCancelled
            }
            guard let result else { return }
            do {
              try store.insert(scheduled.run, result, dataName: scheduled.dataName)
            } catch {
              queue.fail()
              throw error
            }
            queue.finishOne(work: Double(unreported) * scheduled.stepCost)
          }
        }
      }
      try await group.waitForAll()
    }
    let trained = queue.finishedCount
    return Outcome(
      alreadyStored: runs.count - missing.count, trained: trained,
      wasStopped: trained < missing.count, seconds: (clock.now - start) / .seconds(1))
  }

  /// The runs that are not in the store, each once, the longest first.
  private func missing(of runs: [ScheduledRun]) throws -> [ScheduledRun] {
    let identities = runs.concurrentMap { $0.run.identity }
    var known = try store.finished(of: identities)
    let missing = zip(identities, runs).filter { known.insert($0.0).inserted }.map(\.1)
    return missing.enumerated().sorted {
      ($1.element.cost, $0.offset) < ($0.element.cost, $1.offset)
    }.map(\.element)
  }
}

/// The next run to train and how much is done; a class so that the threads share it.
private final class WorkQueue: Sendable {
  /// Steps of a run that are counted together.
  static let reportedSteps = 100

  private let position = Atomic(0)
  private let failed = Atomic(false)
  private let done = Mutex((runs: 0, work: 0.0, told: ContinuousClock.now))
  private let tell: @Sendable (_ runs: Int, _ work: Double) -> Void

  init(tell: @escaping @Sendable (_ runs: Int, _ work: Double) -> Void) { self.tell = tell }

  /// Whether a job's run could not be stored; the others stop at once, where a task's cancellation
  /// would have to wait for a free thread.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  func fail() { failed.store(true, ordering: .relaxed) }

  func next() -> Int { position.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// Counts work of a run that goes on; tells of it at most twice a second.
  func add(work: Double) {
    done.withLock { done in
      done.work += work
      let now = ContinuousClock.now
      guard now - done.told >= .milliseconds(500) else { return }
      done.told = now
      tell(done.runs, done.work)
    }
  }

  /// Counts a stored run with its last work, and tells of it.
  func finishOne(work: Double) {
    done.withLock { done in
      done.runs += 1
      done.work += work
      done.told = ContinuousClock.now
      tell(done.runs, done.work)
    }
  }

  var finishedCount: Int { done.withLock { $0.runs } }
}

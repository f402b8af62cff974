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
    /// Steps done in all runs, the unfinished ones too, as a share of all steps, 0…1.
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

  /// Trains the missing ones of `runs`.
  ///
  /// - Parameters:
  ///   - shouldStop: Asked often, from several threads; once true, no unfinished run is stored.
  ///   - progress: Told after every stored run and twice a second of training, from several
  ///     threads, one at a time.
  public func run(
    _ runs: [PlannedRun], data: PreparedData, dataName: String,
    shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    let stored = try store.finished(of: runs.map(\.identity))
    let missing = runs.filter { !stored.contains($0.identity) }
    let clock = ContinuousClock()
    let start = clock.now
    let queue = WorkQueue { finished, steps in
      progress(
        Progress(
          finished: finished, total: missing.count, seconds: (clock.now - start) / .seconds(1),
          doneShare: Double(steps) / Double(max(1, missing.reduce(0) { $0 + $1.training.steps }))))
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(jobs, missing.count) {
        group.addTask {
          while !shouldStop() && !queue.hasFailed {
            let index = queue.next()
            guard index < missing.count else { return }
            let run = missing[index]
            var unreported = 0
            let result = run.execute(data) {
              // Asked before every step: the steps are counted here, some hundreds at a time.
              unreported += 1
              if unreported == WorkQueue.reportedSteps {
                queue.add(steps: unreported)
                unreported = 0
              }
              return shouldStop() || queue.hasFailed || Task.isCancelled
            }
            guard let result else { return }
            do {
              try store.insert(run, result, dataName: dataName)
            } catch {
              queue.fail()
              throw error
            }
            queue.finishOne(steps: unreported)
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
}

/// The next run to train and how much is done; a class so that the threads share it.
private final class WorkQueue: Sendable {
  /// Steps of a run that are counted together.
  static let reportedSteps = 100

  private let position = Atomic(0)
  private let failed = Atomic(false)
  private let done = Mutex((runs: 0, steps: 0, told: ContinuousClock.now))
  private let tell: @Sendable (_ runs: Int, _ steps: Int) -> Void

  init(tell: @escaping @Sendable (_ runs: Int, _ steps: Int) -> Void) { self.tell = tell }

  /// Whether a job's run could not be stored; the others stop at once, where a task's cancellation
  /// would have to wait for a free thread.
  var hasFailed: Bool { failed.load(ordering: .relaxed) }

  func fail() { failed.store(true, ordering: .relaxed) }

  func next() -> Int { position.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// Counts steps of a run that goes on; tells of them at most twice a second.
  func add(steps: Int) {
    done.withLock { done in
      done.steps += steps
      let now = ContinuousClock.now
      guard now - done.told >= .milliseconds(500) else { return }
      done.told = now
      tell(done.runs, done.steps)
    }
  }

  /// Counts a stored run with its last steps, and tells of it.
  func finishOne(steps: Int) {
    done.withLock { done in
      done.runs += 1
      done.steps += steps
      done.told = ContinuousClock.now
      tell(done.runs, done.steps)
    }
  }

  var finishedCount: Int { done.withLock { $0.runs } }
}

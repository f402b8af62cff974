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
  ///   - progress: Told after every stored run, from several threads, one at a time.
  public func run(
    _ runs: [PlannedRun], data: PreparedData, dataName: String,
    shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    let stored = try store.records(identities: runs.map(\.identity))
    let missing = runs.filter { stored[$0.identity] == nil }
    let queue = WorkQueue()
    let clock = ContinuousClock()
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(jobs, missing.count) {
        group.addTask {
          while !shouldStop() {
            let index = queue.next()
            guard index < missing.count else { return }
            let run = missing[index]
            guard let result = run.execute(data, shouldStop: { shouldStop() || Task.isCancelled })
            else { return }
            try store.insert(run, result, dataName: dataName)
            queue.finishOne { count in
              progress(
                Progress(
                  finished: count, total: missing.count,
                  seconds: (clock.now - start) / .seconds(1)))
            }
          }
        }
      }
      // The first error cancels the others; waitForAll would let them train on.
      for try await _ in group {}
    }
    let trained = queue.finishedCount
    return Outcome(
      alreadyStored: runs.count - missing.count, trained: trained,
      wasStopped: trained < missing.count, seconds: (clock.now - start) / .seconds(1))
  }
}

/// The next run to train and how many are done; a class so that the threads share it.
private final class WorkQueue: Sendable {
  private let position = Atomic(0)
  private let finished = Mutex(0)

  func next() -> Int { position.wrappingAdd(1, ordering: .relaxed).oldValue }

  func finishOne(_ tell: (Int) -> Void) {
    finished.withLock { count in
      count += 1
      tell(count)
    }
  }

  var finishedCount: Int { finished.withLock { $0 } }
}

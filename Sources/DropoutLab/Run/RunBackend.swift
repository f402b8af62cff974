/// Trains the runs that a store lacks, for example on the threads of this process.
///
/// ``RunDesk`` asks it only for missing runs, and gives the records in order.
public protocol RunBackend: Sendable {
  /// How many runs it trains at once.
  var width: Int { get }

  /// Trains runs, and stores each completely when it ends.
  ///
  /// It returns early if ``RunWatch/shouldStop`` says so, and then has stored no unfinished run.
  /// - Parameters:
  ///   - missing: Runs that the store lacks, each once.
  ///   - store: The store that keeps them.
  ///   - watch: Is called with the progress, and may stop the training.
  /// - Throws: ``StoreError``, or what reading the data throws.
  func train(
    _ missing: [(identity: String, order: RunOrder)], into store: RunStore, watch: RunWatch
  ) async throws -> TrainedRuns
}

/// The runs that a backend has trained.
public struct TrainedRuns: Sendable {
  /// The records of the runs that were trained, by identity, even if the store has changed since.
  public var records: [String: RunRecord]
  /// How many of them were trained by other processes on the same store.
  public var trainedElsewhere: Int

  /// Records of runs, `trainedElsewhere` of which another process trained.
  public init(records: [String: RunRecord], trainedElsewhere: Int) {
    self.records = records
    self.trainedElsewhere = trainedElsewhere
  }
}

/// Functions that report on runs while they are trained, and that can stop them.
///
/// All three are called from several threads.
public struct RunWatch: Sendable {
  /// Called often; once it returns true, training ends and no unfinished run is stored.
  public var shouldStop: @Sendable () -> Bool
  /// Called after every finished run and twice a second of training, by one thread at a time.
  public var progress: @Sendable (Progress) -> Void
  /// Called with what the user should know at once.
  public var notice: @Sendable (Notice) -> Void

  /// Creates a watch; by default it ignores all reports and never stops anything.
  public init(
    shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in },
    notice: @escaping @Sendable (Notice) -> Void = { _ in }
  ) {
    self.shouldStop = shouldStop
    self.progress = progress
    self.notice = notice
  }

  /// The progress of a call that trains runs.
  public struct Progress: Sendable {
    /// What the runs are for: "training".
    public var phase = ""
    /// Runs finished in this call so far.
    public let finished: Int
    /// Runs that were missing when the call began.
    public let total: Int
    /// Seconds since the first of the runs began.
    public let seconds: Double
    /// Work done in all runs, including unfinished ones, as a share of all work, 0…1.
    public let doneShare: Double
  }

  /// A notice for the user while runs are trained.
  public enum Notice: Sendable {
    /// A row does not read back, so its run is trained again and the row replaced.
    case damaged(DamagedRow, path: String)
    /// Another program holds the store, and reading it has to wait.
    case locked(path: String)
    /// Finished runs wait for the store; reported once, and then once a minute.
    case waiting(path: String, reason: String, runs: Int)
    /// The runs that waited have been written.
    case written(path: String)
  }
}

extension RunWatch.Notice: CustomStringConvertible {
  /// What happens, and what can be done, in one line.
  public var description: String {
    switch self {
    case .damaged(let row, let path):
      "run \((row.identity ?? "").prefix(12)) in store \(path) is damaged (\(row.reason)): it is "
        + "trained again"
    case .locked(let path):
      "run store \(path) is locked by another program: waiting for it; Ctrl-C gives up"
    case .waiting(let path, let reason, let runs):
      "run store \(path) cannot be written, \(reason): \(runs == 1 ? "1 finished run waits" : "\(runs) finished runs wait"); "
        + "Ctrl-C gives up"
    case .written(let path): "the finished runs that waited are in \(path) now"
    }
  }
}

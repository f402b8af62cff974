/// What trains runs that a store lacks, such as the threads of this process.
///
/// ``RunDesk`` asks it only for what is missing, and gives the records in order.
public protocol RunBackend: Sendable {
  /// How many runs it trains at once.
  var width: Int { get }

  /// Trains runs and stores each, whole, as it ends.
  ///
  /// It returns early if ``RunWatch/shouldStop`` says so, and then has stored no unfinished run.
  /// - Parameters:
  ///   - missing: Runs that the store lacks, each once.
  ///   - store: The store that keeps them.
  ///   - watch: Hears of the progress, and may stop the training.
  /// - Throws: ``StoreError``, or what reading the data throws.
  func train(
    _ missing: [(identity: String, order: RunOrder)], into store: RunStore, watch: RunWatch
  ) async throws -> TrainedRuns
}

/// What a backend has done.
public struct TrainedRuns: Sendable {
  /// The records of the runs that were trained, by identity, whatever becomes of the store meanwhile.
  public var records: [String: RunRecord]
  /// How many of them other processes on the same store trained.
  public var trainedElsewhere: Int

  /// Records of runs, `trainedElsewhere` of which another process trained.
  public init(records: [String: RunRecord], trainedElsewhere: Int) {
    self.records = records
    self.trainedElsewhere = trainedElsewhere
  }
}

/// What somebody who waits for runs is told, and how they stop them.
///
/// All three are called from several threads.
public struct RunWatch: Sendable {
  /// Asked often; once true, training ends and no unfinished run is stored.
  public var shouldStop: @Sendable () -> Bool
  /// Called after every finished run and twice a second of training, by one thread at a time.
  public var progress: @Sendable (Progress) -> Void
  /// Called with what somebody should know at once.
  public var notice: @Sendable (Notice) -> Void

  /// A watch; one that is told nothing and never stops anything by default.
  public init(
    shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in },
    notice: @escaping @Sendable (Notice) -> Void = { _ in }
  ) {
    self.shouldStop = shouldStop
    self.progress = progress
    self.notice = notice
  }

  /// How far runs are.
  public struct Progress: Sendable {
    /// What they are for: "training".
    public var phase = ""
    /// Runs finished in this call so far.
    public let finished: Int
    /// Runs that were missing when the call began.
    public let total: Int
    /// Seconds since the first of them began.
    public let seconds: Double
    /// Work done in all runs, the unfinished ones too, as a share of all work, 0…1.
    public let doneShare: Double
  }

  /// What somebody should know while runs are trained.
  public enum Notice: Sendable {
    /// A row does not read back, so its run is trained again and the row replaced.
    case damaged(DamagedRow, path: String)
    /// Another program holds the store; what is in it is waited for.
    case locked(path: String)
    /// Finished runs wait for the store; reported once, and then once a minute.
    case waiting(path: String, reason: String, runs: Int)
    /// They have been written.
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

import DropoutTraining
private import Foundation

/// The one place that trains runs for a store: what the store lacks is trained, and the records are given in order,
/// or the reason why not.
public struct RunDesk: Sendable {
  /// The store of finished runs.
  public let store: RunStore
  /// The data sets of this process.
  let data: LoadedData
  /// The backend that trains.
  let backend: any RunBackend
  private let watch: RunWatch

  /// The outcome of a call that was not stopped.
  public struct Outcome: Sendable {
    /// One record per run, in order, even if the store has changed since; nil if the time was over before the
    /// run was finished.
    public let records: [RunRecord?]
    /// Runs that were in the store before.
    public let alreadyStored: Int
    /// Runs that this call trained and stored.
    public let trained: Int
    /// Runs that other processes trained while this call waited or trained others.
    public let trainedElsewhere: Int
    /// Whether the deadline came before all runs were finished.
    public let timeWasOver: Bool
    /// Duration of the call in seconds.
    public let seconds: Double
  }

  /// Thrown if a call was stopped before all runs were finished.
  public struct Stopped: Error, Hashable, CustomStringConvertible {
    /// What the runs were for.
    public let phase: String
    /// Runs of the call that are in the store.
    public let stored: Int
    /// The number of runs of the call.
    public let total: Int
    /// The store's path.
    public let path: String

    /// "3 of 160 runs are in dropout.sqlite; the same command goes on from there".
    public var description: String {
      "\(stored) of \(total == 1 ? "1 run" : "\(total) runs") are in \(path); the same command goes on from there"
    }
  }

  /// A desk whose runs are trained by the given backend.
  public init(
    store: RunStore, backend: any RunBackend, data: LoadedData, watch: RunWatch = RunWatch()
  ) {
    self.store = store
    self.backend = backend
    self.data = data
    self.watch = watch
  }

  /// A desk whose runs this process trains, `jobs` at once.
  public init(
    store: RunStore, jobs: Int, data: LoadedData = LoadedData(), watch: RunWatch = RunWatch()
  ) {
    self.init(
      store: store, backend: LocalBackend(jobs: jobs, data: data), data: data, watch: watch)
  }

  /// Trains the runs of `orders` that the store lacks; a run that is listed twice is trained once.
  ///
  /// - Parameters:
  ///   - orders: The runs.
  ///   - phase: What the runs are for, shown with the progress.
  ///   - deadline: When to end, with the runs finished by then; nil for no limit.
  /// - Throws: ``Stopped``, ``StoreError``, or what reading the data throws.
  public func train(
    _ orders: [RunOrder], phase: String = "training", until deadline: ContinuousClock.Instant? = nil
  ) async throws -> Outcome {
    let start = ContinuousClock.now
    let identities = orders.concurrentMap { $0.run.identity }
    var records = try known(identities)
    var seen = Set(records.keys)
    let missing = zip(identities, orders).filter { seen.insert($0.0).inserted }
      .map { (identity: $0, order: $1) }
    var watch = watch
    let (progress, shouldStop) = (watch.progress, watch.shouldStop)
    watch.progress = {
      var told = $0
      told.phase = phase
      progress(told)
    }
    if let deadline { watch.shouldStop = { shouldStop() || .now >= deadline } }
    let done = try await backend.train(missing, into: store, watch: watch)
    records.merge(done.records) { $1 }
    let timeWasOver = done.records.count < missing.count
    if timeWasOver, shouldStop() || Task.isCancelled || deadline == nil {
      throw Stopped(phase: phase, stored: records.count, total: seen.count, path: store.path)
    }
    return Outcome(
      records: identities.map { records[$0] }, alreadyStored: orders.count - missing.count,
      trained: done.records.count - done.trainedElsewhere,
      trainedElsewhere: done.trainedElsewhere, timeWasOver: timeWasOver,
      seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  /// The records of groups of runs, all trained together.
  ///
  /// - Throws: As ``train(_:phase:until:)``.
  func records(_ groups: [[RunOrder]], phase: String) async throws -> [[RunRecord]] {
    var records = try await train(groups.flatMap(\.self), phase: phase).records[...]
    return groups.map { group in
      defer { records = records.dropFirst(group.count) }
      return records.prefix(group.count).compactMap(\.self)
    }
  }

  /// The records of these runs that the store has; waits while another program holds the store.
  private func known(_ identities: [String]) throws(StoreError) -> [String: RunRecord] {
    var hasTold = false
    while true {
      do {
        let found = try store.readableRecords(identities: identities, patience: .seconds(1))
        for row in found.damaged { watch.notice(.damaged(row, path: store.path)) }
        return found.runs
      } catch {
        guard case .locked = error, !watch.shouldStop(), !Task.isCancelled else { throw error }
        if !hasTold { watch.notice(.locked(path: store.path)) }
        hasTold = true
      }
    }
  }
}

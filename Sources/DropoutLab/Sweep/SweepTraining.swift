import DropoutTraining

/// Trains the runs of a sweep through the store, so that it can be interrupted and gone on with.
public struct SweepTraining: Sendable {
  let store: RunStore
  private let jobs: Int
  private let shouldStop: @Sendable () -> Bool
  private let progress: @Sendable (_ phase: String, _ progress: PlanRunner.Progress) -> Void
  private let notice: @Sendable (PlanRunner.Notice) -> Void

  /// That a sweep was stopped.
  public struct Stopped: Error, Sendable {
    /// What was being trained.
    public let phase: String
    /// Runs of it that are in the store.
    public let stored: Int
    /// Runs that it has.
    public let total: Int
  }

  /// A training over `jobs` threads; `shouldStop`, `progress` and `notice` are those of ``PlanRunner``.
  public init(
    store: RunStore, jobs: Int, shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ phase: String, _ progress: PlanRunner.Progress) -> Void = {
      _, _ in
    },
    notice: @escaping @Sendable (PlanRunner.Notice) -> Void = { _ in }
  ) {
    self.store = store
    self.jobs = jobs
    self.shouldStop = shouldStop
    self.progress = progress
    self.notice = notice
  }

  /// Trains what the store lacks of groups of runs, all together.
  ///
  /// - Parameter phase: What it is for, for progress.
  /// - Returns: The records, group by group.
  /// - Throws: ``Stopped``, or what the store throws.
  package func records(
    _ groups: [[ScheduledRun]], phase: String
  ) async throws -> [[RunRecord]] {
    let runs = groups.flatMap(\.self)
    let progress = progress
    let outcome = try await PlanRunner(store: store, jobs: jobs, notice: notice).run(
      runs, shouldStop: shouldStop, progress: { progress(phase, $0) })
    let identities = groups.map { $0.map(\.run.identity) }
    let known = outcome.records
    guard !outcome.wasStopped else {
      throw Stopped(
        phase: phase, stored: known.count, total: Set(identities.flatMap(\.self)).count)
    }
    return identities.map { $0.compactMap { known[$0] } }
  }
}

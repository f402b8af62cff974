import DropoutTraining
private import Dispatch
private import Foundation
import Synchronization

/// Trains what is missing of a plan, in parallel, one thread a run, and stores each run as it ends.
///
/// Other processes on the same store take part: each run is trained by one of them.
public struct PlanRunner: Sendable {
  /// How many runs train at once.
  public let jobs: Int
  private let store: RunStore
  private let notice: @Sendable (Notice) -> Void

  /// What a progress callback gets.
  public struct Progress: Sendable {
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

  /// How a call ended.
  public struct Outcome: Sendable {
    /// Runs that were in the store before.
    public let alreadyStored: Int
    /// Runs that this call trained and stored.
    public let trained: Int
    /// Runs that other processes trained while this call waited or trained others.
    public let trainedElsewhere: Int
    /// Whether it was stopped before all were done.
    public let wasStopped: Bool
    /// Seconds it took.
    public let seconds: Double
    /// The record of every finished run, by identity, whatever happens to the store meanwhile.
    public let records: [String: RunRecord]
  }

  /// A runner over `jobs` threads.
  ///
  /// - Parameter notice: Told what somebody should know, from several threads.
  public init(
    store: RunStore, jobs: Int, notice: @escaping @Sendable (Notice) -> Void = { _ in }
  ) {
    precondition(jobs > 0, "\(jobs) jobs")
    self.store = store
    self.jobs = jobs
    self.notice = notice
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
  /// While the store cannot be written because another program holds it or its disk is full, training
  /// goes on, and finished runs are kept until they can be written.
  ///
  /// - Parameters:
  ///   - shouldStop: Asked often, from several threads; once true, no unfinished run is stored.
  ///   - progress: Told after every finished run and twice a second of training, from several
  ///     threads, one at a time.
  /// - Throws: ``StoreError``; ``StoreError/unwritten(path:runs:reason:)`` if it was stopped before all
  ///   finished runs could be written.
  package func run(
    _ runs: [ScheduledRun], shouldStop: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Outcome {
    let identities = runs.concurrentMap { $0.run.identity }
    let known = try known(identities, shouldStop: shouldStop)
    let missing = Self.missing(
      of: zip(identities, runs).map { (identity: $0, run: $1) }, known: known)
    let work = missing.reduce(0) { $0 + $1.run.cost }
    let clock = ContinuousClock()
    let start = clock.now
    let tally = WorkTally { finished, done in
      progress(
        Progress(
          finished: finished, total: missing.count, seconds: (clock.now - start) / .seconds(1),
          doneShare: done / max(work, 1)))
    }
    let desk = RunDesk(missing, known: known, store: store, jobs: jobs, notice: notice)
    let tending = Tending { desk.tend() }
    defer { tending.end() }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<min(jobs, missing.count) {
        group.addTask { Self.train(desk, tally: tally, shouldStop: shouldStop) }
      }
      await group.waitForAll()
    }
    try writeRest(desk, shouldStop: shouldStop)
    let (trained, shared) = desk.counts
    return Outcome(
      alreadyStored: runs.count - missing.count, trained: trained, trainedElsewhere: shared,
      wasStopped: trained + shared < missing.count, seconds: (clock.now - start) / .seconds(1),
      records: desk.records)
  }

  /// Trains one run after the other until none is left.
  private static func train(
    _ desk: RunDesk, tally: WorkTally, shouldStop: @escaping @Sendable () -> Bool
  ) {
    while !shouldStop() && !desk.hasFailed && !Task.isCancelled {
      let scheduled: ScheduledRun
      switch desk.next(finished: { tally.finishOne(work: $0.cost) }) {
      case .done: return
      case .wait:
        Thread.sleep(forTimeInterval: 0.2)
        continue
      case .train(let run): scheduled = run
      }
      var unreported = 0
      let result = scheduled.run.train(scheduled.data) {
        // Asked before every step: the steps are counted here, some hundreds at a time.
        unreported += 1
        if unreported == WorkTally.reportedSteps {
          tally.add(work: Double(unreported) * scheduled.stepCost)
          unreported = 0
        }
        return shouldStop() || desk.hasFailed || Task.isCancelled
      }
      guard let result else { return }
      desk.finish(scheduled, result)
      if !desk.hasFailed { tally.finishOne(work: Double(unreported) * scheduled.stepCost) }
    }
  }

  /// Waits until every finished run is written, or somebody asks to stop.
  private func writeRest(_ desk: RunDesk, shouldStop: @Sendable () -> Bool) throws(StoreError) {
    while desk.waitingCount > 0, !desk.hasFailed, !shouldStop(), !Task.isCancelled {
      desk.tend()
      if desk.waitingCount > 0 { Thread.sleep(forTimeInterval: 0.1) }
    }
    // The last attempt of somebody who has asked to stop.
    desk.write()
    desk.close()
    if let failure = desk.failure {
      guard case .failed = failure, let unwritten = desk.unwritten else { throw failure }
      throw unwritten
    }
    if let unwritten = desk.unwritten { throw unwritten }
  }

  /// What the store has of these runs; waits while another program holds it.
  private func known(
    _ identities: [String], shouldStop: @Sendable () -> Bool
  ) throws(StoreError) -> [String: RunRecord] {
    var hasTold = false
    while true {
      do {
        let found = try store.readableRecords(identities: identities, patience: .seconds(1))
        for row in found.damaged { notice(.damaged(row, path: store.path)) }
        return found.runs
      } catch {
        guard case .locked = error, !shouldStop(), !Task.isCancelled else { throw error }
        if !hasTold { notice(.locked(path: store.path)) }
        hasTold = true
      }
    }
  }

  /// The runs that the store lacks, each once, the longest first.
  private static func missing(
    of runs: [(identity: String, run: ScheduledRun)], known: [String: RunRecord]
  ) -> [(identity: String, run: ScheduledRun)] {
    var seen = Set(known.keys)
    return runs.filter { seen.insert($0.identity).inserted }.enumerated().sorted {
      ($1.element.run.cost, $0.offset) < ($0.element.run.cost, $1.offset)
    }.map(\.element)
  }
}

extension PlanRunner.Notice: CustomStringConvertible {
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

/// Does something once a second on a thread of its own, as all others may be training.
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

/// How much is done; a class so that the threads share it.
private final class WorkTally: Sendable {
  /// Steps of a run that are counted together.
  static let reportedSteps = 100

  private let done = Mutex((runs: 0, work: 0.0, told: ContinuousClock.now))
  private let tell: @Sendable (_ runs: Int, _ work: Double) -> Void

  init(tell: @escaping @Sendable (_ runs: Int, _ work: Double) -> Void) { self.tell = tell }

  /// Counts work of a run that goes on; reports it at most twice a second.
  func add(work: Double) {
    done.withLock { done in
      done.work += work
      let now = ContinuousClock.now
      guard now - done.told >= .milliseconds(500) else { return }
      done.told = now
      tell(done.runs, done.work)
    }
  }

  /// Counts a finished run with its last work, and reports it.
  func finishOne(work: Double) {
    done.withLock { done in
      done.runs += 1
      done.work += work
      done.told = ContinuousClock.now
      tell(done.runs, done.work)
    }
  }
}

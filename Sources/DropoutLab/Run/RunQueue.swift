import DropoutTraining
private import Foundation
import Synchronization

/// The runs of a call: those left to train, those finished, and the finished ones that wait to be written. It
/// is a class so that the threads of the call share it.
///
/// Runs are claimed before they are trained, so that processes on one store share them. A finished run that
/// cannot be written, because another program holds the store or its disk is full, is kept here and tried
/// again while training goes on. If the store cannot be written for longer than ``grace``, runs are trained
/// without a claim, at worst twice.
final class RunQueue: Sendable {
  /// What a thread does next.
  enum Work: Sendable {
    /// Train a run.
    case train(ScheduledRun)
    /// Ask again in a moment: all runs that are left are being trained by other processes.
    case wait
    /// Nothing is left.
    case done
  }

  private struct State {
    /// Runs that have not been claimed; the first one is last.
    var open: [Int]
    /// Runs claimed for this call and not begun; the first one is last.
    var granted: [Int] = []
    /// Runs that other processes train.
    var elsewhere: [Int] = []
    var records: [String: RunRecord] = [:]
    /// Rows of finished runs that are not in the store yet.
    var waiting: [StoredRun] = []
    var trained = 0
    var shared = 0
    var failure: StoreError?
    /// Why the last attempt to write the store failed, when that was, and since when attempts have failed.
    var trouble: (error: StoreError, at: ContinuousClock.Instant, since: ContinuousClock.Instant)?
    var noticed: ContinuousClock.Instant?
    var renewed = ContinuousClock.now
  }

  private let store: RunStore
  private let claim = RunClaim()
  private let jobs: Int
  private let runs: [(identity: String, run: ScheduledRun)]
  private let state: Mutex<State>
  private let claiming = Mutex(())
  private let writing = Mutex(())
  private let start = ContinuousClock.now
  private let notice: @Sendable (RunWatch.Notice) -> Void

  /// How long one attempt to write waits for a lock; more attempts follow, and stopping waits for this one.
  private static let patience = Duration.milliseconds(250)
  /// The time between attempts while the store cannot be written.
  private static let pause = Duration.seconds(2)
  /// How long runs wait to be claimed: each of the processes that share a busy store holds it for a moment.
  private static let grace = Duration.seconds(5)

  /// A queue of runs that are not in the store, each once.
  init(
    _ runs: [(identity: String, run: ScheduledRun)], store: RunStore, jobs: Int,
    notice: @escaping @Sendable (RunWatch.Notice) -> Void
  ) {
    self.runs = runs
    self.store = store
    self.jobs = jobs
    self.notice = notice
    state = Mutex(State(open: runs.indices.reversed()))
  }

  /// Whether a finished run can never be written, so that all threads stop.
  var hasFailed: Bool { state.withLock { $0.failure != nil } }

  /// Why a finished run can never be written; nil if that is not so.
  var failure: StoreError? { state.withLock { $0.failure } }

  /// The runs trained here, and those that other processes finished meanwhile.
  var trained: TrainedRuns {
    state.withLock { TrainedRuns(records: $0.records, trainedElsewhere: $0.shared) }
  }

  /// Finished runs that are not in the store yet.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// What to do next; `finished` is called with runs that other processes have finished.
  func next(finished: (ScheduledRun) -> Void) -> Work {
    claiming.withLock { _ -> Work in
      while true {
        if let index = state.withLock({ $0.granted.popLast() }) { return .train(runs[index].run) }
        let (batch, isRetry) = nextBatch()
        if batch.isEmpty { return .done }
        guard let answers = ask(batch, isRetry: isRetry) else {
          putBack(batch, isRetry: isRetry)
          return .wait
        }
        take(answers, for: batch, finished: finished)
        let (isGranted, isWaiting) = state.withLock { (!$0.granted.isEmpty, !$0.elsewhere.isEmpty) }
        if isRetry, !isGranted { return isWaiting ? .wait : .done }
      }
    }
  }

  /// Runs to claim together: about a second's work, and at least one for each thread. Once all are claimed,
  /// the runs that other processes claimed, as these may have given up.
  private func nextBatch() -> (indices: [Int], isRetry: Bool) {
    state.withLock { state in
      if state.open.isEmpty {
        defer { state.elsewhere = [] }
        return (state.elsewhere, true)
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let rate = Int(min(200, Double(state.trained) / max(seconds, 1)))
      let count = min(state.open.count, max(jobs, rate))
      let batch = state.open.suffix(count).reversed()
      state.open.removeLast(count)
      return (Array(batch), false)
    }
  }

  /// Claims runs, or grants them unclaimed if the store fails for too long; nil to try again later.
  private func ask(_ batch: [Int], isRetry: Bool) -> [RunClaim.Answer]? {
    if !isInTrouble || isInGrace {
      do throws(StoreError) {
        let answers = try store.claim(
          batch.map { runs[$0].identity }, for: claim, patience: Self.patience)
        state.withLock { if $0.waiting.isEmpty { $0.trouble = nil } }
        return answers
      } catch {
        note(error)
      }
    }
    if isRetry || isInGrace { return nil }
    return [RunClaim.Answer](repeating: .granted, count: batch.count)
  }

  private func putBack(_ batch: [Int], isRetry: Bool) {
    state.withLock { state in
      if isRetry {
        state.elsewhere = batch
      } else {
        state.open += batch.reversed()
      }
    }
  }

  private func take(
    _ answers: [RunClaim.Answer], for batch: [Int], finished: (ScheduledRun) -> Void
  ) {
    state.withLock { state in
      for (index, answer) in zip(batch, answers) {
        switch answer {
        case .granted: state.granted.insert(index, at: 0)
        case .taken: state.elsewhere.append(index)
        case .finished(let record):
          state.records[runs[index].identity] = record
          state.shared += 1
        }
      }
    }
    for (index, answer) in zip(batch, answers) {
      if case .finished = answer { finished(runs[index].run) }
    }
  }

  /// Keeps a finished run, and writes it if the store can be written.
  func finish(_ run: ScheduledRun, _ finished: FinishedRun) {
    do throws(StoreError) {
      let row = try store.row(run.run, finished, dataName: run.dataName)
      // As the store will return it, so that asking again gives the same record.
      let record = try row.record(storePath: store.path)
      state.withLock { state in
        state.records[row.identity] = record
        state.waiting.append(row)
        state.trained += 1
      }
    } catch {
      return fail(error)
    }
    if !isInTrouble { write() }
  }

  /// Writes the runs that wait, one thread at a time.
  func write() {
    _ = writing.withLockIfAvailable { _ in
      while true {
        let rows = state.withLock { $0.failure == nil ? $0.waiting : [] }
        guard !rows.isEmpty else { return }
        do throws(StoreError) {
          try store.insert(rows, patience: Self.patience)
        } catch {
          return note(error)
        }
        let ended = state.withLock { state in
          state.waiting.removeFirst(rows.count)
          defer { if state.waiting.isEmpty { state.trouble = nil } }
          return state.noticed != nil && state.waiting.isEmpty
        }
        if ended { tellEnd() }
      }
    }
  }

  /// Work to do about once a second: renews claims, and tries again to write the runs that wait.
  func tend() {
    let (isDue, waits) = state.withLock { state in
      let isDue = ContinuousClock.now - state.renewed > .seconds(RunClaim.renewal)
      if isDue { state.renewed = .now }
      return (isDue, !state.waiting.isEmpty)
    }
    if waits, !isInTrouble { write() }
    if isDue, !isInTrouble {
      do throws(StoreError) {
        try store.renew(claim, patience: Self.patience)
      } catch {
        note(error)
      }
    }
  }

  /// Gives back the claims on runs that were not trained.
  func close() {
    // Claims that are not given back end by themselves.
    if !isInTrouble, !runs.isEmpty { try? store.release(claim, patience: Self.patience) }
  }

  /// The error for finished runs that are not in the store.
  var unwritten: StoreError? {
    state.withLock { state -> StoreError? in
      guard !state.waiting.isEmpty else { return nil }
      return .unwritten(
        path: store.path, runs: state.waiting.count,
        reason: (state.failure ?? state.trouble?.error)?.reason ?? "they could not be written")
    }
  }

  /// Whether the store could not be written a moment ago.
  private var isInTrouble: Bool {
    state.withLock { state in
      state.trouble.map { ContinuousClock.now - $0.at < Self.pause } ?? false
    }
  }

  /// Whether the store could not be written for a short time only.
  private var isInGrace: Bool {
    state.withLock { state in
      state.trouble.map { ContinuousClock.now - $0.since < Self.grace } ?? false
    }
  }

  private func note(_ error: StoreError) {
    guard error.isPassing else { return fail(error) }
    let waiting = state.withLock { state -> Int? in
      state.trouble = (error, .now, since: state.trouble?.since ?? .now)
      guard !state.waiting.isEmpty else { return nil }
      if let noticed = state.noticed, ContinuousClock.now - noticed < .seconds(60) { return nil }
      state.noticed = .now
      return state.waiting.count
    }
    if let waiting { notice(.waiting(path: store.path, reason: error.reason, runs: waiting)) }
  }

  private func tellEnd() {
    state.withLock { $0.noticed = nil }
    notice(.written(path: store.path))
  }

  private func fail(_ error: StoreError) { state.withLock { $0.failure = $0.failure ?? error } }
}

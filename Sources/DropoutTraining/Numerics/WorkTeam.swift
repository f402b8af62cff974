private import CKernels
private import Foundation
private import Synchronization

/// The threads that share the work of one run. Work is split by output, never by summand, so their
/// number changes no bit.
///
/// A step has dozens of short parts, so helpers watch for the next one a while before they sleep.
final class WorkTeam: Sendable {
  /// How many threads there are, the caller's among them.
  let count: Int
  private let helpers: [Helper]

  /// A team of `count` threads; one is the caller's own.
  init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
    helpers = (1..<count).map { _ in Helper() }
  }

  deinit { for helper in helpers { helper.stop() } }

  /// Splits 0 ..< `length` into neighbouring parts, multiples of `unit` long, and runs them at once.
  ///
  /// `body` runs on several threads: it writes only what its part alone decides.
  func split(_ length: Int, unit: Int = 1, _ body: (Range<Int>) -> Void) {
    let units = (length + unit - 1) / unit
    let parts = min(count, units)
    guard parts > 1 else {
      if length > 0 { body(0..<length) }
      return
    }
    func range(_ part: Int) -> Range<Int> {
      units * part / parts * unit..<min(length, units * (part + 1) / parts * unit)
    }
    withoutActuallyEscaping(body) { body in
      // Sound: the helpers are done before this returns, and parts write apart.
      unsafe withUnsafePointer(to: body) { work in
        for part in 1..<parts { unsafe helpers[part - 1].start(work, range(part)) }
        body(range(0))
        for part in 1..<parts { helpers[part - 1].wait() }
      }
    }
  }
}

/// A thread that does one piece of work at a time for another.
private final class Helper: Sendable {
  typealias Work = UnsafePointer<(Range<Int>) -> Void>

  /// What the two threads tell each other. `work` is written by the caller while the helper is idle,
  /// and read by the helper once it is busy; a nil ends it.
  @safe private final class State: Sendable {
    let isBusy = Atomic(false)
    let isAsleep = Atomic(false)
    let alarm = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var work: Work?
    nonisolated(unsafe) var range = 0..<0
  }

  private let state = State()
  /// Looks before a thread sleeps, some tens of microseconds; past some of them it lets others run.
  private static let looks = 4_000
  private static let politeLooks = 400

  init() {
    let state = state
    Thread.detachNewThread { Self.run(state) }
  }

  /// Runs `work` on this thread; the caller keeps it until ``wait()`` has returned.
  func start(_ work: Work, _ range: Range<Int>) {
    unsafe state.work = unsafe work
    unsafe state.range = range
    wake()
  }

  /// Returns when the work is done.
  func wait() {
    Self.look(while: { state.isBusy.load(ordering: .acquiring) })
    unsafe state.work = nil
  }

  /// Ends the thread.
  func stop() { wake() }

  private func wake() {
    state.isBusy.store(true, ordering: .sequentiallyConsistent)
    if state.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { state.alarm.signal() }
  }

  private static func run(_ state: State) {
    while true {
      if !look(times: looks, while: { !state.isBusy.load(ordering: .acquiring) }) {
        state.isAsleep.store(true, ordering: .sequentiallyConsistent)
        // Whoever takes the mark back decides: either the alarm rings, or this thread need not sleep.
        let isBusy = state.isBusy.load(ordering: .sequentiallyConsistent)
        let stays = isBusy && state.isAsleep.exchange(false, ordering: .sequentiallyConsistent)
        if !stays { state.alarm.wait() }
      }
      guard let work = unsafe state.work else { return }
      unsafe perform(work, state.range)
      state.isBusy.store(false, ordering: .releasing)
    }
  }

  /// A function of its own: it holds no part of `work` once it has returned.
  @inline(never)
  private static func perform(_ work: Work, _ range: Range<Int>) { unsafe work.pointee(range) }

  /// Waits as long as `condition` holds, at most `times` looks; tells whether it ended.
  @discardableResult
  private static func look(times: Int = .max, while condition: () -> Bool) -> Bool {
    var done = 0
    while condition() {
      if done >= times { return false }
      done += 1
      if done < politeLooks { ck_pause() } else { sched_yield() }
    }
    return true
  }
}

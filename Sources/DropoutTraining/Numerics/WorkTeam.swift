private import Foundation
private import Synchronization

/// The threads that share the work of one run. Work is split by output, never by summand, so their
/// number changes no bit.
///
/// A step has dozens of short parts, so helpers wait actively for the next one for a while before they sleep.
final class WorkTeam: Sendable {
  /// The number of threads, including the caller's.
  var count: Int { helpers.count + 1 }
  private let helpers: [Helper]

  /// A team of `count` threads, or as many as the system grants; one of them is the caller's.
  ///
  /// - Parameters:
  ///   - startThread: Starts a thread; false if there are no more. For tests.
  ///   - pause: Called after work was given, before a helper that sleeps is woken. For tests.
  init(
    count: Int, startThread: (@escaping @Sendable () -> Void) -> Bool = PlainThread.start,
    pause: (@Sendable () -> Void)? = nil
  ) {
    precondition(count > 0, "\(count) threads")
    var helpers: [Helper] = []
    while helpers.count < count - 1, let helper = Helper(startThread, pause) {
      helpers.append(helper)
    }
    self.helpers = helpers
  }

  deinit { for helper in helpers { helper.stop() } }

  /// Splits 0 ..< `length` into consecutive parts, multiples of `unit` long, and runs them at the same time.
  ///
  /// Only one call at a time, and none from within `body`. `body` runs on several threads, so it must write
  /// only to memory that belongs to its part.
  func split(_ length: Int, unit: Int = 1, _ body: (Range<Int>) -> Void) {
    splitNumbered(length, unit: unit) { _, part in body(part) }
  }

  /// Like ``split(_:unit:_:)``; `body` also gets the number of its part, less than ``count``.
  func splitNumbered(_ length: Int, unit: Int = 1, _ body: (Int, Range<Int>) -> Void) {
    let units = (length + unit - 1) / unit
    let parts = min(count, units)
    guard parts > 1 else {
      if length > 0 { body(0, 0..<length) }
      return
    }
    func range(_ part: Int) -> Range<Int> {
      units * part / parts * unit..<min(length, units * (part + 1) / parts * unit)
    }
    withoutActuallyEscaping(body) { body in
      // Sound: the helpers finish before this returns, and parts write to different memory.
      unsafe withUnsafePointer(to: body) { work in
        for part in 1..<parts { unsafe helpers[part - 1].start(work, part, range(part)) }
        body(0, range(0))
        for part in 1..<parts { helpers[part - 1].wait() }
      }
    }
  }
}

/// A thread that does one piece of work at a time for another thread.
private final class Helper: Sendable {
  typealias Work = UnsafePointer<(Int, Range<Int>) -> Void>

  /// What the two threads share. Pieces of work are counted: the caller writes `given` and the work, the helper
  /// `done`. The alarm alone is no sign of work: if the caller is held up before it looks whether the helper
  /// sleeps, the helper has done the piece by then, and sleeps again. A nil `work` ends the helper.
  @safe private final class State: Sendable {
    let given = Atomic(0)
    let done = Atomic(0)
    let isAsleep = Atomic(false)
    let alarm = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var work: Work?
    nonisolated(unsafe) var part = (number: 0, range: 0..<0)

    /// Whether the helper has work that it has not done.
    var isBusy: Bool { done.load(ordering: .acquiring) != given.load(ordering: .relaxed) }
  }

  private let state = State()
  private let pause: (@Sendable () -> Void)?
  /// Spins before a helper sleeps (about 0.1 ms). The caller never sleeps; after as many spins it yields.
  private static let looks = 5_000

  /// A thread that waits for work; nil if the system grants none.
  init?(
    _ startThread: (@escaping @Sendable () -> Void) -> Bool, _ pause: (@Sendable () -> Void)?
  ) {
    self.pause = pause
    let state = state
    guard startThread({ Self.run(state) }) else { return nil }
  }

  /// Runs `work` on this thread; the caller must keep it until ``wait()`` has returned.
  func start(_ work: Work, _ number: Int, _ range: Range<Int>) {
    precondition(!state.isBusy, "a team's split within another")
    unsafe state.work = unsafe work
    unsafe state.part = (number, range)
    wake()
  }

  /// Returns when the work is done.
  func wait() {
    while !Self.look(while: { state.isBusy }) { sched_yield() }
    unsafe state.work = nil
  }

  /// Ends the thread.
  func stop() { wake() }

  private func wake() {
    state.given.add(1, ordering: .sequentiallyConsistent)
    pause?()
    if state.isAsleep.exchange(false, ordering: .sequentiallyConsistent) { state.alarm.signal() }
  }

  private static func run(_ state: State) {
    // This thread runs kernels and nothing else.
    Kernels.enterTheirMode()
    var done = 0
    while true {
      guard look(while: { state.given.load(ordering: .acquiring) == done }) else {
        sleep(state, done: done)
        continue
      }
      guard let work = unsafe state.work else { return }
      unsafe perform(work, state.part)
      done += 1
      state.done.store(done, ordering: .releasing)
    }
  }

  /// Sleeps until there is new work, or shorter.
  private static func sleep(_ state: State, done: Int) {
    state.isAsleep.store(true, ordering: .sequentiallyConsistent)
    // Whoever resets `isAsleep` decides: either the alarm rings, or this thread need not sleep.
    let hasWork = state.given.load(ordering: .sequentiallyConsistent) != done
    let stays = hasWork && state.isAsleep.exchange(false, ordering: .sequentiallyConsistent)
    if !stays { state.alarm.wait() }
  }

  /// Not inlined, so that nothing of `work` is held after it has returned.
  @inline(never)
  private static func perform(_ work: Work, _ part: (number: Int, range: Range<Int>)) {
    unsafe work.pointee(part.number, part.range)
  }

  /// Spins while `condition` holds, ``looks`` times at most.
  ///
  /// - Returns: Whether it no longer holds.
  private static func look(while condition: () -> Bool) -> Bool {
    for _ in 0..<looks {
      if !condition() { return true }
      Kernels.pause()
    }
    return false
  }
}

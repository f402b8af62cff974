import DropoutLab
import Foundation
import Synchronization

/// Handles Ctrl-C and SIGTERM.
///
/// They end the process with 130. While runs are trained, the first signal only asks to stop, so that the
/// command can say what was kept; if stopping takes longer than ``patience``, or at a second signal, the
/// process ends anyway. No finished run is lost by that, because runs are stored whole or not at all. Only runs
/// that wait for a store that cannot be written are lost; then the message says so, and the exit code is that of
/// ``ExitStatus/cannotWrite``.
enum Interruption {
  private static let requested = Atomic(false)
  private static let isDeferred = Atomic(false)
  private static let mayLast = Atomic(false)
  /// How long an orderly stop may take, in microseconds: the command promises to stop within two seconds.
  private static let patience = 1_500_000

  private static let words = LastWords(
    .interrupted, "interrupted; what was finished is kept, and the same command goes on")

  private static let wordsOfLoss = LastWords(
    .cannotWrite,
    "interrupted; finished runs that waited for the run store are not in it, and the same command trains them again"
  )
  private static let runsWait = Atomic(false)

  /// Notes whether finished runs wait for a store that cannot be written; ending the process would lose them.
  static func note(_ notice: RunWatch.Notice) {
    let isWaiting = if case .waiting = notice { true } else { false }
    runsWait.store(isWaiting, ordering: .relaxed)
  }

  private static func leave() -> Never {
    (runsWait.load(ordering: .relaxed) ? wordsOfLoss : words).leave()
  }

  /// Whether somebody asked to stop.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Installs the signal handlers; called once, at the very start.
  static func listen() {
    // Touched here first: initialisation may take a lock, which a handler must not.
    _ = requested.load(ordering: .relaxed)
    _ = (isDeferred.load(ordering: .relaxed), mayLast.load(ordering: .relaxed))
    _ = (words, wordsOfLoss, runsWait.load(ordering: .relaxed))
    for number in [SIGINT, SIGTERM] {
      // A handler may only do what is safe in a signal: atomic operations, write, timers and _exit are.
      _ = signal(number) { _ in
        let isFirst = !Interruption.requested.exchange(true, ordering: .relaxed)
        if isFirst && Interruption.isDeferred.load(ordering: .relaxed) {
          return Interruption.ringLater()
        }
        Interruption.leave()
      }
    }
    unblock([SIGINT, SIGTERM, SIGALRM])
    _ = signal(SIGALRM) { _ in Interruption.leave() }
    // A reader that goes away makes a write fail, instead of ending the process silently.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Unblocks signals that the parent process blocks, as it does if it starts this one on a Dispatch thread.
  private static func unblock(_ signals: [Int32]) {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in signals { unsafe sigaddset(&set, number) }
    _ = unsafe sigprocmask(SIG_UNBLOCK, &set, nil)
  }

  /// Runs `body`, which must look at ``isRequested`` regularly.
  ///
  /// - Parameter mayLast: Whether an orderly stop may take longer, as when clients must be told first.
  static func deferred<Value>(
    mayLast: Bool = false, _ body: () async throws -> Value
  ) async rethrows -> Value {
    Self.mayLast.store(mayLast, ordering: .relaxed)
    isDeferred.store(true, ordering: .relaxed)
    defer { isDeferred.store(false, ordering: .relaxed) }
    return try await body()
  }

  /// Arranges that SIGALRM arrives when ``patience`` is over.
  private static func ringLater() {
    if mayLast.load(ordering: .relaxed) { return }
    var timer = itimerval()
    timer.it_value.tv_sec = patience / 1_000_000
    timer.it_value.tv_usec = .init(patience % 1_000_000)
    #if canImport(Darwin)
      _ = unsafe setitimer(ITIMER_REAL, &timer, nil)
    #else
      _ = unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    #endif
  }
}

import DropoutLab
import Foundation
import Synchronization

/// What Ctrl-C and SIGTERM do.
///
/// At first they end the process with 130. While runs are trained, the first one asks to stop, so that
/// what was kept can be said; if that takes longer than ``patience``, or at the second one, the process ends
/// all the same. Nothing finished is lost by that, unless it waits for a store that cannot be written, which is said:
/// runs are stored whole or not at all.
enum Interruption {
  private static let requested = Atomic(false)
  private static let isDeferred = Atomic(false)
  private static let mayLast = Atomic(false)
  /// How long an orderly stop may take, in microseconds: answers are promised within two seconds.
  private static let patience = 1_500_000

  private static let words = LastWords(
    .interrupted, "interrupted; what was finished is kept, and the same command goes on")

  private static let wordsOfLoss = LastWords(
    .cannotWrite,
    "interrupted; finished runs that waited for the run store are not in it, and the same command trains them again"
  )
  private static let runsWait = Atomic(false)

  /// Says whether finished runs wait for a store that cannot be written: who ends the process then loses them.
  static func note(_ notice: RunWatch.Notice) {
    if case .waiting = notice {
      runsWait.store(true, ordering: .relaxed)
    } else {
      runsWait.store(false, ordering: .relaxed)
    }
  }

  private static func leave() -> Never {
    (runsWait.load(ordering: .relaxed) ? wordsOfLoss : words).leave()
  }

  /// Whether somebody asked to stop.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Takes the signals over; called once, at the very start.
  static func listen() {
    // The handler must not be the first to touch them: their initialisation may take a lock.
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
    // A reader that goes away shows as a failed write, not as a silent death.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Lets signals through that the program which started this one had blocked: such as one that starts it from a
  /// thread of Dispatch.
  private static func unblock(_ signals: [Int32]) {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in signals { unsafe sigaddset(&set, number) }
    _ = unsafe sigprocmask(SIG_UNBLOCK, &set, nil)
  }

  /// Runs `body`, in which ``isRequested`` has to be looked at.
  ///
  /// - Parameter mayLast: Whether an orderly stop may take longer, because others must hear of it first.
  static func deferred<Value>(
    mayLast: Bool = false, _ body: () async throws -> Value
  ) async rethrows -> Value {
    Self.mayLast.store(mayLast, ordering: .relaxed)
    isDeferred.store(true, ordering: .relaxed)
    defer { isDeferred.store(false, ordering: .relaxed) }
    return try await body()
  }

  /// Sends SIGALRM once ``patience`` is over.
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

import Foundation
import Synchronization

/// What Ctrl-C and SIGTERM do.
///
/// At first they end the process with 130. While runs are trained, the first one asks to stop, so that
/// it can be told what was kept, and the second ends the process.
enum Interruption {
  private static let requested = Atomic(false)
  private static let isDeferred = Atomic(false)

  /// Whether somebody asked to stop.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Takes the signals over; called once, at the very start.
  static func listen() {
    // The handler must not be the first to touch them: their initialisation may take a lock.
    _ = requested.load(ordering: .relaxed)
    _ = isDeferred.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      // A handler may only do what is safe in a signal: atomic operations and _exit are.
      _ = signal(number) { _ in
        let isFirst = !Interruption.requested.exchange(true, ordering: .relaxed)
        if isFirst && Interruption.isDeferred.load(ordering: .relaxed) { return }
        _exit(ExitStatus.interrupted.rawValue)
      }
    }
    // A reader that goes away shows as a failed write, not as a silent death.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Runs `body`, in which ``isRequested`` has to be looked at.
  static func deferred<Value>(_ body: () async throws -> Value) async rethrows -> Value {
    isDeferred.store(true, ordering: .relaxed)
    defer { isDeferred.store(false, ordering: .relaxed) }
    return try await body()
  }
}

import Foundation
import Synchronization

/// Turns the first Ctrl-C (or SIGTERM) into a request to stop; the second ends the process at once.
enum Interruption {
  private static let requested = Atomic(false)

  /// Whether somebody asked to stop.
  static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Begins to listen.
  static func listen() {
    for number in [SIGINT, SIGTERM] {
      // A handler may only do what is safe in a signal: an atomic exchange and _exit are.
      _ = signal(number) { _ in
        if Interruption.requested.exchange(true, ordering: .relaxed) {
          _exit(ExitStatus.interrupted.rawValue)
        }
      }
    }
    // A reader that goes away shows as a failed write, not as a silent death.
    _ = signal(SIGPIPE, SIG_IGN)
  }
}

import Dispatch
import Foundation
import Synchronization

/// Turns the first Ctrl-C (or SIGTERM) into a request to stop; the second ends the process at once.
final class Interruption: Sendable {
  private let requested = Atomic(false)
  private let sources: [any DispatchSourceSignal]

  /// Whether somebody asked to stop.
  var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Begins to listen.
  init() {
    let queue = DispatchQueue(label: "dropout.interruption")
    sources = [SIGINT, SIGTERM].map { number in
      _ = unsafe signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for source in sources {
      source.setEventHandler { [weak self] in
        guard let self else { return }
        if self.requested.exchange(true, ordering: .relaxed) {
          Foundation.exit(ExitStatus.interrupted.rawValue)
        }
      }
      source.activate()
    }
  }
}

private import Synchronization

/// Counts passes that several threads finish, and reports the finished share about a hundred times.
final class FinishedPasses: Sendable {
  private let total: Int
  private let finished = Mutex(0)
  private let progress: @Sendable (Double) -> Void

  init(total: Int, _ progress: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.progress = progress
  }

  /// Counts one finished pass.
  func add() {
    let count = finished.withLock {
      $0 += 1
      return $0
    }
    if count % max(1, total / 100) == 0 { progress(Double(count) / Double(total)) }
  }
}

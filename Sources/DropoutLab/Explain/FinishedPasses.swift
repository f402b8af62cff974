private import Synchronization

/// Counts work that several threads finish, and reports its share about a hundred times.
final class FinishedPasses: Sendable {
  private let total: Int
  private let finished = Mutex(0)
  private let progress: @Sendable (Double) -> Void

  init(total: Int, _ progress: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.progress = progress
  }

  /// Counts one.
  func add() {
    let count = finished.withLock {
      $0 += 1
      return $0
    }
    if count % max(1, total / 100) == 0 { progress(Double(count) / Double(total)) }
  }
}

private import Synchronization

/// How much of some work is done that several threads share.
final class WorkShare: Sendable {
  private let total: Int
  private let done = Atomic(0)
  private let tell: @Sendable (Double) -> Void

  /// - Parameters:
  ///   - total: All work, in a unit of its own.
  ///   - tell: Gets the share that is done, 0…1, after each piece.
  init(of total: Int, tell: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.tell = tell
  }

  /// Counts a piece that is done.
  func add(_ work: Int) {
    let done = done.wrappingAdd(work, ordering: .relaxed).newValue
    tell(Double(done) / Double(max(total, 1)))
  }
}

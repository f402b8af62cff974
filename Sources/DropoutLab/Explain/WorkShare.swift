private import Synchronization

/// The finished share of some work that several threads do.
final class WorkShare: Sendable {
  private let total: Int
  private let done = Atomic(0)
  private let tell: @Sendable (Double) -> Void

  /// - Parameters:
  ///   - total: All work, in any unit.
  ///   - tell: Called after each piece with the share that is done, 0…1.
  init(of total: Int, tell: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.tell = tell
  }

  /// Counts a finished piece of work, in the unit of `total`.
  func add(_ work: Int) {
    let done = done.wrappingAdd(work, ordering: .relaxed).newValue
    tell(Double(done) / Double(max(total, 1)))
  }
}

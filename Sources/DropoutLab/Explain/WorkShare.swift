private import Synchronization

/// The finished share of some work that several threads do.
final class WorkShare: Sendable {
  private let total: Int
  private let step: Int
  private let done = Atomic(0)
  private let tell: @Sendable (Double) -> Void

  /// - Parameters:
  ///   - total: All work, in any unit.
  ///   - step: How much work is done between two calls of `tell`; pieces of work must not step over it.
  ///   - tell: Called with the share that is done, 0…1.
  init(of total: Int, every step: Int = 1, tell: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.step = max(1, step)
    self.tell = tell
  }

  /// Counts a finished piece of work, in the unit of `total`.
  func add(_ work: Int) {
    let done = done.wrappingAdd(work, ordering: .relaxed).newValue
    if done % step == 0 { tell(Double(done) / Double(max(total, 1))) }
  }
}

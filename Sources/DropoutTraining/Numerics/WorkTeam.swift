private import Dispatch

/// The threads that share the work of one run. Work is split by output, never by summand, so their
/// number changes no bit.
struct WorkTeam: Sendable {
  /// How many there are.
  let count: Int

  /// A team of `count` threads; one is the caller's own.
  init(count: Int) {
    precondition(count > 0, "\(count) threads")
    self.count = count
  }

  /// Splits 0 ..< `length` into neighbouring parts, multiples of `unit` long, and runs them at once.
  ///
  /// `body` runs on several threads: it writes only what its part alone decides.
  func split(_ length: Int, unit: Int = 1, _ body: (Range<Int>) -> Void) {
    guard count > 1, length > unit else {
      if length > 0 { body(0..<length) }
      return
    }
    let units = (length + unit - 1) / unit
    let parts = min(count, units)
    withoutActuallyEscaping(body) { body in
      // Sound: concurrentPerform returns after the last part, and parts write apart.
      nonisolated(unsafe) let work = body
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        let start = units * part / parts * unit
        let end = min(length, units * (part + 1) / parts * unit)
        unsafe work(start..<end)
      }
    }
  }
}

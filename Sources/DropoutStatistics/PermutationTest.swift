/// The exact p of a statistic of a few values: the share of all orders of the values for which the statistic
/// is at least as large as for the given order.
///
/// - Complexity: O(n!/ties · cost of the statistic); for at most ``mostValues`` values.
package struct PermutationTest {
  /// The largest number of values: nine have 362,880 orders, which are all counted.
  package static let mostValues = 9
  /// The share of orders whose statistic is at least that of the given order.
  package let p: Double
  /// The smallest p that any order of these values could have.
  package let leastP: Double

  /// The test over all different orders of `values`.
  ///
  /// - Parameter statistic: Larger means further from the expectation; equal for orders of equal values.
  package init(_ values: [Int], statistic: ([Int]) -> Int) {
    precondition(values.count <= Self.mostValues, "all orders of \(values.count) values")
    let observed = statistic(values)
    var (count, atLeast, greatest, atGreatest) = (0, 0, Int.min, 0)
    var order = values.sorted()
    repeat {
      let value = statistic(order)
      count += 1
      if value >= observed { atLeast += 1 }
      if value > greatest { (greatest, atGreatest) = (value, 0) }
      if value == greatest { atGreatest += 1 }
    } while Self.advance(&order)
    p = Double(atLeast) / Double(count)
    leastP = Double(atGreatest) / Double(count)
  }

  /// Moves on to the next order, lexicographically; false after the last. Each different order comes once.
  private static func advance(_ order: inout [Int]) -> Bool {
    guard let fall = order.indices.dropLast().last(where: { order[$0] < order[$0 + 1] }),
      let next = order.indices.last(where: { order[$0] > order[fall] })
    else { return false }
    order.swapAt(fall, next)
    order[(fall + 1)...].reverse()
    return true
  }
}

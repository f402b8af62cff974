public import DropoutTraining

/// The two-sided permutation test of the means of two groups that share no seeds.
///
/// If the groups did not differ, each score might as well stand in the other group. p is the share of all ways
/// to divide the scores into groups of these sizes, the observed one included, whose Welch statistic
/// |ā − b̄|/√(v_a + v_b) is at least as large as the observed one. With this statistic instead of the plain
/// difference of means the test also holds, for many scores, if the spreads of the groups differ (Janssen 1997,
/// *Studentized permutation tests for non-i.i.d. hypotheses*).
public struct UnpairedPermutationTest: Hashable, Sendable {
  /// The largest number of divisions that are all counted: two groups of ten make 184,756.
  public static let exactLimit = 200_000

  /// The number of divisions at least as extreme as the observed one.
  public let count: Int
  /// The number of divisions looked at.
  public let divisions: Int
  /// Whether every division was counted.
  public let isExact: Bool

  /// The test; nil if a group has fewer than two scores.
  ///
  /// - Parameters:
  ///   - a: The scores of one group, all finite.
  ///   - b: Those of the other.
  ///   - randomDivisions: The number of random divisions if there are more than ``exactLimit``.
  ///   - key: Decides the random divisions; unused if the test is exact.
  /// - Complexity: O(divisions · scores).
  public init?(_ a: [Double], _ b: [Double], randomDivisions: Int = 131_071, key: RandomKey) {
    guard a.count >= 2, b.count >= 2 else { return nil }
    precondition(randomDivisions > 0, "\(randomDivisions) random divisions")
    // Steps of the grid, so that differences by rounding alone are ties.
    let grid = DecimalGrid(scores: a + b)
    let (small, large) = a.count <= b.count ? (a, b) : (b, a)
    let middle = Descriptive.mean((a + b).map(grid.steps)).rounded()
    let groups = [small, large].map { $0.map { grid.steps($0) - middle } }
    // Sorted: neither the order of the runs nor the names of the groups can matter.
    let pooled = (groups[0] + groups[1]).sorted()
    let statistic = WelchStatistic(pooled, groupSize: small.count)
    let observed = statistic.value(of: groups[0]) * (1 - 1e-9)
    let all = Self.divisions(of: pooled.count, into: small.count)
    if let all, all <= Self.exactLimit {
      isExact = true
      divisions = all
      count = Self.reaching(observed, pooled, size: small.count, statistic)
    } else {
      isExact = false
      divisions = randomDivisions + 1
      var random = RandomSequence(key)
      var scores = pooled
      var reached = 1
      for _ in 0..<randomDivisions {
        for place in 0..<small.count {
          scores.swapAt(place, place + random.below(scores.count - place))
        }
        if statistic.value(of: scores[..<small.count]) >= observed { reached += 1 }
      }
      count = reached
    }
  }

  /// The two-sided p.
  public var p: Double { Double(count) / Double(divisions) }

  /// The smallest p that two groups of these sizes can give.
  public static func smallestP(_ a: Int, _ b: Int) -> Double {
    guard let all = divisions(of: a + b, into: min(a, b)), all <= exactLimit else {
      return 1 / 131_072
    }
    // Groups of one size can change places, which leaves the statistic as it is.
    return (a == b ? 2 : 1) / Double(all)
  }

  /// The number of ways to choose `size` of `count` scores; nil if it does not fit.
  private static func divisions(of count: Int, into size: Int) -> Int? {
    var ways = 1
    for place in 0..<size {
      let (product, overflow) = ways.multipliedReportingOverflow(by: count - place)
      if overflow { return nil }
      ways = product / (place + 1)
    }
    return ways
  }

  /// How many choices of `size` scores reach a statistic.
  private static func reaching(
    _ observed: Double, _ pooled: [Double], size: Int, _ statistic: WelchStatistic
  ) -> Int {
    var chosen = Array(0..<size)
    var count = 0
    while true {
      if statistic.value(of: chosen.lazy.map { pooled[$0] }) >= observed { count += 1 }
      guard
        let place = chosen.indices.last(where: { chosen[$0] < pooled.count - size + $0 })
      else { return count }
      chosen[place] += 1
      for next in chosen.indices[(place + 1)...] { chosen[next] = chosen[next - 1] + 1 }
    }
  }
}

/// Welch's |t| of a division of scores into two groups, from the sums of one of them.
private struct WelchStatistic {
  private let sum: Double
  private let squares: Double
  private let groupSize: Double
  private let otherSize: Double

  init(_ pooled: [Double], groupSize: Int) {
    sum = pooled.reduce(0, +)
    squares = pooled.reduce(0) { $0 + $1 * $1 }
    self.groupSize = Double(groupSize)
    otherSize = Double(pooled.count - groupSize)
  }

  /// The statistic if `group` is one of the groups; infinite if neither varies and their means differ.
  func value(of group: some Sequence<Double>) -> Double {
    var (own, ownSquares) = (0.0, 0.0)
    for score in group {
      own += score
      ownSquares += score * score
    }
    let (n, m) = (groupSize, otherSize)
    let (other, otherSquares) = (sum - own, squares - ownSquares)
    let difference = abs(own / n - other / m)
    let variance =
      max(0, ownSquares - own * own / n) / (n * (n - 1))
      + max(0, otherSquares - other * other / m) / (m * (m - 1))
    // Below the rounding of the sums there is no spread.
    if variance <= 1e-14 * squares { return difference == 0 ? 0 : .infinity }
    return difference / variance.squareRoot()
  }
}

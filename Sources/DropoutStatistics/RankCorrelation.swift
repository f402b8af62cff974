/// Spearman's rank correlation, the correlation of mid-ranks: does one value rise or fall with another?
public struct RankCorrelation: Hashable, Sendable {
  /// ρ, −1…1.
  public let rho: Double
  /// The two-sided p. Up to nine pairs it is exact, the share of all orders whose |ρ| is at least as large;
  /// for more it is that of t = ρ √((n − 2)/(1 − ρ²)) with n − 2 degrees of freedom.
  public let p: Double
  /// The smallest p that any order of these values could have; 0 for more than nine pairs.
  public let leastP: Double

  /// The correlation of paired values; nil below three pairs, and if one side does not vary.
  public init?(_ first: [Double], _ second: [Double]) {
    precondition(first.count == second.count, "\(first.count) values against \(second.count)")
    guard first.count >= 3 else { return nil }
    let (x, y) = (MidRanks(first).ranks, MidRanks(second).ranks)
    // Mid-ranks always have this mean.
    let mean = Double(x.count + 1) / 2
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - mean) * (a - mean)
      yy += (b - mean) * (b - mean)
      xy += (a - mean) * (b - mean)
    }
    guard xx > 0, yy > 0 else { return nil }
    rho = max(-1, min(1, xy / (xx * yy).squareRoot()))
    if x.count <= PermutationTest.mostValues {
      // Twice a mid-rank's distance from the mean is a whole number.
      let distances = [x, y].map { $0.map { Int(2 * ($0 - mean)) } }
      let test = PermutationTest(distances[1]) { order in
        abs(zip(distances[0], order).reduce(0) { $0 + $1.0 * $1.1 })
      }
      (p, leastP) = (test.p, test.leastP)
      return
    }
    let freedom = Double(x.count - 2)
    leastP = 0
    p =
      rho * rho < 1
      ? StudentTDistribution(degreesOfFreedom: freedom)
        .twoSidedP(rho * (freedom / (1 - rho * rho)).squareRoot()) : 0
  }
}

/// Kruskal and Wallis's rank test: do the values of several groups lie at different places?
public struct KruskalWallisTest: Hashable, Sendable {
  /// The p. Up to nine values it is exact, the share of all divisions into groups of these sizes whose
  /// statistic is at least as large; for more it is that of χ², corrected for ties, with one degree of freedom
  /// less than the number of groups.
  public let p: Double
  /// The smallest p that any division of these values could have; 0 for more than nine values.
  public let leastP: Double

  /// The test of groups of values; empty groups are left out. Nil if fewer than two groups are left, each has
  /// only one value, or all values are equal.
  public init?(_ groups: [[Double]]) {
    let groups = groups.filter { !$0.isEmpty }
    let values = groups.flatMap(\.self)
    let n = Double(values.count)
    guard groups.count > 1, values.count > groups.count else { return nil }
    let ranks = MidRanks(values)
    let correction = 1 - ranks.tieSum / (n * n * n - n)
    guard correction > 0 else { return nil }
    let counts = groups.map(\.count)
    if values.count <= PermutationTest.mostValues {
      // Whole numbers: twice the ranks, and a multiple of every group's size.
      let product = counts.reduce(1, *)
      let test = PermutationTest(ranks.ranks.map { Int(2 * $0) }) { order in
        var (start, sum) = (0, 0)
        for count in counts {
          let total = order[start..<start + count].reduce(0, +)
          sum += total * total * (product / count)
          start += count
        }
        return sum
      }
      (p, leastP) = (test.p, test.leastP)
      return
    }
    var rest = ranks.ranks[...]
    let squares = counts.reduce(0.0) { sum, count in
      let total = rest.prefix(count).reduce(0, +)
      rest = rest.dropFirst(count)
      return sum + total * total / Double(count)
    }
    let h = (12 / (n * (n + 1)) * squares - 3 * (n + 1)) / correction
    leastP = 0
    p = ChiSquareDistribution(degreesOfFreedom: Double(counts.count - 1)).survival(max(h, 0))
  }
}

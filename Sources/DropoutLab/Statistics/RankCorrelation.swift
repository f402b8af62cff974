/// Spearman's rank correlation: the correlation of mid-ranks.
public struct RankCorrelation: Hashable, Sendable {
  /// ρ, −1…1.
  public let rho: Double
  /// Two-sided p without a correlation, by Student's t: t = ρ √((n − 2)/(1 − ρ²)), n − 2 degrees of
  /// freedom.
  public let p: Double

  /// Of paired values; nil below three pairs or where one side does not vary.
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
    let freedom = Double(x.count - 2)
    p =
      rho * rho < 1
      ? StudentTDistribution(degreesOfFreedom: freedom)
        .twoSidedP(rho * (freedom / (1 - rho * rho)).squareRoot()) : 0
  }

  /// The p of Kruskal and Wallis's test that groups of values differ in none of their places: by χ² with
  /// one degree of freedom less than there are groups, corrected for ties; nil where there is nothing
  /// to test.
  public static func kruskalWallisP(_ groups: [[Double]]) -> Double? {
    let groups = groups.filter { !$0.isEmpty }
    let n = Double(groups.reduce(0) { $0 + $1.count })
    guard groups.count > 1, n > Double(groups.count) else { return nil }
    let ranks = MidRanks(groups.flatMap(\.self))
    let correction = 1 - ranks.tieSum / (n * n * n - n)
    guard correction > 0 else { return nil }
    var rest = ranks.ranks[...]
    let squares = groups.reduce(0.0) { sum, group in
      let total = rest.prefix(group.count).reduce(0, +)
      rest = rest.dropFirst(group.count)
      return sum + total * total / Double(group.count)
    }
    let h = (12 / (n * (n + 1)) * squares - 3 * (n + 1)) / correction
    return ChiSquareDistribution(degreesOfFreedom: Double(groups.count - 1)).survival(max(h, 0))
  }
}

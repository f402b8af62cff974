/// Friedman's rank test: do several policies differ over the same seeds (or data sets)?
///
/// Take it before comparing more than two policies in pairs; mean ranks further apart than
/// ``nemenyiCriticalDifference(level:)`` differ. Ranks ignore by how much a policy is better.
///
/// - SeeAlso: Demšar 2006, *Statistical comparisons of classifiers over multiple data sets*, section 3.2.2.
public struct FriedmanTest: Hashable, Sendable {
  /// Mean rank per policy; 1 is best.
  public let averageRanks: [Double]
  /// The number of seeds (or data sets) that were ranked.
  public let blocks: Int
  /// Σ(t³ − t) over the ties of all seeds.
  private let tieSum: Double

  /// Ranks the policies within each seed; scores that are equal on the ``DecimalGrid`` of all scores tie.
  ///
  /// - Parameters:
  ///   - scores: per seed, one finite score per policy.
  ///   - higherIsBetter: whether rank 1 goes to the highest score.
  /// - Precondition: at least one seed and two policies, and a score for each policy and seed.
  public init(scores: [[Double]], higherIsBetter: Bool = false) {
    precondition(!scores.isEmpty && scores[0].count >= 2, "\(scores.count) seeds to rank")
    let grid = DecimalGrid(scores: scores.flatMap(\.self))
    var sums = [Double](repeating: 0, count: scores[0].count)
    var ties = 0.0
    for row in scores {
      precondition(row.count == sums.count, "\(row.count) scores for \(sums.count) policies")
      let ranked = MidRanks(row.map { grid.steps(higherIsBetter ? -$0 : $0) })
      for (policy, rank) in ranked.ranks.enumerated() { sums[policy] += rank }
      ties += ranked.tieSum
    }
    averageRanks = sums.map { $0 / Double(scores.count) }
    blocks = scores.count
    tieSum = ties
  }

  /// The test from mean ranks that are known, for example from a publication; ties are taken as absent.
  public init(averageRanks: [Double], blocks: Int) {
    precondition(averageRanks.count >= 2 && blocks >= 1, "\(averageRanks.count) mean ranks")
    self.averageRanks = averageRanks
    self.blocks = blocks
    tieSum = 0
  }

  private var k: Double { Double(averageRanks.count) }
  private var n: Double { Double(blocks) }

  /// χ² = 12N/(k(k+1))·(Σ R̄² − k(k+1)²/4), without correction for ties.
  public var chiSquare: Double {
    let squares = averageRanks.reduce(0) { $0 + $1 * $1 }
    return max(0, 12 * n / (k * (k + 1)) * (squares - k * (k + 1) * (k + 1) / 4))
  }

  /// χ² divided by 1 − Σ(t³ − t)/(Nk(k² − 1)): what SciPy gives; 0 if all scores tie.
  public var chiSquareTieCorrected: Double {
    let left = 1 - tieSum / (n * k * (k * k - 1))
    return left > 1e-12 ? chiSquare / left : 0
  }

  /// P(χ²ₖ₋₁ > `chiSquare`).
  public func p(chiSquare: Double) -> Double {
    ChiSquareDistribution(degreesOfFreedom: k - 1).survival(chiSquare)
  }

  /// Iman and Davenport's F = (N−1)χ²/(N(k−1) − χ²), from χ² without tie correction.
  public var imanDavenportF: Double {
    let left = n * (k - 1) - chiSquare
    return left > 0 ? (n - 1) * chiSquare / left : .infinity
  }

  /// The distribution of ``imanDavenportF``; nil for a single seed.
  public var imanDavenportDistribution: FDistribution? {
    blocks < 2 ? nil : FDistribution(numerator: k - 1, denominator: (k - 1) * (n - 1))
  }

  /// √(k(k+1)/(6N)), the standard error of a difference of two mean ranks.
  public var standardError: Double { (k * (k + 1) / (6 * n)).squareRoot() }

  /// z = (R̄_control − R̄_other)/standard error: positive if the other policy ranks better.
  public func z(control: Int, against other: Int) -> Double {
    (averageRanks[control] - averageRanks[other]) / standardError
  }

  /// The least distance of two mean ranks that differ at this level, all pairs being compared (Nemenyi 1963).
  public func nemenyiCriticalDifference(level: Double = 0.05) -> Double {
    Self.nemenyiQ(policies: averageRanks.count, level: level) * standardError
  }

  /// The least distance of two mean ranks that differ at this level, if every policy is compared with one
  /// control only (Dunn 1961).
  public func bonferroniDunnCriticalDifference(level: Double = 0.05) -> Double {
    Self.bonferroniDunnQ(policies: averageRanks.count, level: level) * standardError
  }

  /// The factor of the standard error in Nemenyi's test: the studentized range's quantile divided by √2.
  public static func nemenyiQ(policies: Int, level: Double) -> Double {
    StudentizedRange(groups: policies).upperQuantile(level) / 2.0.squareRoot()
  }

  /// The factor of the standard error in Dunn's test: the normal quantile at 1 − level/(2(k − 1)).
  public static func bonferroniDunnQ(policies: Int, level: Double) -> Double {
    -NormalDistribution.quantile(level / (2 * Double(policies - 1)))
  }
}

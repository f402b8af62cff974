/// Wilcoxon's signed-rank test on paired differences.
///
/// It weighs differences by their rank, so that a failed run counts no more than the largest rank. SciPy's
/// `wilcoxon` gives the same.
public struct WilcoxonSignedRankTest: Hashable, Sendable {
  /// How pairs without a difference are treated.
  public enum ZeroRule: Hashable, Sendable {
    /// They are left out (Wilcoxon; SciPy's default).
    case dropped
    /// Their ranks are split evenly between both sums; one is left out if their number is odd
    /// (Demšar 2006, section 3.1.3).
    case split
  }

  /// The largest number of non-zero differences for which ``p`` is exact.
  public static let exactLimit = 25

  /// The number of pairs that were ranked.
  public let count: Int
  /// The number of ranked pairs that differ.
  public let nonZeroCount: Int
  /// Sum of the ranks of positive differences, R⁺.
  public let rankSumPlus: Double
  /// Sum of the ranks of negative differences, R⁻.
  public let rankSumMinus: Double
  private let tieSum: Double
  private let signedRanks: [Double]

  /// Ranks the magnitudes of the differences; equal ones share their mean rank.
  public init(_ differences: PairedDifferences, zeros rule: ZeroRule = .dropped) {
    var steps = differences.steps
    switch rule {
    case .dropped: steps.removeAll { $0 == 0 }
    case .split:
      if differences.zeros % 2 == 1, let zero = steps.firstIndex(of: 0) { steps.remove(at: zero) }
    }
    let ranked = MidRanks(steps.map(abs))
    var (plus, minus) = (0.0, 0.0)
    for (step, rank) in zip(steps, ranked.ranks) {
      plus += step > 0 ? rank : step == 0 ? rank / 2 : 0
      minus += step < 0 ? rank : step == 0 ? rank / 2 : 0
    }
    count = steps.count
    rankSumPlus = plus
    rankSumMinus = minus
    tieSum = ranked.tieSum
    signedRanks = zip(steps, ranked.ranks).filter { $0.0 != 0 }.map(\.1)
    nonZeroCount = signedRanks.count
  }

  /// T, the smaller rank sum.
  public var t: Double { min(rankSumPlus, rankSumMinus) }

  /// The two-sided p: exact up to ``exactLimit`` differences, else normal with tie correction.
  public var p: Double {
    nonZeroCount <= Self.exactLimit ? exactP : approximateP(continuityCorrection: false)
  }

  /// The exact two-sided p: the share of all sign patterns whose rank sums are at least as uneven; 1 if no
  /// pair differs.
  ///
  /// - Complexity: O(n³) for n ranks, by counting the patterns of each rank sum.
  public var exactP: Double {
    let patterns = patternShares()
    let smaller = Int((2 * (t - splitShare)).rounded())
    return min(1, 2 * patterns[...smaller].reduce(0, +))
  }

  /// z = (T − n(n+1)/4)/√(n(n+1)(2n+1)/24 − Σ(t³−t)/48); nil if no pair differs.
  public func z(tieCorrection: Bool = true, continuityCorrection: Bool = false) -> Double? {
    guard nonZeroCount > 0 else { return nil }
    let n = Double(count)
    let variance = n * (n + 1) * (2 * n + 1) / 24 - (tieCorrection ? tieSum / 48 : 0)
    let distance = t - n * (n + 1) / 4
    return (continuityCorrection ? min(0, distance + 0.5) : distance) / variance.squareRoot()
  }

  /// The two-sided p of ``z(tieCorrection:continuityCorrection:)``; 1 if no pair differs.
  public func approximateP(tieCorrection: Bool = true, continuityCorrection: Bool) -> Double {
    guard
      let z = z(tieCorrection: tieCorrection, continuityCorrection: continuityCorrection)
    else { return 1 }
    return min(1, 2 * NormalDistribution.cdf(z))
  }

  /// The amount that zeros add to each rank sum.
  private var splitShare: Double {
    (rankSumPlus + rankSumMinus - signedRanks.reduce(0, +)) / 2
  }

  /// The share of sign patterns that give each value of 2R⁺, from 0 on: mid-ranks may be halves.
  private func patternShares() -> [Double] {
    let doubled = signedRanks.map { Int(2 * $0) }
    var shares = [Double](repeating: 0, count: doubled.reduce(0, +) + 1)
    shares[0] = 1
    var top = 0
    for rank in doubled {
      for sum in stride(from: top, through: 0, by: -1) {
        shares[sum] /= 2
        shares[sum + rank] += shares[sum]
      }
      top += rank
    }
    return shares
  }
}

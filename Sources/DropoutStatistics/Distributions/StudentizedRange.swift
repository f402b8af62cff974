/// The range of k standard normal numbers: the studentized range for infinite degrees of freedom.
public struct StudentizedRange: Hashable, Sendable {
  /// The number of normal numbers, k.
  public let groups: Int

  /// The range of `groups` numbers.
  ///
  /// - Precondition: `groups` ≥ 2.
  public init(groups: Int) {
    precondition(groups >= 2, "the range of \(groups) numbers")
    self.groups = groups
  }

  /// P(range ≤ q) = k ∫ φ(z)·(Φ(z) − Φ(z − q))^(k−1) dz.
  ///
  /// By the trapezoid rule: for an analytic integrand that dies out on both sides it converges faster
  /// than any power of the step. Absolute error below 10⁻¹³.
  public func cdf(_ q: Double) -> Double {
    guard q > 0 else { return 0 }
    let step = 0.125
    var sum = 0.0
    for i in -72...72 {
      let z = Double(i) * step
      let between = NormalDistribution.cdf(z) - NormalDistribution.cdf(z - q)
      var power = 1.0
      for _ in 1..<groups { power *= between }
      sum += NormalDistribution.density(z) * power
    }
    return min(1, Double(groups) * sum * step)
  }

  /// The q with P(range > q) = `tail`, for `tail` strictly between 0 and 1.
  public func upperQuantile(_ tail: Double) -> Double {
    precondition(tail > 0 && tail < 1, "an upper tail of \(tail)")
    return RootFinder.root(above: 0, step: 2) { 1 - cdf($0) - tail }
  }
}

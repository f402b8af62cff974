/// The number of successes in independent trials of equal chance.
public struct BinomialDistribution: Hashable, Sendable {
  /// The number of trials.
  public let trials: Int
  /// The probability of success in each.
  public let probability: Double

  /// The distribution of the successes in `trials` trials.
  ///
  /// - Precondition: `trials` ≥ 0, `probability` in 0…1.
  public init(trials: Int, probability: Double) {
    precondition(
      trials >= 0 && (0...1).contains(probability), "\(trials) trials of chance \(probability)")
    self.trials = trials
    self.probability = probability
  }

  /// P(X ≤ `successes`).
  public func cdf(_ successes: Int) -> Double {
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return SpecialFunctions.regularisedBeta(
      1 - probability, complement: probability, Double(trials - successes), Double(successes + 1))
  }

  /// The exact two-sided p of `successes` in `successes` + `failures` throws of a fair coin; 1 without throws.
  public static func fairCoinP(successes: Int, failures: Int) -> Double {
    let coin = BinomialDistribution(trials: successes + failures, probability: 0.5)
    return min(1, 2 * coin.cdf(min(successes, failures)))
  }
}

/// Tests and intervals that only count: signs, discordant examples, shares of one test set.
public enum ExactCounts {
  /// The two-sided p of the exact sign test on paired differences; ties are left out, and p is 1 if all tie.
  ///
  /// It looks at the signs alone: take ``SignFlipTest`` if the size of differences counts.
  public static func signTestP(_ differences: PairedDifferences) -> Double {
    BinomialDistribution.fairCoinP(
      successes: differences.negatives, failures: differences.positives)
  }

  /// The two-sided p of McNemar's exact test: whether two trained networks, each run once, err differently on
  /// the same test examples.
  ///
  /// - Parameters:
  ///   - onlyFirstRight: examples that only the first network classifies rightly.
  ///   - onlySecondRight: examples that only the second does.
  public static func mcNemarP(onlyFirstRight: Int, onlySecondRight: Int) -> Double {
    BinomialDistribution.fairCoinP(successes: onlyFirstRight, failures: onlySecondRight)
  }

  /// Wilson's interval of a share: how far the error on `trials` test examples may be from that on all
  /// examples of their kind.
  ///
  /// - Precondition: 0 ≤ `successes` ≤ `trials`, `trials` > 0.
  public static func wilsonInterval(
    successes: Int, trials: Int, confidence: Double = 0.95
  ) -> ConfidenceInterval {
    precondition(
      trials > 0 && (0...trials).contains(successes), "\(successes) of \(trials) successes")
    let n = Double(trials)
    let share = Double(successes) / n
    let z = -NormalDistribution.quantile((1 - confidence) / 2)
    let z2 = z * z
    let centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    let half = z / (1 + z2 / n) * (share * (1 - share) / n + z2 / (4 * n * n)).squareRoot()
    return ConfidenceInterval(
      low: successes == 0 ? 0 : centre - half, high: successes == trials ? 1 : centre + half)
  }
}

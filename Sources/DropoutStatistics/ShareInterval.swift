/// The interval of a share that was counted on one test set.
public enum ShareInterval {
  /// Wilson's interval of a share: how far the error on `trials` test examples may be from that on all
  /// examples of their kind.
  ///
  /// - Precondition: 0 ≤ `successes` ≤ `trials`, `trials` > 0.
  public static func wilson(
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

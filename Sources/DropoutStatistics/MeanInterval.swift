/// The confidence interval of a mean: Student's t, corrected for skewness. The interval to report for paired
/// seeds.
///
/// The ends are the two μ at which T((x̄ − μ)/s) = ± t*/√(n − 1), with Johnson's transform
/// T(z) = z + G·z²/3 + G²·z³/27 + G/(6n), G the bias-corrected sample skewness, s with n, and t* Student's
/// quantile with n − 1 degrees of freedom. Without skewness this is Student's interval. Below 8 values
/// skewness is not corrected, as few values say too little about it. `Documentation/Intervals.md` gives the
/// measured coverage.
///
/// The result depends on the values alone, not on their order, and swapping a and b mirrors it exactly.
public struct MeanInterval: Hashable, Sendable {
  /// The number of values from which on skewness is corrected.
  package static let leastCount = 8

  /// The bias-corrected sample skewness G₁ that was corrected for; 0 below 8 values.
  public let skewness: Double
  /// The interval.
  public let interval: ConfidenceInterval

  /// The interval of the mean paired difference; nil below three pairs and if all differences are equal, as
  /// these say nothing about their spread.
  public init?(_ differences: PairedDifferences, confidence: Double = 0.95) {
    precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
    guard differences.count >= 3, !differences.areAllEqual else { return nil }
    let (steps, mirrored) = BootstrapInterval.canonical(differences.steps)
    let count = Double(steps.count)
    let mean = Descriptive.mean(steps)
    let (squares, cubes, scale) = SkewnessTransform.sums(steps, mean: mean)
    let transform = SkewnessTransform(
      count: count, squares: squares, cubes: steps.count < Self.leastCount ? 0 : cubes)
    let critical =
      StudentTDistribution(degreesOfFreedom: count - 1).upperQuantile((1 - confidence) / 2)
      / (count - 1).squareRoot()
    let spread = scale * (squares / count).squareRoot()
    func end(_ value: Double) -> Double {
      differences.grid.value(steps: mean - spread * transform.inverse(value))
    }
    let (low, high) = (end(critical), end(-critical))
    skewness = mirrored ? -transform.skewness : transform.skewness
    interval =
      mirrored
      ? ConfidenceInterval(low: -high, high: -low) : ConfidenceInterval(low: low, high: high)
  }
}

/// The confidence interval of a mean: Student's t on a scale from which skewness was taken out.
///
/// The ends are those μ where T((x̄ − μ)/s) = ± t*/√(n − 1), with T Johnson's ``SkewnessTransform``, s
/// with n, and t* Student's quantile with n − 1 degrees of freedom. Without skewness this is Student's
/// interval, and so it is below ``leastCount`` values, of which the sample skewness says too little.
/// `Documentation/Intervals.md` gives its measured coverage.
///
/// The result depends on the values alone, not on their order, and swapping a and b mirrors it exactly.
public struct MeanInterval: Hashable, Sendable {
  /// Fewest values whose skewness is taken out.
  package static let leastCount = 8

  /// The bias-corrected sample skewness G₁ that was taken out; 0 if the values are few.
  public let skewness: Double
  /// The interval.
  public let interval: ConfidenceInterval

  /// Of paired differences; nil if they say nothing of their spread: below three pairs, and where
  /// all are equal.
  public init?(_ differences: PairedDifferences, confidence: Double = 0.95) {
    precondition(confidence > 0 && confidence < 1, "a confidence of \(confidence)")
    guard differences.count >= 3, !differences.areAllEqual else { return nil }
    let (steps, mirrored) = BootstrapInterval.canonical(differences.steps)
    let count = Double(steps.count)
    let mean = Descriptive.mean(steps)
    // Without the scale the cubes of huge values would overflow.
    let scale = steps.reduce(0) { max($0, abs($1 - mean)) }
    var (squares, cubes) = (0.0, 0.0)
    for step in steps {
      let u = (step - mean) / scale
      squares += u * u
      cubes += u * u * u
    }
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

/// Student's t test on paired differences, with its interval and effect size.
///
/// The test that most publications use. It takes differences as normal; ``SignFlipTest`` does not, and sees a
/// difference beside a failed run that this test misses.
public struct PairedTTest: Hashable, Sendable {
  /// The mean difference, d̄.
  public let mean: Double
  /// Standard deviation of the differences, s (n − 1).
  public let standardDeviation: Double
  /// t = d̄/(s/√n), or the corrected one.
  public let t: Double
  /// Degrees of freedom, n − 1.
  public let degreesOfFreedom: Double
  private let standardError: Double

  /// The plain test; nil below two pairs, and if all differences are equal.
  public init?(_ differences: PairedDifferences) {
    self.init(differences, varianceFactor: 1 / Double(differences.count))
  }

  /// The test for resampled splits: t = d̄/√(s²·(1/J + test/train)) (Nadeau and Bengio 2003).
  ///
  /// Take it if each seed also splits the data anew: the splits overlap, and the plain test would take them
  /// for independent. Nil below two pairs, and if all differences are equal.
  public init?(_ differences: PairedDifferences, testExamples: Int, trainExamples: Int) {
    precondition(
      testExamples > 0 && trainExamples > 0,
      "\(testExamples) test and \(trainExamples) training examples")
    self.init(
      differences,
      varianceFactor: 1 / Double(differences.count) + Double(testExamples) / Double(trainExamples))
  }

  private init?(_ differences: PairedDifferences, varianceFactor: Double) {
    guard let sd = differences.standardDeviation, sd > 0 else { return nil }
    mean = differences.mean
    standardDeviation = sd
    standardError = sd * varianceFactor.squareRoot()
    t = mean / standardError
    degreesOfFreedom = Double(differences.count - 1)
  }

  /// The two-sided p, P(|T| ≥ |t|).
  public var p: Double {
    StudentTDistribution(degreesOfFreedom: degreesOfFreedom).twoSidedP(t)
  }

  /// The interval of the mean difference, d̄ ± t*·standard error.
  public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    let factor = StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
      .upperQuantile((1 - confidence) / 2)
    return ConfidenceInterval(
      low: mean - factor * standardError, high: mean + factor * standardError)
  }

  /// The t interval of one group's mean; nil below two values, a single point if all are equal.
  public static func meanInterval(
    _ values: [Double], confidence: Double = 0.95
  ) -> ConfidenceInterval? {
    guard values.count >= 2 else { return nil }
    guard let test = PairedTTest(PairedDifferences(values)) else {
      return ConfidenceInterval(low: values[0], high: values[0])
    }
    return test.interval(confidence: confidence)
  }
}

/// Welch's t test on two independent groups of scores.
///
/// Take it for runs that share no seeds, such as another publication's. For paired seeds ``PairedTTest`` sees
/// far smaller effects.
public struct WelchTTest: Hashable, Sendable {
  /// Mean of a minus mean of b.
  public let difference: Double
  /// t = (ā − b̄)/√(v_a + v_b), v = s²/n.
  public let t: Double
  /// Degrees of freedom, (v_a + v_b)²/(v_a²/(n_a − 1) + v_b²/(n_b − 1)).
  public let degreesOfFreedom: Double
  private let standardError: Double

  /// The test; nil if a group has fewer than two scores or neither varies.
  public init?(_ a: [Double], _ b: [Double]) {
    guard let varianceA = Descriptive.variance(a), let varianceB = Descriptive.variance(b) else {
      return nil
    }
    let va = varianceA / Double(a.count)
    let vb = varianceB / Double(b.count)
    guard va + vb > 0 else { return nil }
    difference = Descriptive.mean(a) - Descriptive.mean(b)
    standardError = (va + vb).squareRoot()
    t = difference / standardError
    degreesOfFreedom =
      (va + vb) * (va + vb)
      / (va * va / Double(a.count - 1) + vb * vb / Double(b.count - 1))
  }

  /// The two-sided p, P(|T| ≥ |t|).
  public var p: Double {
    StudentTDistribution(degreesOfFreedom: degreesOfFreedom).twoSidedP(t)
  }

  /// The interval of the difference of the means.
  public func interval(confidence: Double = 0.95) -> ConfidenceInterval {
    let factor = StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
      .upperQuantile((1 - confidence) / 2)
    return ConfidenceInterval(
      low: difference - factor * standardError, high: difference + factor * standardError)
  }
}

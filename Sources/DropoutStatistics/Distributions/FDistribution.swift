/// The F distribution.
public struct FDistribution: Hashable, Sendable {
  /// Degrees of freedom of the numerator.
  public let numerator: Double
  /// Degrees of freedom of the denominator.
  public let denominator: Double

  /// The distribution with these degrees of freedom.
  ///
  /// - Precondition: both are positive.
  public init(numerator: Double, denominator: Double) {
    precondition(
      numerator > 0 && denominator > 0, "\(numerator) and \(denominator) degrees of freedom")
    self.numerator = numerator
    self.denominator = denominator
  }

  /// P(F > f).
  public func survival(_ f: Double) -> Double {
    if f <= 0 { return 1 }
    guard f < .infinity else { return 0 }
    let total = denominator + numerator * f
    return SpecialFunctions.regularisedBeta(
      denominator / total, complement: numerator * f / total, denominator / 2, numerator / 2)
  }

  /// The f with P(F > f) = `tail`, for `tail` strictly between 0 and 1.
  public func upperQuantile(_ tail: Double) -> Double {
    precondition(tail > 0 && tail < 1, "an upper tail of \(tail)")
    return RootFinder.root(above: 0, step: 1) { survival($0) - tail }
  }
}

/// The χ² distribution.
public struct ChiSquareDistribution: Hashable, Sendable {
  /// Degrees of freedom.
  public let degreesOfFreedom: Double

  /// The distribution with these degrees of freedom.
  ///
  /// - Precondition: `degreesOfFreedom` is positive.
  public init(degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(χ² > x).
  public func survival(_ x: Double) -> Double {
    x <= 0 ? 1 : SpecialFunctions.upperGamma(degreesOfFreedom / 2, x / 2)
  }

  /// The x with P(χ² > x) = `tail`, between 0 and 1.
  public func upperQuantile(_ tail: Double) -> Double {
    precondition(0 < tail && tail < 1, "an upper tail of \(tail)")
    return RootFinder.root(above: 0, step: degreesOfFreedom) { survival($0) - tail }
  }
}

import DropoutTraining

extension SpecialFunctions {
  /// The regularised incomplete beta function Iₓ(a, b), for positive a, b and x in 0…1.
  public static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    regularisedBeta(x, complement: 1 - x, a, b)
  }

  /// Iₓ(a, b) where 1 − x is known more exactly than a subtraction would give it.
  ///
  /// Continued fraction of DLMF 8.17.22, on the side of the mean where it converges fast. Cost grows
  /// with the square root of the larger parameter.
  public static func regularisedBeta(
    _ x: Double, complement y: Double, _ a: Double, _ b: Double
  ) -> Double {
    precondition(
      a > 0 && b > 0 && x >= 0 && y >= 0, "the incomplete beta function of x \(x), a \(a), b \(b)")
    if x == 0 { return 0 }
    if y == 0 { return 1 }
    return x > (a + 1) / (a + b + 2)
      ? 1 - lowerBeta(y, complement: x, b, a) : lowerBeta(x, complement: y, a, b)
  }

  /// xᵃ·(1 − x)ᵇ / B(a, b).
  package static func betaWeight(_ x: Double, complement y: Double, _ a: Double, _ b: Double)
    -> Double
  {
    let n = a + b
    let exponent =
      stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b)
      - deviance(a, n * x) - deviance(b, n * y)
    return PortableMath.exp(exponent) * (a * b / (2 * Double.pi * n)).squareRoot()
  }

  private static func lowerBeta(
    _ x: Double, complement y: Double, _ a: Double, _ b: Double
  ) -> Double {
    let fraction = continuedFraction(first: 1) { i in
      let m = Double(i / 2)
      let s = a + Double(i)
      let numerator =
        i % 2 == 0
        ? m * (b - m) * x / ((s - 1) * s)
        : -(a + m) * (a + b + m) * x / ((s - 1) * s)
      return (numerator, 1)
    }
    return betaWeight(x, complement: y, a, b) / (a * fraction)
  }
}

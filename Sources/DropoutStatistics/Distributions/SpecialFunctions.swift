import DropoutTraining

/// Gamma, incomplete gamma and incomplete beta functions in Double, with the same bits on every machine.
///
/// They are computed from the remainder of Stirling's formula and the deviance, two quantities that keep
/// their relative accuracy where a difference of log-gammas would lose it (Loader 2000, *Fast and accurate
/// computation of binomial probabilities*).
public enum SpecialFunctions {
  package static let halfLogTwoPi = 0.91893853320467274178

  /// ln Γ(x) for x > 0; the absolute error is some 10⁻¹⁶ of the largest term.
  public static func logGamma(_ x: Double) -> Double {
    precondition(x > 0, "the log-gamma function of \(x)")
    if x < 0.5 { return logGamma(x + 1) - PortableMath.log(x) }
    return (x - 0.5) * PortableMath.log(x) - x + halfLogTwoPi + stirlingRemainder(x)
  }

  /// The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), without cancellation.
  public static func upperGamma(_ a: Double, _ x: Double) -> Double {
    precondition(a > 0 && x >= 0, "the incomplete gamma function of a \(a), x \(x)")
    if x == 0 { return 1 }
    return x < a + 1 ? 1 - lowerGammaSeries(a, x) : upperGammaFraction(a, x)
  }

  /// The remainder δ of Stirling's formula: Γ(a + 1) = √(2πa)·(a/e)ᵃ·e^δ(a).
  ///
  /// Below ten it is raised by δ(a) − δ(a + 1) = t²/3 + t⁴/5 + …, t = 1/(2a + 1): all terms are
  /// positive, so nothing cancels.
  package static func stirlingRemainder(_ a: Double) -> Double {
    var a = a
    var raised = 0.0
    while a < 10 {
      let odd = 2 * a + 1
      let square = 1 / (odd * odd)
      var power = square
      var divisor = 3.0
      while power / divisor > 1e-19 {
        raised += power / divisor
        power *= square
        divisor += 2
      }
      a += 1
    }
    let w = 1 / (a * a)
    var sum = 1.0 / 156
    let coefficients: [Double] = [
      -691 / 360_360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12,
    ]
    for coefficient in coefficients {
      sum = sum * w + coefficient
    }
    return raised + sum / a
  }

  /// The deviance x·ln(x/m) + m − x for positive x and m, accurate even if x is near m.
  package static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * PortableMath.log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var power = 2 * x * v
    var divisor = 3.0
    while true {
      power *= v * v
      let next = sum + power / divisor
      if next == sum { return sum }
      sum = next
      divisor += 2
    }
  }

  /// The Poisson probability mᵃ·e⁻ᵐ/Γ(a + 1), for a that need not be whole.
  package static func poisson(_ a: Double, mean m: Double) -> Double {
    if m == 0 { return a == 0 ? 1 : 0 }
    if a == 0 { return PortableMath.exp(-m) }
    return PortableMath.exp(-stirlingRemainder(a) - deviance(a, m))
      / (2 * Double.pi * a).squareRoot()
  }

  private static func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var divisor = a + 1
    while term > sum * 1e-17 {
      term *= x / divisor
      sum += term
      divisor += 1
    }
    return poisson(a, mean: x) * sum
  }

  private static func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
    let fraction = continuedFraction(first: x + 1 - a) { i in
      let i = Double(i)
      return (i * (a - i), x + 1 - a + 2 * i)
    }
    return poisson(a, mean: x) * a / fraction
  }

  /// first + n₁/(d₁ + n₂/(d₂ + …)) by the modified Lentz method.
  package static func continuedFraction(
    first: Double, term: (Int) -> (numerator: Double, denominator: Double)
  ) -> Double {
    let tiny = 1e-290
    var value = first == 0 ? tiny : first
    var c = value
    var d = 0.0
    for i in 1...100_000 {
      let (numerator, denominator) = term(i)
      d = denominator + numerator * d
      c = denominator + numerator / c
      if d == 0 { d = tiny }
      if c == 0 { c = tiny }
      d = 1 / d
      let factor = c * d
      value *= factor
      if abs(factor - 1) < 2e-16 { break }
    }
    return value
  }
}

extension SpecialFunctions {
  /// The regularised incomplete beta function Iₓ(a, b), for positive a, b and x in 0…1.
  public static func regularisedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    regularisedBeta(x, complement: 1 - x, a, b)
  }

  /// The regularised incomplete beta function Iₓ(a, b), if 1 − x is known more exactly than by a subtraction.
  ///
  /// Continued fraction of DLMF 8.17.22, on the side of the mean on which it converges fast. Cost grows
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

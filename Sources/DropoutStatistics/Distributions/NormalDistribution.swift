import DropoutTraining

/// The standard normal distribution.
public enum NormalDistribution {
  /// The density φ(z).
  public static func density(_ z: Double) -> Double {
    // z² is taken in two parts so that its rounding does not grow in the exponent (Cody 1969).
    let coarse = (abs(z) * 16).rounded(.down) / 16
    guard coarse < 40 else { return 0 }
    let rest = (abs(z) - coarse) * (abs(z) + coarse)
    return 0.39894228040143267794 * PortableMath.exp(-coarse * coarse / 2)
      * PortableMath.exp(-rest / 2)
  }

  /// P(Z ≤ z), with full relative accuracy in the lower tail.
  public static func cdf(_ z: Double) -> Double { z < 0 ? upperTail(-z) : 1 - upperTail(z) }

  /// P(Z > z), with full relative accuracy in the upper tail.
  public static func survival(_ z: Double) -> Double { cdf(-z) }

  /// The z with P(Z ≤ z) = `probability`; ∓∞ at 0 and 1.
  ///
  /// A rough start (Abramowitz and Stegun 26.2.23) and three of Halley's steps.
  public static func quantile(_ probability: Double) -> Double {
    precondition((0...1).contains(probability), "a probability of \(probability)")
    if probability == 0.5 { return 0 }
    let tail = min(probability, 1 - probability)
    guard tail > 0 else { return probability == 0 ? -.infinity : .infinity }
    let t = (-2 * PortableMath.log(tail)).squareRoot()
    var z =
      t - (2.515517 + t * (0.802853 + t * 0.010328))
      / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
    for _ in 0..<3 {
      let error = (upperTail(z) - tail) / density(z)
      z += error / (1 - z * error / 2)
    }
    return probability < 0.5 ? -z : z
  }

  /// P(Z > z) for z that is not far below 0.
  private static func upperTail(_ z: Double) -> Double {
    if z < 1.25 { return 0.5 - centre(z) }
    guard z < 40 else { return 0 }
    // Mills' ratio as 1/(z + 1/(z + 2/(z + …))), from the far end.
    var fraction = z
    for k in stride(from: 20 + Int(500 / (z * z)), to: 0, by: -1) {
      fraction = z + Double(k) / fraction
    }
    return density(z) / fraction
  }

  /// Φ(z) − ½ = φ(z)·(z + z³/3 + z⁵/(3·5) + …).
  private static func centre(_ z: Double) -> Double {
    var term = z
    var sum = z
    var divisor = 3.0
    while abs(term) > 1e-18 * abs(sum) {
      term *= z * z / divisor
      sum += term
      divisor += 2
    }
    return density(z) * sum
  }
}

import DropoutTraining

/// Johnson's transform, which removes most of the skewness of a mean divided by its standard deviation.
///
/// With z = (x̄ − μ)/s, s with n, and G the bias-corrected sample skewness G₁, z + G·z²/3 + G/(6n) is
/// closer to symmetric than z (Johnson 1978, *Modified t tests and confidence intervals for asymmetrical
/// populations*), but falls again for z far from 0. With one more term, T(z) = z + G·z²/3 + G²·z³/27 + G/(6n)
/// rises everywhere: its slope is (1 + G·z/3)².
package struct SkewnessTransform {
  /// The bias-corrected sample skewness (`scipy.stats.skew(bias=False)`) G₁ = m₃/m₂^1.5·√(n(n − 1))/(n − 2); 0 below three values.
  package let skewness: Double
  package let count: Double

  /// The transform for a given skewness.
  init(skewness: Double, count: Double) { (self.skewness, self.count) = (skewness, count) }

  /// From the sums of squared and cubed deviations from the mean.
  package init(count: Double, squares: Double, cubes: Double) {
    self.count = count
    guard count > 2, squares > 0 else {
      skewness = 0
      return
    }
    let variance = squares / count
    let moment = cubes / count / (variance * variance.squareRoot())
    skewness = moment * (count * (count - 1)).squareRoot() / (count - 2)
  }

  /// The sums of squares and of cubes of the deviations from the mean, each deviation first divided by the largest
  /// one, `scale`: without that the cubes of huge values would overflow.
  static func sums(
    _ values: [Double], mean: Double
  ) -> (squares: Double, cubes: Double, scale: Double) {
    let scale = values.reduce(0) { max($0, abs($1 - mean)) }
    var (squares, cubes) = (0.0, 0.0)
    for value in values {
      let u = (value - mean) / scale
      squares += u * u
      cubes += u * u * u
    }
    return (squares, cubes, scale)
  }

  /// T(z).
  package func value(_ z: Double) -> Double {
    let g = skewness
    return z + g * z * z / 3 + g * g * z * z * z / 27 + g / (6 * count)
  }

  /// The z with T(z) = `value`: 3y/(c² + c + 1) with y = `value` − g/(6n) and c = ∛(1 + g·y).
  package func inverse(_ value: Double) -> Double {
    let y = value - skewness / (6 * count)
    let root = Self.cubeRoot(1 + skewness * y)
    return 3 * y / (root * root + root + 1)
  }

  /// The cube root, with the same bits everywhere; two steps of Newton's method repair the logarithm's rounding.
  private static func cubeRoot(_ x: Double) -> Double {
    guard x != 0 else { return 0 }
    let size = x.magnitude
    var root = PortableMath.exp(PortableMath.log(size) / 3)
    for _ in 0..<2 { root -= (root * root * root - size) / (3 * root * root) }
    return x < 0 ? -root : root
  }
}

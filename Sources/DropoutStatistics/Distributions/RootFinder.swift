/// Finds the root of a function between two points at which its signs differ.
package enum RootFinder {
  /// A point at which `f` changes sign, to the last digits that doubles and `f` allow.
  ///
  /// Inverse quadratic interpolation if it is safe, else bisection (Chandrupatla 1997).
  ///
  /// - Precondition: `f` has different signs at `low` and `high`, or is 0 at one of them.
  package static func root(low: Double, high: Double, _ f: (Double) -> Double) -> Double {
    var (x1, x2, x3) = (high, low, low)
    var (f1, f2, f3) = (f(high), f(low), 0.0)
    precondition(f1 * f2 <= 0, "no sign change between \(low) (\(f2)) and \(high) (\(f1))")
    var t = 0.5
    for _ in 0..<400 {
      let x = x1 + t * (x2 - x1)
      let value = f(x)
      if (value < 0) == (f1 < 0) {
        (x3, f3) = (x1, f1)
      } else {
        (x3, f3) = (x2, f2)
        (x2, f2) = (x1, f1)
      }
      (x1, f1) = (x, value)
      let (best, bestValue) = abs(f1) < abs(f2) ? (x1, f1) : (x2, f2)
      let limit = (2.3e-16 * abs(best) + 1e-300) / abs(x2 - x1)
      if bestValue == 0 || limit > 0.5 { return best }
      let xi = (x1 - x2) / (x3 - x2)
      let phi = (f1 - f2) / (f3 - f2)
      t = 0.5
      if phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi {
        t =
          f1 / (f2 - f1) * f3 / (f2 - f3)
          + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
      }
      t = min(1 - limit, max(limit, t))
    }
    return abs(f1) < abs(f2) ? x1 : x2
  }

  /// The root of a falling function above `low`, searched in ever larger steps from `step`.
  package static func root(above low: Double, step: Double, fallingThrough f: (Double) -> Double)
    -> Double
  {
    var (near, far) = (low, low + step)
    while f(far) > 0 {
      near = far
      far = low + 2 * (far - low)
    }
    return root(low: near, high: far, f)
  }
}

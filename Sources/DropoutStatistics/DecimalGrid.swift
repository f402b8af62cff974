/// Rounds scores so that values which differ only by floating-point noise become equal.
///
/// 0.3 − 0.2 and 0.2 − 0.1 are the same number of test examples, but different doubles: without rounding they
/// would not tie. All values that are ranked or compared are therefore rounded to a grid of twelve decimal
/// digits, counted from the typical size of the scores, which is the median of their magnitudes without
/// zeros. Scores of a typical size between 0.1 and 1 are rounded to 12 decimals.
public struct DecimalGrid: Hashable, Sendable {
  private let factor: Double
  private let divides: Bool

  /// The grid for scores of this size.
  ///
  /// - Precondition: the scores are finite.
  public init(scores: [Double]) {
    precondition(scores.allSatisfy(\.isFinite), "scores that are not finite")
    let sizes = scores.lazy.map(abs).filter { $0 > 0 }
    let typical = sizes.isEmpty ? 1 : Descriptive.median(Array(sizes))
    var digits = 0
    var power = 1.0
    while power < typical {
      power *= 10
      digits += 1
    }
    while power / 10 >= typical && digits > -10 {
      power /= 10
      digits -= 1
    }
    divides = digits > 12
    // Powers of ten are exact up to 10²², so the quotient is the double nearest to the decimal.
    var factor = 1.0
    for _ in 0..<abs(12 - digits) { factor *= 10 }
    self.factor = factor
  }

  /// The number of grid steps nearest to `value`, a whole number.
  public func steps(_ value: Double) -> Double {
    (divides ? value / factor : value * factor).rounded()
  }

  /// The value of a number of steps.
  public func value(steps: Double) -> Double { divides ? steps * factor : steps / factor }
}

import DropoutStatistics

/// An axis: the place of each value along it, and the values to mark.
package protocol Scale: Sendable {
  /// The place of `value`: 0 at the low end, 1 at the high end, outside 0…1 for values beyond the ends.
  func fraction(_ value: Double) -> Double
  /// The values to mark, ascending.
  var ticks: [Tick] { get }
  /// The places of zones with a coarser scale than the rest.
  var farZones: [ClosedRange<Double>] { get }
  /// The places of the cuts between zones, in which no value is placed.
  var cuts: [ClosedRange<Double>] { get }
}

extension Scale {
  /// No zone: one scale from end to end.
  package var farZones: [ClosedRange<Double>] { [] }
  /// No cut.
  package var cuts: [ClosedRange<Double>] { [] }
}

/// A marked value of an axis.
package struct Tick: Hashable, Sendable {
  /// The value.
  package var value: Double
  /// The text beside the mark.
  package var label: String

  /// Round values inside `range`: multiples of 1, 2 or 5 times a power of ten, about `count`.
  ///
  /// - Precondition: a finite range of positive length.
  package static func round(in range: ClosedRange<Double>, about count: Int) -> [Tick] {
    let (step, decimals) = roundStep(range.upperBound - range.lowerBound, about: count)
    return multiples(of: step, decimals: decimals, in: range)
  }

  /// The smallest of 1, 2, 5 times a power of ten that divides `span` into at most `count` steps.
  package static func roundStep(_ span: Double, about count: Int) -> (step: Double, decimals: Int) {
    precondition(span > 0 && span.isFinite, "an axis of length \(span)")
    let rough = span / Double(max(1, count))
    var power = 1.0
    var exponent = 0
    while power * 10 <= rough {
      power *= 10
      exponent += 1
    }
    while power > rough {
      power /= 10
      exponent -= 1
    }
    let factor = [1.0, 2, 5].first { power * $0 >= rough * 0.999_999 } ?? 10
    return (power * factor, max(0, factor == 10 ? -exponent - 1 : -exponent))
  }

  package static func multiples(of step: Double, decimals: Int, in range: ClosedRange<Double>)
    -> [Tick]
  {
    let slack = step * 1e-9
    let first = ((range.lowerBound - slack) / step).rounded(.up)
    let last = ((range.upperBound + slack) / step).rounded(.down)
    guard first <= last, last - first < 1000 else { return [] }
    return (0...Int(last - first)).map { index in
      let value = (first + Double(index)) * step
      return Tick(value: value, label: text(value, decimals: decimals))
    }
  }

  private static func text(_ value: Double, decimals: Int) -> String {
    if value.magnitude >= 1000, value.magnitude < 1e15, decimals == 0 {
      return NumberText.count(Int(value.rounded()))
    }
    return NumberText.fixed(value, decimals: decimals)
  }
}

import DropoutStatistics

/// Finds the range of the bulk of some values, without far outliers (after Tukey's outer fences).
package enum Fence {
  /// Interquartile ranges from a quartile to the fence: Tukey's "far out" begins there.
  private static let reach = 3.0
  /// Interquartile ranges to which an end may move on.
  private static let farthestReach = 5.0
  /// The smallest number of values that set a fence.
  private static let fewestValues = 5

  /// The range of the values within three interquartile ranges of the quartiles; nil if there are too few values or
  /// they are too much alike.
  ///
  /// An end moves on while the next value is no more than one interquartile range away, up to five such ranges, so
  /// that a fence does not cut a tail in two.
  /// - Parameters:
  ///   - values: Ascending; they set the fence.
  ///   - all: Ascending; the values that the range may hold.
  ///   - near: Values that the range always holds.
  package static func range(
    around values: [Double], among all: [Double], near: [Double]
  ) -> ClosedRange<Double>? {
    guard values.count >= fewestValues else { return nil }
    let low = Descriptive.quantile(ofSorted: values, share: 0.25)
    let high = Descriptive.quantile(ofSorted: values, share: 0.75)
    let spread = high > low ? high - low : typicalDeviation(of: values, from: low)
    guard spread > 1e-9 * max(low.magnitude, high.magnitude) else { return nil }
    let inside =
      all.filter { $0 >= low - reach * spread && $0 <= high + reach * spread } + near
    guard var first = inside.min(), var last = inside.max() else { return nil }
    for value in all
    where value > last && value <= min(last + spread, high + farthestReach * spread) {
      last = value
    }
    for value in all.reversed()
    where value < first && value >= max(first - spread, low - farthestReach * spread) {
      first = value
    }
    return first < last ? first...last : nil
  }

  /// A replacement for the interquartile range if half of the values are equal.
  private static func typicalDeviation(of values: [Double], from middle: Double) -> Double {
    let deviations = values.map { abs($0 - middle) }.filter { $0 > 0 }
    return Descriptive.quantile(0.5, of: deviations) ?? 0
  }
}

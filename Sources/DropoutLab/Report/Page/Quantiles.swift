/// Order statistics for drawing and description; the tests of significance live elsewhere.
package enum Quantiles {
  /// The `share` quantile by linear interpolation (R's type 7); nil without values.
  ///
  /// NaN counts as +∞: a loss that cannot be computed is not a good one.
  package static func quantile(_ share: Double, of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.map { $0.isNaN ? .infinity : $0 }.sorted()
    let place = share * Double(sorted.count - 1)
    let low = Int(place.rounded(.down))
    let rest = place - Double(low)
    if rest == 0 || sorted[low] == sorted[low + 1] { return sorted[low] }
    return sorted[low] + rest * (sorted[low + 1] - sorted[low])
  }

  /// The middle value.
  package static func median(_ values: [Double]) -> Double? { quantile(0.5, of: values) }
}

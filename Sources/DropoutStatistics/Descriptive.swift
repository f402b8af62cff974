/// Summaries of a list of numbers; every sum runs in the order of the list.
public enum Descriptive {
  /// The arithmetic mean.
  ///
  /// - Precondition: `values` is not empty.
  public static func mean(_ values: [Double]) -> Double {
    precondition(!values.isEmpty, "the mean of no values")
    return values.reduce(0, +) / Double(values.count)
  }

  /// The variance with n − 1; nil below two values.
  public static func variance(_ values: [Double]) -> Double? {
    guard values.count >= 2 else { return nil }
    let mean = mean(values)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  /// The standard deviation with n − 1; nil below two values.
  public static func standardDeviation(_ values: [Double]) -> Double? {
    variance(values)?.squareRoot()
  }

  /// The middle value, or the mean of the two middle ones.
  ///
  /// - Precondition: `values` is not empty.
  public static func median(_ values: [Double]) -> Double {
    precondition(!values.isEmpty, "the median of no values")
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }

  /// The mean after cutting ⌊n/4⌋ values at each end (Agarwal et al. 2021, rliable).
  ///
  /// - Precondition: `values` is not empty.
  public static func interquartileMean(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let cut = sorted.count / 4
    return mean(Array(sorted[cut..<sorted.count - cut]))
  }

  /// The value below which a share of `values` lies; nil without values.
  ///
  /// NaN counts as +∞: a loss that cannot be computed is not a good one.
  package static func quantile(_ share: Double, of values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    return quantile(ofSorted: values.map { $0.isNaN ? .infinity : $0 }.sorted(), share: share)
  }

  /// The value below which a share of sorted values lies, interpolated between neighbours.
  ///
  /// Position share·(n − 1) (R's type 7), so that the quantiles of mirrored values are mirrored.
  package static func quantile(ofSorted sorted: [Double], share: Double) -> Double {
    let position = min(1, max(0, share)) * Double(sorted.count - 1)
    let below = Int(position)
    let rest = position - Double(below)
    // Infinite neighbours have no difference to take a part of.
    if rest == 0 || sorted[below] == sorted[below + 1] { return sorted[below] }
    return sorted[below] + rest * (sorted[below + 1] - sorted[below])
  }
}

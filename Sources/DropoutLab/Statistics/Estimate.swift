/// A mean of independent measurements with its 95 % interval (Student's t, for hundreds of them or
/// more: skewness harms it where they are few).
public struct Estimate: Codable, Hashable, Sendable {
  /// The mean.
  public var mean: Double
  /// Lower end of the interval; `-inf` below two measurements.
  public var low: Double
  /// Upper end of the interval; `inf` below two measurements.
  public var high: Double

  /// Of independent measurements, at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "no measurements")
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    self.mean = mean
    guard values.count > 1 else {
      (low, high) = (-.infinity, .infinity)
      return
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let half = StudentTDistribution(degreesOfFreedom: count - 1).upperQuantile(0.025) * error
    (low, high) = (mean - half, mean + half)
  }

  /// Half the interval's width.
  public var half: Double { (high - low) / 2 }

  /// Whether the difference to another estimate, independent of this one, may be zero: 0 lies in its 95 %
  /// interval.
  public func agrees(with other: Estimate) -> Bool {
    abs(mean - other.mean) <= (half * half + other.half * other.half).squareRoot()
  }
}

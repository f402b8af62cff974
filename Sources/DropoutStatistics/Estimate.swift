/// A mean of independent measurements with its 95 % interval, for hundreds of measurements or more.
///
/// The interval is Student's t, which skewness harms if measurements are few; take ``MeanInterval`` then.
public struct Estimate: Hashable, Sendable {
  /// The mean.
  public var mean: Double
  /// Lower end of the interval; `-inf` below two measurements.
  public var low: Double
  /// Upper end of the interval; `inf` below two measurements.
  public var high: Double

  /// The estimate from independent measurements, at least one.
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "no measurements")
    let count = Double(values.count)
    mean = Descriptive.mean(values)
    guard let variance = Descriptive.variance(values) else {
      (low, high) = (-.infinity, .infinity)
      return
    }
    let error = (variance / count).squareRoot()
    let half = StudentTDistribution(degreesOfFreedom: count - 1).upperQuantile(0.025) * error
    (low, high) = (mean - half, mean + half)
  }

  /// The estimate from a few measurements, without an interval if there are fewer than three or all are
  /// equal: they say nothing about their spread.
  package static func ofFew(_ values: [Double]) -> Estimate {
    var estimate = Estimate(values)
    if values.count < 3 || values.allSatisfy({ $0 == values[0] }) {
      (estimate.low, estimate.high) = (-.infinity, .infinity)
    }
    return estimate
  }

  /// The interval; nil if there is none.
  public var interval: ConfidenceInterval? {
    low.isFinite && high.isFinite ? ConfidenceInterval(low: low, high: high) : nil
  }

  /// Half the width of the interval.
  public var half: Double { (high - low) / 2 }

  /// Whether both estimates may have the same true mean: 0 lies in the 95 % interval of their difference. They
  /// must be independent.
  public func agrees(with other: Estimate) -> Bool {
    abs(mean - other.mean) <= (half * half + other.half * other.half).squareRoot()
  }
}

extension Estimate: Codable {
  private enum Key: CodingKey { case mean, low, high }

  /// Reads a mean with its interval, or with null for its ends.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    mean = try container.decode(Double.self, forKey: .mean)
    low = try container.decodeIfPresent(Double.self, forKey: .low) ?? -.infinity
    high = try container.decodeIfPresent(Double.self, forKey: .high) ?? .infinity
  }

  /// Writes the mean with its interval; null for the ends of one that is missing.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(interval?.low, forKey: .low)
    try container.encode(interval?.high, forKey: .high)
  }
}

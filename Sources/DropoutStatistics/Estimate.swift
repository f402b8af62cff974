/// A mean of independent measurements with its 95 % interval (Student's t, for hundreds of them or
/// more: skewness harms it where they are few).
public struct Estimate: Hashable, Sendable {
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

  /// Of so few measurements that they may say nothing of their spread: no interval below three of them, and
  /// where all are equal.
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

  /// Half the interval's width.
  public var half: Double { (high - low) / 2 }

  /// Whether the difference to another estimate, independent of this one, may be zero: 0 lies in its 95 %
  /// interval.
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

/// A summary of one feature over some examples.
public struct FeatureSummary: Codable, Hashable, Sendable {
  /// The feature's name, or its number from 1 if the file does not name it.
  public var name: String
  /// The smallest value; nil if there are no examples.
  public var minimum: Double?
  /// The largest value; nil if there are no examples.
  public var maximum: Double?
  /// The mean, summed in order; nil if there are no examples.
  public var mean: Double?
  /// The standard deviation, of the population (divisor n); nil if there are no examples.
  public var standardDeviation: Double?

  /// Whether every example has the same value.
  public var isConstant: Bool { minimum == maximum }

  /// The summaries of all features of some examples.
  ///
  /// - Parameter names: The features' names; nil for their numbers.
  /// - Complexity: two passes over all features.
  static func all(of examples: Examples, names: [String]?) -> [FeatureSummary] {
    let width = examples.featureCount
    let count = Double(examples.count)
    var minima = [Double](repeating: .infinity, count: width)
    var maxima = [Double](repeating: -.infinity, count: width)
    var sums = [Double](repeating: 0, count: width)
    for (index, value) in examples.features.enumerated() {
      let (value, feature) = (Double(value), index % width)
      minima[feature] = min(minima[feature], value)
      maxima[feature] = max(maxima[feature], value)
      sums[feature] += value
    }
    var squares = [Double](repeating: 0, count: width)
    for (index, value) in examples.features.enumerated() {
      let deviation = Double(value) - sums[index % width] / count
      squares[index % width] += deviation * deviation
    }
    let isEmpty = examples.count == 0
    return (0..<width).map { feature in
      FeatureSummary(
        name: names?[feature] ?? "\(feature + 1)", minimum: isEmpty ? nil : minima[feature],
        maximum: isEmpty ? nil : maxima[feature], mean: isEmpty ? nil : sums[feature] / count,
        standardDeviation: isEmpty ? nil : (squares[feature] / count).squareRoot())
    }
  }
}

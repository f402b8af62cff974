/// The distribution of weighted numbers.
///
/// A quantile is the smallest number at or below which at least its share of the weight lies.
package struct WeightedDistribution: Codable, Hashable, Sendable {
  /// The mean.
  package var mean: Double
  /// The population standard deviation: the sum of squares is divided by the total weight.
  package var deviation: Double
  /// The smallest number.
  package var least: Double
  /// A quarter of the weight is at or below it.
  package var lowerQuartile: Double
  /// Half of the weight is at or below it.
  package var median: Double
  /// Three quarters of the weight are at or below it.
  package var upperQuartile: Double
  /// The largest number.
  package var most: Double

  /// Describes `values`, whose weights need not sum to 1; `ascending` has their indices in ascending order.
  ///
  /// - Precondition: there are values, each has a weight, and some weight is positive.
  init(_ values: [Double], weights: [Double], ascending: [Int]) {
    precondition(
      !values.isEmpty && values.count == weights.count && values.count == ascending.count,
      "\(values.count) numbers, \(weights.count) weights")
    let total = weights.reduce(0, +)
    var sum = 0.0
    for (value, weight) in zip(values, weights) { sum += weight * value }
    let mean = sum / total
    var squares = 0.0
    for (value, weight) in zip(values, weights) {
      squares += weight * (value - mean) * (value - mean)
    }
    self.mean = mean
    deviation = (squares / total).squareRoot()
    least = values[ascending[0]]
    most = values[ascending[ascending.count - 1]]
    var quantiles: [Double] = []
    var below = 0.0
    for index in ascending {
      below += weights[index]
      // The sum's own rounding must not push a quantile to the next number.
      while quantiles.count < 3,
        below >= total * Double(quantiles.count + 1) / 4 * (1 - 1e-12)
      {
        quantiles.append(values[index])
      }
    }
    while quantiles.count < 3 { quantiles.append(most) }
    (lowerQuartile, median, upperQuartile) = (quantiles[0], quantiles[1], quantiles[2])
  }
}

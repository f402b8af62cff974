/// Shifts and scales each feature so that it has mean 0 and standard deviation 1 over some examples.
///
/// The deviation is that of the population (divisor n). A feature that has the same value in all these examples
/// becomes 0 in every other example too, as the weights from it are never trained.
struct FeatureScaler {
  /// On the unit scale a mean and a standard deviation are at most this, …
  private static let greatest = 3.0
  /// … and a standard deviation is at least this.
  fileprivate static let least = 0.1

  private let means: [Double]
  /// The standard deviation of each feature; nil for a feature with a single value.
  private let deviations: [Double?]

  /// Takes means and deviations from features `[count, featureCount]`, summed in `Double` in the examples' order.
  init(_ features: [Float], featureCount: Int) {
    precondition(
      featureCount > 0 && !features.isEmpty && features.count % featureCount == 0,
      "\(features.count) numbers, \(featureCount) an example")
    let count = Double(features.count / featureCount)
    var sums = [Double](repeating: 0, count: featureCount)
    var varies = [Bool](repeating: false, count: featureCount)
    for (i, value) in features.enumerated() {
      let feature = i % featureCount
      sums[feature] += Double(value)
      if value != features[feature] { varies[feature] = true }
    }
    let means = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: featureCount)
    for (i, value) in features.enumerated() {
      let deviation = Double(value) - means[i % featureCount]
      squares[i % featureCount] += deviation * deviation
    }
    self.means = means
    deviations = zip(squares, varies).map { $1 ? ($0 / count).squareRoot() : nil }
  }

  /// Shifts and scales features `[any, featureCount]`.
  func applied(to features: Features) -> Features {
    precondition(
      features.count % means.count == 0, "\(features.count) numbers, \(means.count) an example")
    return Features(
      features.enumerated().map { i, value in
        let feature = i % means.count
        guard let deviation = deviations[feature], deviation > 0 else { return 0 }
        return Float((Double(value) - means[feature]) / deviation)
      })
  }

  /// A feature that is far from the unit scale, with its mean and standard deviation.
  struct FarFeature: Hashable {
    var index: Int
    var mean: Double
    var deviation: Double
  }

  /// The feature that is farthest from the unit scale (see ``Standardising/auto``), the first of equally far
  /// ones; nil if all are near.
  var farthest: FarFeature? {
    var found: (feature: FarFeature, distance: Double)?
    for (index, mean) in means.enumerated() {
      // A feature with a single value carries no information, and only its distance from 0 can be too large.
      let deviation = deviations[index] ?? 0
      let distance = max(
        abs(mean) / Self.greatest, deviation / Self.greatest,
        deviation > 0 ? Self.least / deviation : 0)
      guard distance > max(1, found?.distance ?? 1) else { continue }
      found = (FarFeature(index: index, mean: mean, deviation: deviation), distance)
    }
    return found?.feature
  }
}

extension Features {
  /// Whether all numbers lie in −1…1 and some reach ±0.1, as pixels and scaled data do.
  var areOnUnitScale: Bool {
    let least = Float(FeatureScaler.least)
    if let pixels { return pixels.contains { unitFloat($0) >= least } }
    var greatest: Float = 0
    for value in self {
      greatest = Swift.max(greatest, abs(value))
      if greatest > 1 { return false }
    }
    return greatest >= least
  }
}

/// Shifts and scales each feature to mean 0 and standard deviation 1 over some examples.
///
/// The deviation is that of the population (divisor n). A feature that has one value throughout becomes 0,
/// in other examples too: the weights from it are never trained.
struct FeatureScaler {
  private let means: [Double]
  /// Per feature; nil for one that never changes.
  private let deviations: [Double?]

  /// Learns from `[count, featureCount]` features, summing in the order of the examples in `Double`.
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

  /// Features of the same count, transformed.
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

  /// The feature that is farthest from the unit scale (see ``Standardising/auto``); of equally far ones the
  /// first; nil if none is far.
  var farthest: FarFeature? {
    var found: (feature: FarFeature, distance: Double)?
    for (index, mean) in means.enumerated() {
      // One that never changes is no information, and as large as it is far from 0 in every example.
      let deviation = deviations[index] ?? 0
      let distance = max(abs(mean) / 3, deviation / 3, deviation > 0 ? 0.1 / deviation : 0)
      guard distance > max(1, found?.distance ?? 1) else { continue }
      found = (FarFeature(index: index, mean: mean, deviation: deviation), distance)
    }
    return found?.feature
  }
}

extension Features {
  /// Whether all lie in −1…1 and some reach ±0.1: pixels, and what somebody has scaled before.
  var areOnUnitScale: Bool {
    if let pixels { return pixels.contains { $0 >= 26 } }
    var greatest: Float = 0
    for value in self {
      greatest = Swift.max(greatest, abs(value))
      if greatest > 1 { return false }
    }
    return greatest >= 0.1
  }
}

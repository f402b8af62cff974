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

  /// Takes means and deviations from examples, summed in `Double` in the examples' order.
  init(_ examples: Examples) {
    precondition(
      examples.count > 0,
      "\(examples.features.count) numbers, \(examples.featureCount) an example")
    let summaries = FeatureSummary.all(of: examples, names: nil)
    means = summaries.compactMap(\.mean)
    deviations = summaries.map { $0.isConstant ? nil : $0.standardDeviation }
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

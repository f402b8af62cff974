package import DropoutTraining

/// A grid of points around some examples, at which networks are evaluated to draw decision boundaries.
package struct DecisionGrid: Sendable {
  /// Range of the first feature, left to right.
  package let x: ClosedRange<Double>
  /// Range of the second feature, bottom to top.
  package let y: ClosedRange<Double>
  /// The centres of the cells, row by row, the bottom row first.
  package let points: ExampleMatrix

  /// A grid of `cells` × `cells` cells around examples of two features.
  package init(around examples: Examples, cells: Int) {
    let (x, y) = (Self.range(examples, feature: 0), Self.range(examples, feature: 1))
    var features: [Float] = []
    for row in 0..<cells {
      for column in 0..<cells {
        features.append(Float(x.at((Double(column) + 0.5) / Double(cells))))
        features.append(Float(y.at((Double(row) + 0.5) / Double(cells))))
      }
    }
    (self.x, self.y) = (x, y)
    points = ExampleMatrix(
      Examples(
        featureCount: 2, features: features, labels: [Int32](repeating: 0, count: cells * cells)))
  }

  private static func range(_ examples: Examples, feature: Int) -> ClosedRange<Double> {
    let values = stride(from: feature, to: examples.features.count, by: 2).map {
      Double(examples.features[$0])
    }
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let margin = max((high - low) * 0.08, 1e-6)
    return low - margin...high + margin
  }
}

extension ClosedRange<Double> {
  fileprivate func at(_ share: Double) -> Double { lowerBound + (upperBound - lowerBound) * share }
}

import DropoutStatistics
package import DropoutFigures
import DropoutTraining

extension GradientNoise {
  /// Figures of the variance by batch size and, at the largest batch size, by group size.
  ///
  /// - Parameter step: The training step of the measurement, for names and titles.
  package func figures(step: Int) -> [Figure] {
    guard let largest = cells.map(\.batchSize).max() else { return [] }
    return [byBatch(step: step, largest: largest)]
      + (cells.count { $0.batchSize == largest } > 2 ? [byGroup(step: step, largest: largest)] : [])
  }

  private func byBatch(step: Int, largest: Int) -> Figure {
    // Up to twice the largest batch, to show what a larger one would bring.
    var sizes = [1]
    while sizes[sizes.count - 1] < 2 * largest { sizes.append(sizes[sizes.count - 1] * 2) }
    let parts = components.means
    let series = [MaskPolicy.perExample, .perBatch].flatMap { policy in
      [
        Figure.Series(
          "\(policy), formula",
          sizes.map {
            Figure.Point(
              Double($0), parts.variance(groups: policy.groups(batchSize: $0)))
          }, look: .dashedLine),
        Figure.Series(
          "\(policy), measured",
          cells.filter { $0.policy == policy || $0.batchSize == 1 }.map {
            Self.point(Double($0.batchSize), $0.measured)
          }, look: .points),
      ]
    }
    return Figure(
      name: "by-batch-\(step)",
      title: "Variance of the gradient by batch size, after \(NumberText.count(step)) steps",
      subtitle:
        "One mask for the whole batch: the variance ends at a floor, \(NumberText.loss(parts.common)). "
        + "Bars: 95 % intervals.",
      valueTitle: "variance", overTitle: "examples of a batch", placesAreLogarithmic: true,
      valuesAreLogarithmic: true, series: series)
  }

  private func byGroup(step: Int, largest: Int) -> Figure {
    let own = cells.filter { $0.batchSize == largest }
    func place(_ cell: Cell) -> Double { Double(cell.policy.rowsPerMask(batchSize: largest)) }
    return Figure(
      name: "by-group-\(step)",
      title:
        "Variance of the gradient by examples that share a mask, after \(NumberText.count(step)) steps",
      subtitle: "Batches of \(largest). Bars: 95 % intervals.", valueTitle: "variance",
      overTitle: "examples that share a mask", placesAreLogarithmic: true,
      series: [
        Figure.Series(
          "formula", own.map { Self.point(place($0), $0.predicted) }, look: .dashedLine),
        Figure.Series(
          "measured", own.map { Self.point(place($0), $0.measured) }, look: .points),
      ])
  }

  private static func point(_ place: Double, _ estimate: Estimate) -> Figure.Point {
    Figure.Point(place, estimate.mean, low: estimate.low, high: estimate.high)
  }
}

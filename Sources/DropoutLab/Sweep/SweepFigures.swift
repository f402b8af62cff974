import DropoutTraining

/// The figures of a sweep: for each pair and axis, the difference in test error against the axis.
public struct SweepFigures: Sendable {
  private let results: SweepResults
  private let axes: [SweepAxis]

  /// The figures of a sweep's results.
  public init(_ results: SweepResults, sweep: Sweep) {
    self.results = results
    axes = sweep.axes
  }

  /// Every figure, its name that of its file.
  public var all: [Figure] {
    results.pairs.enumerated().filter { $0.element.metric == .testError }.flatMap { index, pair in
      pair.trends.map { figure($0, comparison: index, pair: pair) }
    }
  }

  private func figure(
    _ trend: SweepTrend, comparison index: Int, pair: PairOverSettings
  ) -> Figure {
    let isOnly = results.pairs.count { $0.metric == .testError } == 1
    let name =
      isOnly
      ? "by-\(trend.axis)"
      : "by-\(trend.axis)-\(pair.a)-\(pair.b)".replacing("/", with: "-").replacing(":", with: "-")
    let title = "\(pair.a) minus \(pair.b) by \(trend.axis)"
    let subtitle =
      "Difference in test error, a dot a setting; below 0 \(pair.a) is better. Means with 95 % "
      + "intervals over settings."
    let means = trend.parts.enumerated().map { number, part in
      Figure.Point(
        part.place ?? Double(number), 100 * part.difference.mean,
        low: part.difference.low.isFinite ? 100 * part.difference.low : nil,
        high: part.difference.high.isFinite ? 100 * part.difference.high : nil)
    }
    let series = [
      Figure.Series("settings", points(trend, comparison: index), look: .cloud),
      Figure.Series("mean", means, look: .points),
    ]
    let none = Figure.Reference(0, "no difference")
    guard trend.parts.allSatisfy({ $0.place != nil }) else {
      return Figure(
        name: name, title: title, subtitle: subtitle, valueTitle: "points",
        categories: trend.parts.map(\.label), series: series, references: [none])
    }
    let places = series[0].points.map(\.place)
    let isWide = (places.min() ?? 0) > 0 && (places.max() ?? 1) / (places.min() ?? 1) > 5
    return Figure(
      name: name, title: title, subtitle: subtitle, valueTitle: "points", overTitle: trend.axis,
      placesAreLogarithmic: isWide, series: series, references: [none])
  }

  private func points(
    _ trend: SweepTrend, comparison index: Int
  ) -> [Figure.Point] {
    guard let axis = axes.firstIndex(where: { $0.shortName == trend.axis }) else { return [] }
    return results.settings.compactMap { setting in
      let value = setting.values[axis]
      let place =
        axes[axis].isNumeric
        ? Double(value) : trend.parts.firstIndex { $0.label == value }.map(Double.init)
      return place.map {
        Figure.Point($0, 100 * setting.comparisons[index].meanDifference)
      }
    }
  }
}

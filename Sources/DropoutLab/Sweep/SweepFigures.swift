import DropoutStatistics
package import DropoutFigures
import DropoutTraining

/// The figures of a sweep: for two policies, their difference in the metric that decides against each axis; for more, the
/// differences between the first policy and each other one.
package struct SweepFigures: Sendable {
  private let results: SweepResults
  private let axes: [SweepAxis]

  /// The figures of a sweep's results.
  package init(_ results: SweepResults, sweep: Sweep) {
    self.results = results
    axes = sweep.axes
  }

  /// All figures; the name of a figure is that of its file.
  package var all: [Figure] {
    let main = results.mainPairs.filter { results.pairs[$0].metric == results.metric }
    guard main.count == 1, let only = main.first else { return [overall(main)] }
    return results.pairs[only].trends.map {
      figure($0, comparison: only, pair: results.pairs[only])
    }
  }

  private func overall(_ main: [Int]) -> Figure {
    let dots = main.enumerated().flatMap { place, index in
      results.settings.map {
        Figure.Point(Double(place), scale * $0.comparisons[index].meanDifference)
      }
    }
    let means = main.enumerated().compactMap { place, index in
      results.pairs[index].difference.map {
        point(Double(place), $0)
      }
    }
    return Figure(
      name: "differences", title: "\(results.pairs[0].a) minus the other policies",
      subtitle:
        "Difference in \(results.metric.name), a dot a setting; below 0 \(results.pairs[0].a) is better. "
        + "Means with 95 % intervals over settings.",
      valueTitle: results.metric.unit, categories: main.map { results.pairs[$0].b.description },
      series: [
        Figure.Series("settings", dots, look: .cloud), Figure.Series("mean", means, look: .points),
      ], references: [Figure.Reference(0, "no difference")])
  }

  private func figure(
    _ trend: SweepTrend, comparison index: Int, pair: PairOverSettings
  ) -> Figure {
    let title = "\(pair.a) minus \(pair.b) by \(trend.axis)"
    let subtitle =
      "Difference in \(results.metric.name), a dot a setting; below 0 \(pair.a) is better. Means with 95 % "
      + "intervals over settings."
    let means = trend.parts.enumerated().map { number, part in
      point(part.place ?? Double(number), part.difference)
    }
    let series = [
      Figure.Series("settings", points(trend, comparison: index), look: .cloud),
      Figure.Series("mean", means, look: .points),
    ]
    let none = Figure.Reference(0, "no difference")
    guard trend.parts.allSatisfy({ $0.place != nil }) else {
      return Figure(
        name: "by-\(trend.axis)", title: title, subtitle: subtitle, valueTitle: results.metric.unit,
        categories: trend.parts.map(\.label), series: series, references: [none])
    }
    let places = series[0].points.map(\.place)
    let isWide = (places.min() ?? 0) > 0 && (places.max() ?? 1) / (places.min() ?? 1) > 5
    return Figure(
      name: "by-\(trend.axis)", title: title, subtitle: subtitle, valueTitle: results.metric.unit,
      overTitle: trend.axis,
      placesAreLogarithmic: isWide, series: series, references: [none])
  }

  private var scale: Double { results.metric.scale }

  private func point(_ place: Double, _ difference: Estimate) -> Figure.Point {
    let interval = difference.interval
    return Figure.Point(
      place, scale * difference.mean, low: interval.map { scale * $0.low },
      high: interval.map { scale * $0.high })
  }

  private func points(
    _ trend: SweepTrend, comparison index: Int
  ) -> [Figure.Point] {
    guard let axis = axes.firstIndex(where: { $0.shortName == trend.axis }) else { return [] }
    return results.settings.compactMap { setting in
      let value = setting.values[axis]
      let label = axes[axis].words(value)
      let hasPlaces = trend.parts.allSatisfy { $0.place != nil }
      let place =
        hasPlaces
        ? value.asNumber : trend.parts.firstIndex { $0.label == label }.map(Double.init)
      return place.map {
        Figure.Point($0, scale * setting.comparisons[index].meanDifference)
      }
    }
  }
}

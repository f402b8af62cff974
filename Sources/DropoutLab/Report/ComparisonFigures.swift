import DropoutStatistics
package import DropoutFigures
import DropoutTraining

/// A comparison's figures as separate files, for pages that cannot contain the report.
package struct ComparisonFigures: Sendable {
  private let results: ComparisonResults

  /// The figures of a comparison.
  package init(_ results: ComparisonResults) { self.results = results }

  /// `errors` and, if there are pairs, `differences`.
  package var all: [Figure] {
    let pairs = PairOrder.deciding(results.comparisons)
    return [errors] + (pairs.isEmpty ? [] : [differences(pairs)])
      + alongTraining(metric: results.metric, limit: 4)
  }

  /// The differences along training of the pairs that are told, a figure each.
  ///
  /// - Parameter limit: The largest number of figures.
  package func alongTraining(metric: Metric, limit: Int) -> [Figure] {
    let told = PairOrder.told(results.comparisons, armCount: results.arms.count).shown
    return told.compactMap { pair in
      results.differenceCurves.first {
        $0.a == pair.a && $0.b == pair.b && $0.metric == metric
      }
    }.prefix(limit).enumerated().map { number, curve in
      let points = curve.points.map { point in
        Figure.Point(
          Double(point.step), metric.scale * point.mean,
          low: point.band.map { metric.scale * $0.low },
          high: point.band.map { metric.scale * $0.high })
      }
      return Figure(
        name: "along-training-\(metric == results.metric ? "" : "\(metric.word)-")\(number + 1)",
        title: "\(curve.a) − \(curve.b) along training",
        subtitle:
          "Mean paired difference in \(metric.name) with a simultaneous 95 % band, "
          + "\(NumberText.seeds(curve.seeds)); below 0 the first is better.",
        valueTitle: metric.unit, overTitle: "training steps",
        series: [Figure.Series("difference", points, look: .line)],
        references: [Figure.Reference(0, "no difference")])
    }
  }

  private var scale: Double { results.metric.scale }
  private var seedCount: Int { results.arms.first?.runs.count ?? 0 }

  private var errors: Figure {
    Figure(
      name: "errors",
      title:
        "\(results.metric.name.capitalisedFirst) by \(results.side == "arm" ? "arm" : "mask policy")",
      subtitle:
        "A dot a seed, \(NumberText.seeds(seedCount)), \(results.momentText); "
        + (results.judgement == .fixed ? "means with 95 % intervals." : "means."),
      valueTitle: results.metric.title, categories: results.arms.map(\.arm.name),
      series: [
        Figure.Series(
          "seeds",
          results.arms.enumerated().flatMap { place, summary in
            summary.runs.map { Figure.Point(Double(place), scale * results.metric.value(of: $0)) }
          }, look: .cloud),
        Figure.Series(
          "mean",
          results.arms.enumerated().map { place, summary in
            Figure.Point(
              Double(place), scale * summary.mean, low: summary.interval.map { scale * $0.low },
              high: summary.interval.map { scale * $0.high })
          }, look: .points),
      ])
  }

  private func differences(_ pairs: [PairComparison]) -> Figure {
    let runs = Dictionary(
      uniqueKeysWithValues: results.arms.map { ($0.arm, $0.runs.map(results.metric.value(of:))) })
    let dots = pairs.enumerated().flatMap { place, pair in
      zip(runs[pair.a] ?? [], runs[pair.b] ?? []).map { first, second in
        Figure.Point(Double(place), scale * (first - second))
      }
    }
    let means = pairs.enumerated().map { place, pair in
      Figure.Point(
        Double(place), scale * pair.meanDifference, low: pair.interval.map { scale * $0.low },
        high: pair.interval.map { scale * $0.high })
    }
    return Figure(
      name: "differences", title: "Paired differences in \(results.metric.name)",
      subtitle:
        "The first \(results.side) minus the second, a dot a seed; means with "
        + "\(results.judgement.intervalName)s; below 0 the first is better.",
      valueTitle: results.metric.unit,
      categories: pairs.map { "\($0.a) − \($0.b)" },
      series: [
        Figure.Series("seeds", dots, look: .cloud),
        Figure.Series("mean", means, look: .points),
      ], references: [Figure.Reference(0, "no difference")])
  }
}

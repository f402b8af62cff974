import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// The range of the vertical axis: every mean, and every band but the few that are far larger than the rest.
extension CurveChart {
  /// The policies whose bands may leave the picture, the highest band first.
  ///
  /// A band may leave if the axis would be more than 1.5 times as long because of it alone; one band always
  /// stays.
  static func leaving(_ summaries: [CurveSummary]) -> [CurveSummary] {
    var kept = summaries.sorted { $0.peak < $1.peak }
    var leaving: [CurveSummary] = []
    while kept.count > 1, let widest = kept.last {
      let whole = length(values(means: summaries, bands: kept))
      let without = length(values(means: summaries, bands: kept.dropLast()))
      guard without > 0, whole > 1.5 * without else { break }
      leaving.append(widest)
      kept.removeLast()
    }
    return leaving
  }

  /// All means of `means`, and the edges of the bands of `bands`.
  static func values(means: [CurveSummary], bands: [CurveSummary]) -> [Double] {
    means.flatMap { $0.points.map(\.mean) }
      + bands.flatMap { $0.points.flatMap { [$0.low, $0.high] } }
  }

  private static func length(_ values: [Double]) -> Double {
    (values.max() ?? 0) - (values.min() ?? 0)
  }

  /// A note on the bands that leave the picture and how high they reach; empty if none does.
  func note(_ leaving: [CurveSummary]) -> Markup {
    guard !leaving.isEmpty else { return .empty }
    let reaches = leaving.map { summary -> Markup in
      "\(context.name(summary.arm)) (up to \(NumberText.fixed(summary.peak, decimals: 1))\u{A0}%)"
    }.joined(separator: ", ")
    let count: Markup =
      leaving.count == 1
      ? "One band leaves the picture" : "\(leaving.count) bands leave the picture"
    return "<p class=\"note\">\(count): \(reaches). No mean does.</p>\n"
  }
}

extension CurveSummary {
  /// The highest edge of its band.
  fileprivate var peak: Double { points.map(\.high).max() ?? 0 }
}

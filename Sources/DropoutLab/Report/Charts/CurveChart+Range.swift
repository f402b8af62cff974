import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// What the vertical axis holds: every mean, and every band but the few that dwarf all else.
extension CurveChart {
  /// The policies whose bands may leave the picture, those that reach highest first.
  ///
  /// A band may leave where the axis would be more than half as long again for it alone; one band
  /// always stays.
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

  /// Which bands leave the picture, and how far they reach; nothing if none does.
  func note(_ leaving: [CurveSummary]) -> Markup {
    guard !leaving.isEmpty else { return .empty }
    let reaches = leaving.map { summary -> Markup in
      "\(context.name(summary.policy)) (up to \(NumberText.fixed(summary.peak, decimals: 1))\u{A0}%)"
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

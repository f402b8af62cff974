import DropoutStatistics
import DropoutFigures

/// The figures of scores that were made elsewhere.
struct ScoreFigures {
  private let comparison: ScoreComparison

  /// The largest number of rows of a figure: more cannot be read.
  private static let mostRows = 40

  init(_ comparison: ScoreComparison) { self.comparison = comparison }

  /// The figures of a metric: the scores on each data set, the differences, the ranks over data sets.
  ///
  /// - Parameter place: The number of the metric, from 0, which distinguishes the names of files.
  func figures(_ metric: ScoreMetric, place: Int) -> [Figure] {
    let ending = place == 0 ? "" : "-\(place + 1)"
    let sheets = comparison.sheets.filter { $0.metric == metric }
    let pairs = comparison.pairs.filter { $0.metric == metric.name && $0.meanDifference != nil }
    let scores = sheets.count <= 8 ? sheets : []
    return scores.enumerated().map { number, sheet in
      self.scores(sheet, name: "scores\(ending)\(sheets.count == 1 ? "" : "-set-\(number + 1)")")
    }
      + (pairs.isEmpty || pairs.count > Self.mostRows
        ? [] : [differences(pairs, metric, name: "differences\(ending)")])
      + comparison.overall.filter { $0.metric == metric.name && !$0.averageRanks.isEmpty }.map {
        ranks($0, name: "ranks\(ending)")
      }
  }

  private func scores(_ sheet: ScoreSheet, name: String) -> Figure {
    let summaries = sheet.arms.map { ScoreSummary($0, sheet.metric) }
    let isFixed = comparison.question.anytime == nil
    return Figure(
      name: name,
      title: sheet.metric.name + (sheet.dataset.map { " on \($0)" } ?? ""),
      subtitle:
        "A dot a run; " + (isFixed ? "means with 95 % intervals." : "means.")
        + " \(sheet.metric.higherIsBetter ? "Higher" : "Lower") is better.",
      valueTitle: sheet.metric.name, categories: sheet.arms.map(\.arm),
      series: [
        Figure.Series(
          "runs",
          sheet.arms.enumerated().flatMap { place, arm in
            arm.finite.map { Figure.Point(Double(place), $0) }
          }, look: .cloud),
        Figure.Series(
          "mean",
          summaries.enumerated().compactMap { place, summary in
            summary.mean.map {
              Figure.Point(
                Double(place), $0, low: isFixed ? summary.interval?.low : nil,
                high: isFixed ? summary.interval?.high : nil)
            }
          }, look: .points),
      ])
  }

  private func differences(_ pairs: [ScorePair], _ metric: ScoreMetric, name: String) -> Figure {
    let kind = comparison.question.anytime == nil ? "95 %" : "anytime"
    return Figure(
      name: name, title: "Differences in \(metric.name)",
      subtitle:
        "The first arm minus the second, with \(kind) intervals; "
        + "\(metric.higherIsBetter ? "above" : "below") 0 the first is better.",
      valueTitle: metric.unit == .percent ? "points" : metric.name,
      categories: pairs.map { pair in
        "\(pair.a) − \(pair.b)" + (pair.dataset.map { ", \($0)" } ?? "")
          + (pair.isPaired ? "" : " (unpaired)")
      },
      series: [
        Figure.Series(
          "mean",
          pairs.enumerated().map { place, pair in
            Figure.Point(
              Double(place), pair.meanDifference ?? 0, low: pair.interval?.low,
              high: pair.interval?.high)
          }, look: .points)
      ], references: [Figure.Reference(0, "no difference")])
  }

  private func ranks(_ ranks: DatasetRanks, name: String) -> Figure {
    let half = ranks.criticalDifference.map { $0 / 2 }
    return Figure(
      name: name, title: "Mean ranks over \(ranks.datasets.count) data sets",
      subtitle:
        "1 is best."
        + (half == nil
          ? ""
          : " Bars of the width of Nemenyi's critical difference: those that do not overlap differ."),
      valueTitle: "mean rank in \(ranks.metric)", categories: ranks.arms,
      series: [
        Figure.Series(
          "mean rank",
          ranks.averageRanks.enumerated().map { place, rank in
            Figure.Point(
              Double(place), rank, low: half.map { rank - $0 }, high: half.map { rank + $0 })
          }, look: .points)
      ])
  }
}

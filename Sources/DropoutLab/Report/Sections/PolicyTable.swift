import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// One row per policy: test error, log-loss and training losses over its seeds.
struct PolicyTable {
  let context: ReportContext

  var markup: Markup {
    "\(table)\(moments)"
  }

  private var table: Markup {
    DataTable(
      label: context.sides,
      caption: "\(caption)",
      columns: ["\(context.side)", "runs", "mean ± sd"]
        + (context.isFixed ? ["95\u{A0}% interval"] : []) + [
          DataTable.head("IQM", meaning: "interquartile mean: the mean of the middle half"),
          "min–max",
        ] + (context.arms.first?.losses ?? []).map { "\($0.name)<br/>\($0.statistic)" } + [
          "failed"
        ]
    ).markup(context.arms.map(row))
  }

  /// The means at both moments.
  private var moments: Markup {
    guard let table = context.content.results.momentTable else { return .empty }
    return "<p class=\"caption\">\(ComparisonResults.momentLegend)</p>\n\(table.markup)"
  }

  private var caption: String {
    let missing = context.arms.contains { $0.noInterval == .fewerThanThreeSeeds }
    return
      "Test error in percent over seeds \(context.moment); "
      + "log-loss and losses in nats"
      + (context.isFixed && missing ? "; –: no interval from fewer than three seeds" : "")
  }

  private func row(_ summary: ArmSummary) -> DataTable.Row {
    let sd = summary.sd.map { " ± " + NumberText.percent($0) } ?? ""
    let failed: Markup =
      summary.failedCount == 0 ? "0" : "<span class=\"warn\">\(summary.failedCount)</span>"
    return .init(
      name: context.name(summary.arm),
      cells: [
        "\(summary.runs.count)", "<b>\(NumberText.percent(summary.mean))</b>\(sd)",
      ] + (context.isFixed ? ["\(interval(summary))"] : []) + [
        "\(NumberText.percent(summary.iqm))", "\(range(summary))",
      ] + summary.losses.map { "\($0.text)" } + [failed])
  }

  private func interval(_ summary: ArmSummary) -> String {
    guard let interval = summary.interval else { return "–" }
    return "\(NumberText.percent(interval.low)) to \(NumberText.percent(interval.high))"
  }

  private func range(_ summary: ArmSummary) -> String {
    let errors = summary.runs.map(\.testError)
    guard let low = errors.min(), let high = errors.max() else { return "–" }
    return "\(NumberText.percent(low))–\(NumberText.percent(high))"
  }
}

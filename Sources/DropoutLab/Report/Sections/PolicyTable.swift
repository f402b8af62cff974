import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// One row per policy: the metric that decides, the others, and training losses over its seeds.
struct PolicyTable {
  let context: ReportContext

  private var metric: Metric { context.metric }

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
        ] + (context.arms.first?.beside(metric) ?? []).map { "\($0.name)<br/>\($0.statistic)" } + [
          "failed"
        ]
    ).markup(context.arms.map(row))
  }

  /// The means at both moments.
  private var moments: Markup {
    guard let table = context.content.results.momentTable else { return .empty }
    return "<p class=\"caption\">\(context.content.results.momentLegend)</p>\n\(table.markup)"
  }

  private var caption: String {
    let missing = context.arms.contains { $0.noInterval == .fewerThanThreeSeeds }
    return
      "\(metric.title.capitalisedFirst) over seeds \(context.moment)"
      + (context.isFixed && missing ? "; –: no interval from fewer than three seeds" : "")
  }

  private func row(_ summary: ArmSummary) -> DataTable.Row {
    let sd = summary.sd.map { " ± " + metric.fixed($0) } ?? ""
    let failed: Markup =
      summary.failedCount == 0 ? "0" : "<span class=\"warn\">\(summary.failedCount)</span>"
    return .init(
      name: context.name(summary.arm),
      cells: [
        "\(summary.runs.count)", "<b>\(metric.fixed(summary.mean))</b>\(sd)",
      ] + (context.isFixed ? ["\(interval(summary))"] : []) + [
        "\(metric.fixed(summary.iqm))", "\(range(summary))",
      ] + summary.beside(metric).map { "\($0.text)" } + [failed])
  }

  private func interval(_ summary: ArmSummary) -> String {
    guard let interval = summary.interval else { return "–" }
    return "\(metric.fixed(interval.low)) to \(metric.fixed(interval.high))"
  }

  private func range(_ summary: ArmSummary) -> String {
    summary.range(in: metric)
  }
}

import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// One row per policy: test error, log-loss and training losses over its seeds.
struct PolicyTable {
  let context: ReportContext

  var markup: Markup {
    DataTable(
      label: "policies",
      caption: "\(caption)",
      columns: ["policy", "runs", "mean ± sd"] + (context.isFixed ? ["95\u{A0}% interval"] : []) + [
        DataTable.head("IQM", meaning: "interquartile mean: the mean of the middle half"),
        "min–max",
      ] + (context.policies.first?.losses ?? []).map { "\($0.name)<br/>\($0.statistic)" } + [
        "failed"
      ]
    ).markup(context.policies.map(row))
  }

  private var caption: String {
    let missing = context.policies.contains { $0.noInterval == .fewerThanThreeSeeds }
    return
      "Test error in percent over seeds \(context.moment); "
      + "log-loss and losses in nats"
      + (context.isFixed && missing ? "; –: no interval from fewer than three seeds" : "")
  }

  private func row(_ policy: PolicySummary) -> DataTable.Row {
    let sd = policy.sd.map { " ± " + NumberText.percent($0) } ?? ""
    let failed: Markup =
      policy.failedCount == 0 ? "0" : "<span class=\"warn\">\(policy.failedCount)</span>"
    return .init(
      name: context.name(policy.policy),
      cells: [
        "\(policy.runs.count)", "<b>\(NumberText.percent(policy.mean))</b>\(sd)",
      ] + (context.isFixed ? ["\(interval(policy))"] : []) + [
        "\(NumberText.percent(policy.iqm))", "\(range(policy))",
      ] + policy.losses.map { "\($0.text)" } + [failed])
  }

  private func interval(_ policy: PolicySummary) -> String {
    guard let interval = policy.interval else { return "–" }
    return "\(NumberText.percent(interval.low)) to \(NumberText.percent(interval.high))"
  }

  private func range(_ policy: PolicySummary) -> String {
    let errors = policy.runs.map(\.testError)
    guard let low = errors.min(), let high = errors.max() else { return "–" }
    return "\(NumberText.percent(low))–\(NumberText.percent(high))"
  }
}

import DropoutStatistics
import DropoutFigures

/// Every run's value in the metric that decides, one dot per seed, one row per arm, with mean and 95 % interval.
struct StripChart {
  let context: ReportContext

  private var metric: Metric { context.metric }
  private var arms: [ArmSummary] { context.arms.filter { !$0.runs.isEmpty } }

  private var axis: FencedScale {
    FencedScale(
      covering: arms.flatMap(errors), others: arms.flatMap(ends),
      limits: 0...(metric.isShare ? 100 : .greatestFiniteMagnitude))
  }

  /// How many runs lie in the coarser zone of the axis.
  var farCount: Int {
    let axis = axis
    return arms.flatMap(errors).count(where: axis.isFar)
  }

  /// The chart; empty without runs.
  var markup: Markup {
    guard !arms.isEmpty else { return .empty }
    let axis = axis
    let isDetailed = context.runs.count <= 3000
    let isCrowded = arms.contains { DotLane.isCrowded(errors(of: $0), on: axis) }
    return LaneChart(axis: axis, axisTitle: metric.title).markup(
      arms.map { summary in
        let lane = DotLane(
          axis: axis, slot: context.slot(of: summary.arm), isDetailed: isDetailed,
          isCrowded: isCrowded)
        return row(summary, in: lane)
      })
  }

  private func row(
    _ summary: ArmSummary, in lane: DotLane<FencedScale>
  ) -> LaneChart<FencedScale>.Row {
    let drawing = lane.drawing(
      summary.runs.map {
        .init(value: metric.value(of: $0) * metric.scale, text: text(of: $0, summary.arm))
      },
      mean: summary.mean * metric.scale, interval: summary.interval?.scaled(by: metric.scale),
      meanText: meanText(summary))
    return .init(
      label: context.name(summary.arm), note: note(summary),
      description: "\(summary.arm): \(metric.name) of \(NumberText.seeds(summary.runs.count)); "
        + meanText(summary),
      height: drawing.height, drawing: drawing.markup, slot: lane.slot)
  }

  private func errors(of summary: ArmSummary) -> [Double] {
    summary.runs.map { metric.value(of: $0) * metric.scale }
  }

  private func ends(of summary: ArmSummary) -> [Double] {
    [summary.mean * metric.scale]
      + (summary.interval.map { [$0.low * metric.scale, $0.high * metric.scale] } ?? [])
  }

  private func text(of run: RunRecord, _ arm: Arm) -> String {
    "\(arm), seed \(run.seed): \(metric.shown(metric.value(of: run)))"
      + (run.failed ? ", failed" : "")
  }

  private func meanText(_ summary: ArmSummary) -> String {
    let mean = "mean \(metric.shown(summary.mean))"
    guard let interval = summary.interval else { return mean }
    return mean + ", 95\u{A0}% interval \(metric.fixed(interval.low)) to "
      + metric.fixed(interval.high)
  }

  private func note(_ summary: ArmSummary) -> Markup {
    let failed: Markup =
      summary.failedCount > 0
      ? "<span class=\"warn\">\(summary.failedCount) failed</span>" : ""
    return "<strong>\(NumberText.percent(summary.mean))\u{A0}%</strong> \(failed)"
  }
}

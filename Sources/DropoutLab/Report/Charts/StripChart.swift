import DropoutStatistics
import DropoutFigures

/// Every run's test error, one dot per seed, one row per arm, with mean and 95 % interval.
struct StripChart {
  let context: ReportContext

  private var arms: [ArmSummary] { context.arms.filter { !$0.runs.isEmpty } }

  private var axis: FencedScale {
    FencedScale(
      covering: arms.flatMap(errors), others: arms.flatMap(ends), limits: 0...100)
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
    return LaneChart(axis: axis, axisTitle: "test error, %").markup(
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
      summary.runs.map { .init(value: $0.testError * 100, text: text(of: $0, summary.arm)) },
      mean: summary.mean * 100, interval: summary.interval?.inPercent,
      meanText: meanText(summary))
    return .init(
      label: context.name(summary.arm), note: note(summary),
      description: "\(summary.arm): test errors of \(NumberText.seeds(summary.runs.count)); "
        + meanText(summary),
      height: drawing.height, drawing: drawing.markup, slot: lane.slot)
  }

  private func errors(of summary: ArmSummary) -> [Double] {
    summary.runs.map { $0.testError * 100 }
  }

  private func ends(of summary: ArmSummary) -> [Double] {
    [summary.mean * 100] + (summary.interval.map { [$0.low * 100, $0.high * 100] } ?? [])
  }

  private func text(of run: RunRecord, _ arm: Arm) -> String {
    "\(arm), seed \(run.seed): \(NumberText.percent(run.testError))\u{A0}%"
      + (run.failed ? ", failed" : "")
  }

  private func meanText(_ summary: ArmSummary) -> String {
    let mean = "mean \(NumberText.percent(summary.mean))\u{A0}%"
    guard let interval = summary.interval else { return mean }
    return mean + ", 95\u{A0}% interval \(NumberText.percent(interval.low)) to "
      + NumberText.percent(interval.high)
  }

  private func note(_ summary: ArmSummary) -> Markup {
    let failed: Markup =
      summary.failedCount > 0
      ? "<span class=\"warn\">\(summary.failedCount) failed</span>" : ""
    return "<strong>\(NumberText.percent(summary.mean))\u{A0}%</strong> \(failed)"
  }
}

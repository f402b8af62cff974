import DropoutStatistics
import DropoutFigures

/// Every run's test error, one dot per seed, one row per policy, with mean and 95 % interval.
struct StripChart {
  let context: ReportContext

  private var policies: [PolicySummary] { context.policies.filter { !$0.runs.isEmpty } }

  private var axis: FencedScale {
    FencedScale(
      covering: policies.flatMap(errors), others: policies.flatMap(ends), limits: 0...100)
  }

  /// How many runs lie in the coarser zone of the axis.
  var farCount: Int {
    let axis = axis
    return policies.flatMap(errors).count(where: axis.isFar)
  }

  /// The chart; empty without runs.
  var markup: Markup {
    guard !policies.isEmpty else { return .empty }
    let axis = axis
    let isDetailed = context.runs.count <= 3000
    let isCrowded = policies.contains { DotLane.isCrowded(errors(of: $0), on: axis) }
    return LaneChart(axis: axis, axisTitle: "test error, %").markup(
      policies.map { policy in
        let lane = DotLane(
          axis: axis, slot: context.styles.slot(of: policy.policy), isDetailed: isDetailed,
          isCrowded: isCrowded)
        return row(policy, in: lane)
      })
  }

  private func row(
    _ policy: PolicySummary, in lane: DotLane<FencedScale>
  ) -> LaneChart<FencedScale>.Row {
    let drawing = lane.drawing(
      policy.runs.map { .init(value: $0.testError * 100, text: text(of: $0)) },
      mean: policy.mean * 100, interval: policy.interval?.inPercent,
      meanText: meanText(policy))
    return .init(
      label: context.name(policy.policy), note: note(policy),
      description: "\(policy.policy): test errors of \(NumberText.seeds(policy.runs.count)); "
        + meanText(policy),
      height: drawing.height, drawing: drawing.markup, slot: lane.slot)
  }

  private func errors(of policy: PolicySummary) -> [Double] {
    policy.runs.map { $0.testError * 100 }
  }

  private func ends(of policy: PolicySummary) -> [Double] {
    [policy.mean * 100] + (policy.interval.map { [$0.low * 100, $0.high * 100] } ?? [])
  }

  private func text(of run: RunRecord) -> String {
    "\(run.policy), seed \(run.seed): \(NumberText.percent(run.testError))\u{A0}%"
      + (run.failed ? ", failed" : "")
  }

  private func meanText(_ policy: PolicySummary) -> String {
    let mean = "mean \(NumberText.percent(policy.mean))\u{A0}%"
    guard let interval = policy.interval else { return mean }
    return mean + ", 95\u{A0}% interval \(NumberText.percent(interval.low)) to "
      + NumberText.percent(interval.high)
  }

  private func note(_ policy: PolicySummary) -> Markup {
    let failed: Markup =
      policy.failedCount > 0
      ? "<span class=\"warn\">\(policy.failedCount) failed</span>" : ""
    return "<strong>\(NumberText.percent(policy.mean))\u{A0}%</strong> \(failed)"
  }
}

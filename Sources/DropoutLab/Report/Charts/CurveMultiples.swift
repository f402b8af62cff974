import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// One small chart per arm with every seed's curve, all with the same axes.
struct CurveMultiples {
  let context: ReportContext
  let title: String
  /// The quantities to draw; the second one is drawn dashed.
  let quantities: [Quantity]
  /// What is drawn instead of zero on a logarithmic axis.
  let floor: Double

  /// A drawn quantity.
  struct Quantity {
    var value: CurveSummary.Quantity
    var factor = 1.0
    var name: String
  }

  /// The most points drawn over all small charts of a report, to bound its size.
  private static var pointBudget: Int { 60_000 }

  /// The charts; empty without curves.
  var markup: Markup {
    let arms = context.arms.filter { $0.runs.contains { !$0.curve.isEmpty } }
    let drawn = arms.flatMap(\.runs).flatMap { values(of: $0) }
    guard drawn.contains(where: \.isFinite) else { return .empty }
    let y = MagnitudeScale(covering: drawn, floor: floor)
    let steps = arms.flatMap(\.runs).flatMap(\.curve).map(\.step)
    let x = StepScale.over(steps, tickCount: 2)
    let curves = max(1, context.runs.count * quantities.count)
    let count = min(100, max(8, Self.pointBudget / curves))
    let panels = arms.map { panel($0, x: x, y: y, pointCount: count) }
    return "<div class=\"multiples\(quantities.count > 1 ? " two" : "")\">\(panels)</div>"
  }

  private func values(of run: RunRecord) -> [Double] {
    quantities.flatMap { quantity in
      run.curve.map { quantity.value($0) * quantity.factor }
    }
  }

  private func panel(
    _ summary: ArmSummary, x: LinearScale, y: MagnitudeScale, pointCount: Int
  ) -> Markup {
    let frame = PlotFrame(
      x: x, y: y, xTitle: "step", yTitle: title + y.titleEnding, height: 170,
      description: "\(summary.arm): \(title) of each of \(NumberText.seeds(summary.runs.count))")
    let paths = quantities.enumerated().map { number, quantity -> Markup in
      let seeds = summary.runs.map { run -> Markup in
        let points = CurveSummary.thinned(run.curve, to: pointCount)
        let path = path(points.map { ($0.step, quantity.value($0)) }, quantity, frame)
        return """
          <path class="seed q\(number)" d="\(path)"><title>seed \(run.seed), \(quantity.name)\
          </title></path>
          """
      }
      let mean = CurveSummary(
        summary, quantity.value, greatestCount: 100)
      let line = path(mean.points.map { ($0.step, $0.mean) }, quantity, frame)
      return "\(seeds)<path class=\"curve q\(number)\" d=\"\(line)\"/>"
    }
    let slot = context.slot(of: summary.arm)
    return """
      <div class="panel s\(slot)"><h4>\(context.name(summary.arm))</h4>\
      \(frame.markup(paths: paths.joined()))</div>\n
      """
  }

  /// A curve, interrupted where its value is not finite.
  private func path(
    _ points: [(step: Int, value: Double)], _ quantity: Quantity,
    _ frame: PlotFrame<LinearScale, MagnitudeScale>
  ) -> Markup {
    var path = PathData()
    var isInterrupted = true
    for (step, value) in points {
      guard value.isFinite else {
        isInterrupted = true
        continue
      }
      let x = frame.pathX(Double(step))
      let y = frame.pixelY(max(value * quantity.factor, floor))
      if isInterrupted { path.move(x, y) } else { path.line(x, y) }
      isInterrupted = false
    }
    return Markup(raw: path.text)
  }
}

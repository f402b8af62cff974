import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// The arms' mean curves of one quantity in one chart, with bands over the seeds.
struct CurveChart {
  let context: ReportContext
  let summaries: [CurveSummary]
  let title: String
  /// What is drawn instead of zero on a logarithmic axis.
  let floor: Double

  /// The chart with its legend and the figures as a table; empty without curves.
  var markup: Markup {
    let drawn = summaries.filter { !$0.points.isEmpty }
    guard !drawn.isEmpty else { return .empty }
    let points = drawn.flatMap(\.points)
    let leaving = Self.leaving(drawn)
    let whole = drawn.filter { summary in !leaving.contains { $0.arm == summary.arm } }
    let y = MagnitudeScale(covering: Self.values(means: drawn, bands: whole), floor: floor)
    let frame = PlotFrame(
      x: StepScale.over(points.map(\.step)), y: y, xTitle: "training step",
      yTitle: title + y.titleEnding, height: 340,
      description: "\(title) along training, mean over seeds, "
        + drawn.map(\.arm.name).joined(separator: ", "))
    let bands = drawn.map { band($0, in: frame) }
    let lines = drawn.map { line($0, in: frame) }
    let data: Markup = " tabindex=\"0\" data-curves=\"\(data(drawn, in: frame))\""
    return """
      \(context.legend(drawn.map(\.arm)))
      \(frame.markup(paths: "\(bands)\(lines)", attributes: data))
      \(note(leaving))\(table(drawn))
      """
  }

  private typealias Frame = PlotFrame<LinearScale, MagnitudeScale>

  private func place(_ step: Int, _ value: Double, in frame: Frame) -> (x: Double, y: Double) {
    (frame.pathX(Double(step)), frame.pixelY(max(value, floor)))
  }

  private func band(_ summary: CurveSummary, in frame: Frame) -> Markup {
    let forth = summary.points.map { place($0.step, $0.high, in: frame) }
    let back = summary.points.reversed().map { place($0.step, $0.low, in: frame) }
    var path = PathData(through: forth + back)
    path.close()
    let slot = context.slot(of: summary.arm)
    return "<path class=\"band s\(slot)\" data-s=\"\(slot)\" d=\"\(Markup(raw: path.text))\"/>"
  }

  private func line(_ summary: CurveSummary, in frame: Frame) -> Markup {
    let path = PathData(
      through: summary.points.map { place($0.step, $0.mean, in: frame) })
    let slot = context.slot(of: summary.arm)
    return """
      <path class="curve s\(slot)" data-s="\(slot)" d="\(Markup(raw: path.text))">\
      <title>\(summary.arm.name)</title></path>
      """
  }

  /// Values for the script to show under the pointer: `step;place;slot=value;…` per step, joined by `|`.
  private func data(_ drawn: [CurveSummary], in frame: Frame) -> String {
    var lines: [Int: String] = [:]
    for summary in drawn {
      let slot = context.slot(of: summary.arm)
      for point in summary.points {
        lines[point.step, default: ""] +=
          ";\(slot)=\(NumberText.fixed(point.mean, decimals: 2))"
      }
    }
    return lines.keys.sorted().map { step in
      let place = NumberText.coordinate(frame.x.fraction(Double(step)) * 100)
      return "\(NumberText.count(step));\(place)\(lines[step] ?? "")"
    }.joined(separator: "|")
  }

  private func table(_ drawn: [CurveSummary]) -> Markup {
    let steps = Set(drawn.flatMap { CurveSummary.thinned($0.points, to: 11).map(\.step) }).sorted()
    let table = DataTable(
      label: title, caption: "\(title): mean over seeds (10\u{A0}% to 90\u{A0}% quantile)",
      columns: ["step"] + drawn.map { context.name($0.arm) }
    ).markup(
      CurveSummary.thinned(steps, to: 16).map { step in
        .init(name: "\(NumberText.count(step))", cells: drawn.map { cell($0, step: step) })
      })
    return "<details><summary>The same as a table</summary>\(table)</details>"
  }

  private func cell(_ summary: CurveSummary, step: Int) -> Markup {
    guard let point = summary.points.first(where: { $0.step == step }) else { return "–" }
    return """
      \(NumberText.fixed(point.mean, decimals: 2)) <span class="range">\
      (\(NumberText.fixed(point.low, decimals: 2))–\
      \(NumberText.fixed(point.high, decimals: 2)))</span>
      """
  }
}

/// The horizontal axis of curves.
enum StepScale {
  /// From step 0, or the first step, to the last.
  static func over(_ steps: [Int], tickCount: Int = 4) -> LinearScale {
    let last = steps.max() ?? 1
    let first = min(0, steps.min() ?? 0)
    var scale = LinearScale(domain: Double(first)...Double(max(last, first + 1)))
    scale.tickCount = tickCount
    return scale
  }
}

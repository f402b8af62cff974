import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Masked against clean training loss at the end of each run, with the line where they are equal.
struct LossScatterChart {
  let context: ReportContext

  /// The chart with its legend; empty without a run whose two losses are finite.
  var markup: Markup {
    let drawn = context.arms.map { ArmRuns($0.arm, $0.runs.filter(Self.canDraw)) }
    let runs = drawn.flatMap(\.runs)
    guard !runs.isEmpty else { return .empty }
    let x = LogScale(covering: runs.map(\.cleanTrainLoss), margin: 1.25)
    let y = LogScale(covering: runs.map(\.maskedTrainLoss), margin: 1.25)
    let frame = Frame(
      x: x, y: y, xTitle: "clean training loss (without masks), log scale",
      yTitle: "masked training loss, log scale", height: 380,
      description: "masked against clean training loss of \(runs.count) runs, both on log axes")
    let marks = drawn.flatMap { row in row.runs.map { mark($0, row.arm, in: frame) } }
    let legend = context.legend(context.arms.map(\.arm))
    return
      "\(legend)\n\(frame.markup(paths: "", marks: "\(diagonal(in: frame))\(marks)"))\(omitted(runs.count))"
  }

  private typealias Frame = PlotFrame<LogScale, LogScale>

  /// The line on which both losses are equal; empty if it does not cross the picture.
  private func diagonal(in frame: Frame) -> Markup {
    let low = max(frame.x.domain.lowerBound, frame.y.domain.lowerBound)
    let high = min(frame.x.domain.upperBound, frame.y.domain.upperBound)
    guard low < high else { return .empty }
    let (left, right) = (
      Markup.across(frame.x.fraction(low)), Markup.across(frame.x.fraction(high))
    )
    let (bottom, top) = (frame.pixelY(low), frame.pixelY(high))
    return """
      <line class="diagonal" x1="\(left)" y1="\(.pixels(bottom))" x2="\(right)" y2="\(.pixels(top))"/>\
      <text class="diagonal-label" x="\(left)" dx="16" y="\(.pixels(min(bottom + 14, frame.height - 6)))">\
      masked = clean</text>
      """
  }

  private static func canDraw(_ run: RunRecord) -> Bool {
    run.cleanTrainLoss.isFinite && run.maskedTrainLoss.isFinite
  }

  private func mark(_ run: RunRecord, _ arm: Arm, in frame: Frame) -> Markup {
    let slot = context.slot(of: arm)
    let text =
      "\(arm), seed \(run.seed): masked \(NumberText.loss(run.maskedTrainLoss)), "
      + "clean \(NumberText.loss(run.cleanTrainLoss))"
    return """
      <use class="s\(slot)" data-s="\(slot)" href="#m\(slot)" \
      x="\(.across(frame.x.fraction(run.cleanTrainLoss)))" \
      y="\(.pixels(frame.pixelY(run.maskedTrainLoss)))"><title>\(text)</title></use>
      """
  }

  private func omitted(_ drawn: Int) -> Markup {
    let count = context.runs.count - drawn
    return count == 0
      ? "" : "<p class=\"note\">Runs with an infinite or missing loss, not drawn: \(count).</p>"
  }

  /// Both losses and their ratio as a table.
  var table: Markup {
    DataTable(
      label: "masked and clean loss", caption: "Medians over seeds",
      columns: ["\(context.side)", "masked", "clean", "masked ÷ clean"]
    ).markup(
      context.arms.map { summary in
        let masked = Descriptive.quantile(0.5, of: summary.runs.map(\.maskedTrainLoss)) ?? .nan
        let clean = Descriptive.quantile(0.5, of: summary.runs.map(\.cleanTrainLoss)) ?? .nan
        return .init(
          name: context.name(summary.arm),
          cells: [
            "\(NumberText.loss(masked))", "\(NumberText.loss(clean))",
            "\(NumberText.fixed(masked / clean, decimals: 2))",
          ])
      })
  }
}

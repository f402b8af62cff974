import DropoutTraining

/// Masked against clean training loss at the end of each run, with the line where they are equal.
struct LossScatterChart {
  let context: ReportContext

  /// The chart with its legend; nothing without a run whose two losses are finite.
  var markup: Markup {
    let runs = context.runs.filter(Self.canDraw)
    guard !runs.isEmpty else { return .empty }
    let values = runs.flatMap { [$0.cleanTrainLoss, $0.maskedTrainLoss] }
    let scale = LogScale(covering: values, margin: 1.25)
    let frame = PlotFrame(
      x: scale, y: scale, xTitle: "clean training loss (without masks), log scale",
      yTitle: "masked training loss, log scale", height: 380,
      description: "masked against clean training loss of \(runs.count) runs, both on log axes")
    let marks = runs.map { mark($0, scale: scale, in: frame) }
    let diagonal: Markup = """
      <line class="diagonal" x1="0" y1="\(.pixels(frame.height))" x2="100%" y2="0"/>\
      <text class="diagonal-label" x="99%" y="\(.pixels(frame.height * 0.22))" \
      text-anchor="end">masked</text>\
      <text class="diagonal-label" x="99%" y="\(.pixels(frame.height * 0.22 + 14))" \
      text-anchor="end">= clean</text>
      """
    let legend = context.legend(context.policies.map(\.policy))
    return
      "\(legend)\n\(frame.markup(paths: "", marks: "\(diagonal)\(marks)"))\(omitted(runs.count))"
  }

  private static func canDraw(_ run: RunRecord) -> Bool {
    run.cleanTrainLoss.isFinite && run.maskedTrainLoss.isFinite
  }

  private func mark(
    _ run: RunRecord, scale: LogScale, in frame: PlotFrame<LogScale, LogScale>
  ) -> Markup {
    let slot = context.styles.slot(of: run.policy)
    let text =
      "\(run.policy), seed \(run.seed): masked \(NumberText.loss(run.maskedTrainLoss)), "
      + "clean \(NumberText.loss(run.cleanTrainLoss))"
    return """
      <use class="s\(slot)" data-s="\(slot)" href="#m\(slot)" \
      x="\(.across(scale.fraction(run.cleanTrainLoss)))" \
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
      columns: ["policy", "masked", "clean", "masked ÷ clean"]
    ).markup(
      context.policies.map { policy in
        let masked = Descriptive.quantile(0.5, of: policy.runs.map(\.maskedTrainLoss)) ?? .nan
        let clean = Descriptive.quantile(0.5, of: policy.runs.map(\.cleanTrainLoss)) ?? .nan
        return .init(
          name: context.name(policy.policy),
          cells: [
            "\(NumberText.loss(masked))", "\(NumberText.loss(clean))",
            "\(NumberText.fixed(masked / clean, decimals: 2))",
          ])
      })
  }
}

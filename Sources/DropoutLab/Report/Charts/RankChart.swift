import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// Mean ranks of all arms with Nemenyi's critical difference, one row per arm.
struct RankChart {
  let context: ReportContext

  /// The sentence and the chart; empty without Friedman's test.
  var markup: Markup {
    guard let friedman = context.content.results.friedman,
      friedman.averageRanks.count == context.arms.count
    else { return .empty }
    let half = friedman.nemenyiCriticalDifference / 2
    let ends = friedman.averageRanks.flatMap { [$0 - half, $0 + half] }
    let axis = LinearScale(covering: ends + [1, Double(context.arms.count)])
    let chart = LaneChart(axis: axis, axisTitle: "mean rank over seeds; 1 is best")
    let rows = zip(context.arms, friedman.averageRanks).sorted { $0.1 < $1.1 }.map {
      row($0.arm, rank: $1, half: half, axis: axis)
    }
    return "<p>\(sentence(friedman))</p>\n\(chart.markup(rows))"
  }

  private func sentence(_ friedman: FriedmanSummary) -> Markup {
    """
    Friedman’s test over all \(context.arms.count) \(context.sides) in \(context.metric.name): χ² = \
    \(NumberText.fixed(friedman.chiSquare, decimals: 2)), p \
    \(Self.equation(friedman.p)). Mean ranks further apart than \
    \(NumberText.fixed(friedman.nemenyiCriticalDifference, decimals: 2)) differ at level .05 \
    (Nemenyi): bars that do not overlap.
    """
  }

  /// "= 0.012" or "< 0.001".
  static func equation(_ p: Double) -> String {
    let text = NumberText.probability(p)
    return text.hasPrefix("<") ? text : "= " + text
  }

  private func row(
    _ arm: Arm, rank: Double, half: Double, axis: LinearScale
  ) -> LaneChart<LinearScale>.Row {
    let slot = context.slot(of: arm)
    let text = NumberText.fixed(rank, decimals: 2)
    let drawing: Markup = """
      <line class="rank" x1="\(.across(axis.fraction(rank - half)))" \
      x2="\(.across(axis.fraction(rank + half)))" y1="13" y2="13"/>\
      <use href="#m\(slot)" x="\(.across(axis.fraction(rank)))" y="13"/>
      """
    return .init(
      label: context.name(arm), note: "<strong>\(text)</strong>",
      description: "\(arm): mean rank \(text)", height: 26, drawing: drawing, slot: slot)
  }
}

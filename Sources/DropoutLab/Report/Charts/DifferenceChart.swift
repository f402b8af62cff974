import DropoutStatistics
import DropoutFigures

/// The paired differences of a metric's pairs: every seed, mean, interval and the line of no difference.
struct DifferenceChart {
  let context: ReportContext
  /// The pairs, in the order shown; differences are in points of test error.
  let pairs: [PairComparison]

  /// The axis: zero and the bulk of the seeds on a fine scale, far seeds on a coarser one.
  var axis: FencedScale {
    FencedScale(
      covering: pairs.flatMap(seeds), others: pairs.flatMap(ends), near: [0])
  }

  /// Whether a row needs small dots.
  var isCrowded: Bool {
    let axis = axis
    return pairs.contains { DotLane.isCrowded(seeds(of: $0), on: axis) }
  }

  /// How many seeds lie in the coarser zones of the axis.
  var farCount: Int {
    let axis = axis
    return pairs.flatMap(seeds).count(where: axis.isFar)
  }

  /// The chart, with small or large dots; empty without pairs.
  func markup(isCrowded: Bool) -> Markup {
    guard !pairs.isEmpty else { return .empty }
    let axis = axis
    let zero = Markup.across(axis.fraction(0))
    let count = pairs.reduce(0) { $0 + $1.wins + $1.ties + $1.losses }
    let rows = pairs.map { pair in
      let lane = DotLane(
        axis: axis, slot: context.slot(of: pair.a), isDetailed: count <= 3000,
        isCrowded: isCrowded)
      return row(pair, in: lane)
    }
    let chart = LaneChart(
      axis: axis, axisTitle: "← first better · points of test error · second better →",
      background: { height in
        "<line class=\"zero\" x1=\"\(zero)\" x2=\"\(zero)\" y1=\"0\" y2=\"\(.pixels(height))\"/>"
      })
    return chart.markup(rows)
  }

  private func seeds(of pair: PairComparison) -> [Double] {
    context.paired(pair).map { 100 * ($0.a.testError - $0.b.testError) }
  }

  private func ends(of pair: PairComparison) -> [Double] {
    (pair.interval.map { [$0.low * 100, $0.high * 100] } ?? []) + [pair.meanDifference * 100]
  }

  private func row(
    _ pair: PairComparison, in lane: DotLane<FencedScale>
  ) -> LaneChart<FencedScale>.Row {
    let dots = context.paired(pair).map { seed, a, b in
      let points = NumberText.points(a.testError - b.testError)
      return DotLane<FencedScale>.Dot(
        value: 100 * (a.testError - b.testError),
        text: "seed \(seed): \(NumberText.percent(a.testError)) − "
          + "\(NumberText.percent(b.testError)) = \(points) points")
    }
    let drawing = lane.drawing(
      dots, mean: pair.meanDifference * 100, interval: pair.interval?.inPercent,
      meanText: meanText(pair))
    return .init(
      label: context.difference(pair),
      note: "<strong>\(NumberText.points(pair.meanDifference))</strong> \(intervalText(pair))",
      description: "\(pair.a) minus \(pair.b), \(NumberText.seeds(dots.count)): \(meanText(pair))",
      height: drawing.height, drawing: hiddenBand(pair, lane.axis, drawing.height) + drawing.markup,
      slot: lane.slot)
  }

  /// The smallest difference that the seeds could show, as a band around zero behind the interval.
  private func hiddenBand(
    _ pair: PairComparison, _ axis: FencedScale, _ height: Double
  ) -> Markup {
    guard let least = pair.minimumDetectableDifference, least.isFinite else { return .empty }
    let (low, high) = (axis.fraction(-least * 100), axis.fraction(least * 100))
    let (start, end) = (max(0, low), min(1, high))
    return """
      <rect class="hidden-band" x="\(.across(start))" width="\(.across(end - start))" \
      y="\(.pixels(height - 16))" height="10"><title>\(bandText(least))</title></rect>
      """
  }

  private func bandText(_ least: Double) -> String {
    "these seeds would show a true difference of ±\(NumberText.percent(least)) points "
      + "with 80\u{A0}% power"
  }

  private func meanText(_ pair: PairComparison) -> String {
    let mean = "mean \(NumberText.points(pair.meanDifference)) points"
    guard let interval = pair.interval else { return mean }
    return mean + ", \(context.intervalName) \(NumberText.points(interval.low)) to "
      + NumberText.points(interval.high)
  }

  private func intervalText(_ pair: PairComparison) -> Markup {
    guard let interval = pair.interval else { return "" }
    return """
      <span class="range">\(NumberText.points(interval.low)) to \
      \(NumberText.points(interval.high))</span>
      """
  }
}

extension Markup {
  /// One piece of markup after another.
  static func + (left: Markup, right: Markup) -> Markup { "\(left)\(right)" }
}

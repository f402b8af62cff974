import DropoutStatistics
import DropoutFigures

/// The paired differences of a metric's pairs: every seed, mean, interval and the line of no difference.
struct DifferenceChart {
  let context: ReportContext
  /// The pairs, in the order shown; differences are in the unit of the metric that decides.
  let pairs: [PairComparison]

  private var metric: Metric { context.metric }
  private var scale: Double { metric.scale }
  private var unit: String {
    metric.unit.isEmpty ? metric.name : "\(metric.unit) of \(metric.name)"
  }

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
      axis: axis, axisTitle: "← first better · \(unit) · second better →",
      background: { height in
        "<line class=\"zero\" x1=\"\(zero)\" x2=\"\(zero)\" y1=\"0\" y2=\"\(.pixels(height))\"/>"
      })
    return chart.markup(rows)
  }

  private func seeds(of pair: PairComparison) -> [Double] {
    context.paired(pair).map { scale * (metric.value(of: $0.a) - metric.value(of: $0.b)) }
  }

  private func ends(of pair: PairComparison) -> [Double] {
    (pair.interval.map { [$0.low * scale, $0.high * scale] } ?? []) + [pair.meanDifference * scale]
  }

  private func row(
    _ pair: PairComparison, in lane: DotLane<FencedScale>
  ) -> LaneChart<FencedScale>.Row {
    let dots = context.paired(pair).map { seed, a, b in
      let (a, b) = (metric.value(of: a), metric.value(of: b))
      return DotLane<FencedScale>.Dot(
        value: scale * (a - b),
        text: "seed \(seed): \(metric.fixed(a)) − \(metric.fixed(b)) = "
          + metric.withUnit(metric.signed(a - b)))
    }
    let drawing = lane.drawing(
      dots, mean: pair.meanDifference * scale, interval: pair.interval?.scaled(by: scale),
      meanText: meanText(pair))
    return .init(
      label: context.difference(pair),
      note: "<strong>\(metric.signed(pair.meanDifference))</strong> \(intervalText(pair))",
      description: "\(pair.a) minus \(pair.b), \(NumberText.seeds(dots.count)): \(meanText(pair))",
      height: drawing.height, drawing: hiddenBand(pair, lane.axis, drawing.height) + drawing.markup,
      slot: lane.slot)
  }

  /// The smallest difference that the seeds could show, as a band around zero behind the interval.
  private func hiddenBand(
    _ pair: PairComparison, _ axis: FencedScale, _ height: Double
  ) -> Markup {
    guard let least = pair.minimumDetectableDifference, least.isFinite else { return .empty }
    let (low, high) = (axis.fraction(-least * scale), axis.fraction(least * scale))
    let (start, end) = (max(0, low), min(1, high))
    return """
      <rect class="hidden-band" x="\(.across(start))" width="\(.across(end - start))" \
      y="\(.pixels(height - 16))" height="10"><title>\(bandText(least))</title></rect>
      """
  }

  private func bandText(_ least: Double) -> String {
    "these seeds would show a true difference of ±\(metric.withUnit(metric.fixed(least))) "
      + "with 80\u{A0}% power"
  }

  private func meanText(_ pair: PairComparison) -> String {
    let mean = "mean \(metric.withUnit(metric.signed(pair.meanDifference)))"
    guard let interval = pair.interval else { return mean }
    return mean + ", \(context.intervalName) \(metric.signed(interval.low)) to "
      + metric.signed(interval.high)
  }

  private func intervalText(_ pair: PairComparison) -> Markup {
    guard let interval = pair.interval else { return "" }
    return """
      <span class="range">\(metric.signed(interval.low)) to \(metric.signed(interval.high))</span>
      """
  }
}

extension Markup {
  /// One piece of markup after another.
  static func + (left: Markup, right: Markup) -> Markup { "\(left)\(right)" }
}

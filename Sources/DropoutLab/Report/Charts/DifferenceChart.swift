/// The paired differences of a metric's pairs: every seed, mean, interval and the line of no difference.
struct DifferenceChart {
  let context: ReportContext
  /// The pairs, in the order shown; differences are in points of test error.
  let pairs: [PairComparison]

  /// The chart; nothing without pairs.
  var markup: Markup {
    guard !pairs.isEmpty else { return .empty }
    let axis = BrokenScale(covering: pairs.flatMap(values) + [0])
    let zero = Markup.across(axis.fraction(0))
    let count = pairs.reduce(0) { $0 + $1.wins + $1.ties + $1.losses }
    let rows = pairs.map { row($0, axis: axis, isDetailed: count <= 3000) }
    let chart = LaneChart(
      axis: axis, axisTitle: "← first better · points of test error · second better →",
      background: { height in
        "<line class=\"zero\" x1=\"\(zero)\" x2=\"\(zero)\" y1=\"0\" y2=\"\(.pixels(height))\"/>"
      }, breaks: axis.breaks)
    return chart.markup(rows)
  }

  private func values(of pair: PairComparison) -> [Double] {
    let seeds = context.paired(pair).map { 100 * ($0.a.testError - $0.b.testError) }
    let ends = pair.interval.map { [$0.low * 100, $0.high * 100] } ?? []
    return seeds + ends + [pair.meanDifference * 100]
  }

  private func row(
    _ pair: PairComparison, axis: BrokenScale, isDetailed: Bool
  ) -> LaneChart<BrokenScale>.Row {
    let slot = context.styles.slot(of: pair.a)
    let dots = context.paired(pair).map { seed, a, b in
      let points = NumberText.points(a.testError - b.testError)
      return DotLane<BrokenScale>.Dot(
        value: 100 * (a.testError - b.testError),
        text: "seed \(seed): \(NumberText.percent(a.testError)) − "
          + "\(NumberText.percent(b.testError)) = \(points) points")
    }
    let interval = pair.interval.map {
      ConfidenceInterval(low: $0.low * 100, high: $0.high * 100)
    }
    let drawing = DotLane(axis: axis, slot: slot, isDetailed: isDetailed).drawing(
      dots, mean: pair.meanDifference * 100, interval: interval, meanText: meanText(pair))
    return .init(
      label: context.difference(pair),
      note: "<strong>\(NumberText.points(pair.meanDifference))</strong> \(intervalText(pair))",
      description: "\(pair.a) minus \(pair.b), \(dots.count) seeds: \(meanText(pair))",
      height: drawing.height, drawing: hiddenBand(pair, axis, drawing.height) + drawing.markup,
      slot: slot)
  }

  /// The least difference the seeds could show, as a band about zero behind the interval.
  private func hiddenBand(
    _ pair: PairComparison, _ axis: BrokenScale, _ height: Double
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
    return mean + ", 95\u{A0}% interval \(NumberText.points(interval.low)) to "
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

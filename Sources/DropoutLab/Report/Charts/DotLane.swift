import DropoutStatistics
import DropoutFigures

/// One row of dots with their mean and interval beneath.
struct DotLane<Axis: Scale> {
  /// The axis the dots stand on.
  let axis: Axis
  /// The slot of ``Palette`` whose mark and colour the dots have.
  let slot: Int
  /// Whether each dot carries its own text; false keeps very large reports small.
  let isDetailed: Bool
  /// Whether the dots are small; the same in all rows that are compared.
  let isCrowded: Bool

  /// A dot.
  struct Dot {
    var value: Double
    var text: String
  }

  private static var narrowWidth: Double { 430 }
  private static var greatestSpread: Double { 34 }

  /// Whether a row of `values` needs small dots.
  static func isCrowded(_ values: [Double], on axis: Axis) -> Bool {
    let places = values.filter(\.isFinite).map { axis.fraction($0) * narrowWidth }
    return Beeswarm.offsets(places, diameter: 7.6).contains { $0.magnitude > greatestSpread }
  }

  /// The drawing and its height in pixels.
  func drawing(
    _ dots: [Dot], mean: Double, interval: ConfidenceInterval?, meanText: String
  ) -> (markup: Markup, height: Double) {
    let dots = dots.filter(\.value.isFinite)
    let fractions = dots.map { axis.fraction($0.value) }
    // Dots are set apart as on a narrow screen: on a wide one they only have more room.
    let places = fractions.map { $0 * Self.narrowWidth }
    var offsets = Beeswarm.offsets(places, diameter: isCrowded ? 4.2 : 7.6)
    let widest = offsets.map(\.magnitude).max() ?? 0
    let spread = min(widest, Self.greatestSpread)
    if widest > spread { offsets = offsets.map { $0 * spread / widest } }
    let middle = spread + 9
    let height = 2 * middle + 16
    let swarm = zip(fractions, offsets).map { ($0, middle + $1) }
    let symbol = isCrowded ? "n" : "m"
    let marks =
      isDetailed ? detailed(dots, at: swarm, symbol: symbol) : plain(swarm, height: height)
    let line = meanLine(mean, interval: interval, text: meanText, y: 2 * middle + 5)
    return ("\(marks)\(line)", height)
  }

  private func detailed(_ dots: [Dot], at places: [(Double, Double)], symbol: String) -> Markup {
    zip(dots, places).map { dot, place -> Markup in
      """
      <use href="#\(symbol)\(slot)" x="\(.across(place.0))" y="\(.pixels(place.1))">\
      <title>\(dot.text)</title></use>
      """
    }.joined()
  }

  private func plain(_ places: [(Double, Double)], height: Double) -> Markup {
    var path = PathData()
    for (x, y) in places { path.dot(x * 1000, y) }
    return """
      <svg width="100%" height="\(.pixels(height))" viewBox="0 0 1000 \(.pixels(height))" \
      preserveAspectRatio="none" class="stretch">\
      <path class="dots" d="\(Markup(raw: path.text))"/></svg>
      """
  }

  private func meanLine(
    _ mean: Double, interval: ConfidenceInterval?, text: String, y: Double
  ) -> Markup {
    guard mean.isFinite else { return .empty }
    let center = Markup.across(axis.fraction(mean))
    var line = Markup.empty
    if let interval, interval.low.isFinite, interval.high.isFinite {
      let (low, high) = (axis.fraction(interval.low), axis.fraction(interval.high))
      line = intervalLine(from: low, to: high, y: y)
      for end in [low, high] {
        line += """
          <line class="interval end" x1="\(.across(end))" x2="\(.across(end))" \
          y1="\(.pixels(y - 4))" y2="\(.pixels(y + 4))"/>
          """
      }
    }
    return """
      <g class="mean">\(line)<line class="center" x1="\(center)" x2="\(center)" \
      y1="\(.pixels(y - 7))" y2="\(.pixels(y + 7))"/><title>\(text)</title></g>
      """
  }

  /// The line of an interval, dotted across a cut of the axis, where its length means nothing.
  private func intervalLine(from low: Double, to high: Double, y: Double) -> Markup {
    var (start, line) = (low, Markup.empty)
    for cut in axis.cuts where low <= cut.lowerBound && high >= cut.upperBound {
      line += piece("interval", from: start, to: cut.lowerBound, y: y)
      line += piece("interval cut-through", from: cut.lowerBound, to: cut.upperBound, y: y)
      start = cut.upperBound
    }
    return line + piece("interval", from: start, to: high, y: y)
  }

  private func piece(
    _ name: Markup, from start: Double, to end: Double, y: Double
  ) -> Markup {
    """
    <line class="\(name)" x1="\(.across(start))" x2="\(.across(end))" y1="\(.pixels(y))" \
    y2="\(.pixels(y))"/>
    """
  }
}

extension ConfidenceInterval {
  /// An interval of shares, in per cent.
  func scaled(by factor: Double) -> ConfidenceInterval {
    ConfidenceInterval(low: low * factor, high: high * factor)
  }
}

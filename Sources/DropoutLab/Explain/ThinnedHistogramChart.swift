import DropoutStatistics
import DropoutFigures
import DropoutTraining

/// A histogram of the errors of all thinned networks as a stand-alone drawing: the height of a bar is the
/// probability of its masks, and lines mark the full network and the exact average.
package struct ThinnedHistogramChart {
  private let ensemble: ThinnedEnsemble
  private static let (width, height) = (640.0, 360.0)
  private static let (left, right, top, bottom) = (58.0, 16.0, 52.0, 46.0)
  private static let greatestBarCount = 40

  /// The chart of an ensemble.
  package init(_ ensemble: ThinnedEnsemble) { self.ensemble = ensemble }

  /// Bars of equal width in points of error, with their share of the probability.
  private var bars: (start: Double, width: Double, shares: [Double]) {
    let wrong = ensemble.histogram.map(\.wrong)
    let (least, most) = (wrong[0], wrong[wrong.count - 1])
    let step = (most - least) / Self.greatestBarCount + 1
    var shares = [Double](repeating: 0, count: (most - least) / step + 1)
    for bar in ensemble.histogram { shares[(bar.wrong - least) / step] += bar.probability }
    let points = 100 / Double(max(ensemble.exampleCount, 1))
    // Starts half an example to the left, so that the middle of a bar is at its numbers of examples.
    return ((Double(least) - 0.5) * points, Double(step) * points, shares)
  }

  /// The SVG document.
  package var document: String {
    let bars = bars
    let end = bars.start + bars.width * Double(bars.shares.count)
    let lines = [
      ("full network", ensemble.weightScaling.error, "#1a1a1a", ""),
      ("exact average", ensemble.arithmeticMean.error, "#b3401f", "5 4"),
    ]
    let x = LinearScale(covering: [bars.start, end] + lines.map { 100 * $0.1 })
    let y = LinearScale(covering: [0, 100 * (bars.shares.max() ?? 1)], limits: 0...100)
    func across(_ value: Double) -> Double {
      Self.left + x.fraction(value) * (Self.width - Self.left - Self.right)
    }
    func down(_ value: Double) -> Double {
      Self.top + (1 - y.fraction(value)) * (Self.height - Self.top - Self.bottom)
    }
    let floor = Self.height - Self.bottom
    var path = PathData()
    for (index, share) in bars.shares.enumerated() where share > 0 {
      let from = across(bars.start + bars.width * Double(index))
      let to = across(bars.start + bars.width * Double(index + 1))
      path.move(from, floor)
      path.line(from, down(100 * share))
      path.line(to, down(100 * share))
      path.line(to, floor)
      path.close()
    }
    let axes =
      x.ticks.map { text(across($0.value), floor + 16, $0.label, anchor: "middle") }
      + y.ticks.map { text(Self.left - 6, down($0.value) + 4, $0.label, anchor: "end") }
    let marks = lines.enumerated().map { index, line -> Markup in
      let place = across(100 * line.1)
      let label = "\(line.0) \(NumberText.percent(line.1)) %"
      let dashes: Markup = line.3.isEmpty ? .empty : " stroke-dasharray=\"\(line.3)\""
      let isRight = place > Self.width / 2
      let words = text(
        place + (isRight ? -6 : 6), 34 + 14 * Double(index), label,
        anchor: isRight ? "end" : "start")
      return """
        <path d="\(Markup(raw: vertical(place, floor)))" stroke="\(line.2)" stroke-width="2"\(dashes)/>\
        \(words)
        """
    }
    let title =
      "\(NumberText.count(ensemble.networkCount)) thinned networks: test error, % (across) and share of "
      + "the masks, % (upwards)"
    let heading = text(Self.left, 16, title, anchor: "start")
    let markup: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" role="img" \
      font-family="system-ui, sans-serif" font-size="12" fill="#1a1a1a">\
      <title>\(title)</title><rect width="640" height="360" fill="#fff"/>\
      \(heading)\
      <path d="\(Markup(raw: path.text))" fill="#4477aa"/>\
      <path d="M\(.pixels(Self.left)) \(.pixels(floor))H\(.pixels(Self.width - Self.right))" \
      stroke="#888"/>\(axes)\(marks)</svg>
      """
    return markup.text + "\n"
  }

  private func vertical(_ x: Double, _ floor: Double) -> String {
    var path = PathData()
    path.move(x, 26)
    path.line(x, floor)
    return path.text
  }

  private func text(_ x: Double, _ y: Double, _ label: String, anchor: String) -> Markup {
    "<text x=\"\(.pixels(x))\" y=\"\(.pixels(y))\" text-anchor=\"\(anchor)\">\(label)</text>"
  }
}

import DropoutStatistics

/// Draws a ``Figure`` as a complete SVG file, 800 pixels wide, on white.
///
/// The file needs no style sheet, and looks the same on a dark page.
public struct FigureDrawing {
  package let figure: Figure

  /// The drawing of a figure.
  public init(_ figure: Figure) { self.figure = figure }

  package static let width = 800.0
  package static let margin = 16.0
  package static let (ink, soft, line) = ("#1f2328", "#57606a", "#d8dee4")
  /// The look of the line at a marked value.
  static let dashes: Markup = " stroke-width=\"1.4\" stroke-dasharray=\"5 3\""

  /// The SVG file as text.
  public var text: String {
    let (legend, top) = header
    let (body, height) = figure.categories == nil ? plane(top: top) : lanes(top: top)
    let svg: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(.pixels(Self.width))" height="\(.pixels(height))" \
      viewBox="0 0 \(.pixels(Self.width)) \(.pixels(height))" role="img" \
      font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" \
      font-size="13" fill="\(Self.soft)">
      <title>\(figure.title)</title>
      <rect width="\(.pixels(Self.width))" height="\(.pixels(height))" fill="#ffffff"/>
      \(legend)\(body)</svg>

      """
    return svg.text
  }

  /// Draws title, subtitle and legend, and returns where they end.
  private var header: (markup: Markup, end: Double) {
    var y = 28.0
    var markup: Markup = """
      <text x="\(.pixels(Self.margin))" y="\(.pixels(y))" font-size="17" font-weight="600" fill="\(Self.ink)">\
      \(figure.title)</text>

      """
    for line in Self.wrapped(figure.subtitle, width: Self.width - 2 * Self.margin) {
      y += 19
      markup += label(line, Self.margin, y)
    }
    guard figure.series.count > 1 else { return (markup, y + 16) }
    y += 25
    var x = Self.margin
    for (index, series) in figure.series.enumerated() {
      let length = 30 + Self.textWidth(series.name) + 18
      if x > Self.margin, x + length > Self.width - Self.margin {
        x = Self.margin
        y += 20
      }
      markup += key(index, x: x + 11, y: y - 4)
      markup += label(series.name, x + 28, y, fill: Self.ink)
      x += length
    }
    return (markup, y + 16)
  }

  private func key(_ index: Int, x: Double, y: Double) -> Markup {
    switch figure.series[index].look {
    case .line, .dashedLine:
      """
      <line x1="\(.pixels(x - 11))" x2="\(.pixels(x + 11))" y1="\(.pixels(y))" y2="\(.pixels(y))" \(stroke(index))/>

      """
    case .points, .cloud, .published: mark(index, x: x, y: y)
    }
  }

  // MARK: Pieces

  /// The colour of a series; published figures have the colour of text.
  package func colour(_ index: Int) -> String {
    if figure.series[index].look == .published { return Self.ink }
    let colours = Palette.light.dropFirst()
    if let other = figure.series[index].colouredAs, other < index { return colour(other) }
    let number = figure.series[..<index].count { $0.look != .published && $0.colouredAs == nil }
    return colours[colours.startIndex + number % colours.count]
  }

  /// The stroke of a series' line.
  package func stroke(_ index: Int) -> Markup {
    let dash: Markup =
      figure.series[index].look == .dashedLine ? " stroke-dasharray=\"6 4\"" : .empty
    return """
      fill="none" stroke="\(colour(index))" stroke-width="2.2" stroke-linejoin="round"\(dash)
      """
  }

  /// A series' mark.
  package func mark(_ index: Int, x: Double, y: Double) -> Markup {
    let place: Markup = "cx=\"\(.pixels(x))\" cy=\"\(.pixels(y))\""
    let colour = colour(index)
    return switch figure.series[index].look {
    case .cloud: "<circle \(place) r=\"3\" fill=\"\(colour)\" fill-opacity=\".55\"/>\n"
    case .published:
      """
      <path d="M\(.pixels(x)) \(.pixels(y - 6.5))l6 6.5-6 6.5-6-6.5z" fill="#ffffff" stroke="\(colour)" \
      stroke-width="2"/>

      """
    case .line, .dashedLine: "<circle \(place) r=\"3.2\" fill=\"\(colour)\"/>\n"
    case .points:
      "<circle \(place) r=\"4.6\" fill=\"\(colour)\" stroke=\"#ffffff\" stroke-width=\"1\"/>\n"
    }
  }

  /// A straight line.
  func segment(
    _ start: (x: Double, y: Double), _ end: (x: Double, y: Double), stroke: String,
    _ look: Markup = .empty
  ) -> Markup {
    """
    <line x1="\(.pixels(start.x))" x2="\(.pixels(end.x))" y1="\(.pixels(start.y))" y2="\(.pixels(end.y))" \
    stroke="\(stroke)"\(look)/>

    """
  }

  /// A line of text.
  func label(
    _ text: String, _ x: Double, _ y: Double, anchor: String? = nil, fill: String? = nil
  ) -> Markup {
    let anchor: Markup = anchor.map { " text-anchor=\"\($0)\"" } ?? .empty
    let fill: Markup = fill.map { " fill=\"\($0)\"" } ?? .empty
    return "<text x=\"\(.pixels(x))\" y=\"\(.pixels(y))\"\(anchor)\(fill)>\(text)</text>\n"
  }

  /// The axis of values; single observations far from the others have a zone of their own.
  package var valueScale: any Scale {
    let points = figure.series.flatMap(\.points)
    let ends = points.flatMap { [$0.low, $0.high].compactMap { $0 } }
    let references = figure.references.map(\.value)
    if figure.valuesAreLogarithmic {
      return LogScale(
        covering: points.map(\.value) + ends.filter { $0 > 0 } + references, margin: 1.3)
    }
    let single = figure.series.filter { $0.look == .cloud }.flatMap(\.points).map(\.value)
    guard single.isEmpty else {
      return FencedScale(covering: single, others: points.map(\.value) + ends, near: references)
    }
    return LinearScale(covering: points.map(\.value) + ends + references)
  }

  /// The approximate width of a text at 13 pixels.
  package static func textWidth(_ text: String) -> Double { Double(text.count) * 6.9 }

  /// The text broken into lines that fit.
  package static func wrapped(_ text: String, width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, textWidth(last + " " + word) <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

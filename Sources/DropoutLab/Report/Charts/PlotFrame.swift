import DropoutFigures

/// A rectangle with a horizontal and a vertical axis; its width follows the page.
struct PlotFrame<Horizontal: Scale, Vertical: Scale> {
  /// The horizontal axis.
  let x: Horizontal
  /// The vertical axis.
  let y: Vertical
  /// What is measured across.
  let xTitle: String
  /// What is measured upwards.
  let yTitle: String
  /// Height of the rectangle in pixels.
  let height: Double
  /// The drawing in words.
  let description: String

  /// Width of the coordinate system of stretched paths.
  static var stretchedWidth: Double { 1000 }

  /// A value's place across, for paths.
  func pathX(_ value: Double) -> Double { x.fraction(value) * Self.stretchedWidth }

  /// A value's place downwards, for paths and marks.
  func pixelY(_ value: Double) -> Double { (1 - y.fraction(value)) * height }

  /// The frame with its axes, paths and marks.
  ///
  /// - Parameters:
  ///   - paths: Drawn in the stretched system, 1000 wide; strokes keep their width.
  ///   - marks: Drawn with places in percent across and pixels downwards.
  ///   - attributes: Attributes of the drawing's element, such as data for the script.
  func markup(paths: Markup, marks: Markup = .empty, attributes: Markup = .empty) -> Markup {
    """
    <div class="plot"><div class="axis-title y-title">\(yTitle)</div>\
    <svg class="y-axis" width="100%" height="\(.pixels(height))" aria-hidden="true">\
    \(verticalLabels)</svg>\
    <div class="area"\(attributes)><svg width="100%" height="\(.pixels(height))" role="img" \
    aria-label="\(description)">\(grid)\
    <svg width="100%" height="\(.pixels(height))" viewBox="0 0 1000 \(.pixels(height))" \
    preserveAspectRatio="none" class="stretch">\(paths)</svg>\(marks)</svg></div>\
    <svg class="x-axis" width="100%" height="18" aria-hidden="true">\(horizontalLabels)</svg>\
    <div class="axis-title x-title">\(xTitle)</div></div>
    """
  }

  private var grid: Markup {
    let across = y.ticks.map { tick -> Markup in
      let y = Markup.pixels(pixelY(tick.value))
      return "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>"
    }
    let down = x.ticks.map { tick -> Markup in
      let x = Markup.across(x.fraction(tick.value))
      return "<line class=\"grid\" x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(.pixels(height))\"/>"
    }
    return "\(across)\(down)"
  }

  private var verticalLabels: Markup {
    y.ticks.map { tick -> Markup in
      let place = min(max(pixelY(tick.value) + 4, 10), height - 1)
      return
        "<text x=\"100%\" dx=\"-5\" y=\"\(.pixels(place))\" text-anchor=\"end\">\(tick.label)</text>"
    }.joined()
  }

  private var horizontalLabels: Markup {
    x.ticks.map { AxisText.across($0, fraction: x.fraction($0.value), y: 13) }.joined()
  }
}

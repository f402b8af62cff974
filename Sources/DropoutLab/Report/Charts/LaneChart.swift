/// Rows that share one horizontal axis: a label, a drawing and a note each.
///
/// On a narrow screen label and note stand above the drawing instead of beside it.
struct LaneChart<Axis: Scale> {
  /// The shared axis.
  let axis: Axis
  /// What the axis measures.
  let axisTitle: String
  /// What to draw behind every row, besides the lines of the axis, for a given height.
  var background: (Double) -> Markup = { _ in .empty }
  /// The stretches taken out of the axis.
  var breaks: [ClosedRange<Double>] = []

  /// One row.
  struct Row {
    /// What the row shows.
    var label: Markup
    /// Its figures.
    var note: Markup
    /// The drawing in words.
    var description: String
    /// Height of the drawing in pixels.
    var height: Double
    /// Marks, with places in percent of the width and pixels of the height.
    var drawing: Markup
    /// The slot of ``Palette`` that colours it.
    var slot: Int
  }

  /// The rows above their axis.
  func markup(_ rows: [Row]) -> Markup {
    """
    <div class="lanes">\(rows.map(markup))
    <div class="lane lane-axis" aria-hidden="true"><div class="lane-draw">\(axisDrawing)</div></div>
    </div>
    """
  }

  private func markup(_ row: Row) -> Markup {
    """
    \n<div class="lane"><div class="lane-label">\(row.label)</div>\
    <div class="lane-draw"><svg class="s\(row.slot)" width="100%" \
    height="\(.pixels(row.height))" role="img" aria-label="\(row.description)">\
    \(grid(height: row.height))\(background(row.height))\(row.drawing)</svg></div>\
    <div class="lane-note">\(row.note)</div></div>
    """
  }

  private func grid(height: Double) -> Markup {
    let lines = axis.ticks.map { tick -> Markup in
      let x = Markup.across(axis.fraction(tick.value))
      return """
        <line class="grid" x1="\(x)" x2="\(x)" y1="0" y2="\(.pixels(height))"/>
        """
    }
    let gaps = breaks.map { gap -> Markup in
      """
      <rect class="gap" x="\(.across(gap.lowerBound))" y="0" \
      width="\(.across(gap.upperBound - gap.lowerBound))" height="\(.pixels(height))"/>
      """
    }
    return "\(lines)\(gaps)"
  }

  private var axisDrawing: Markup {
    let labels = axis.ticks.map { tick -> Markup in
      AxisText.across(tick, fraction: axis.fraction(tick.value), y: 17)
    }
    let marks = breaks.map { gap -> Markup in
      """
      <text class="break" x="\(.across((gap.lowerBound + gap.upperBound) / 2))" y="5" \
      text-anchor="middle">//</text>
      """
    }
    return """
      <svg width="100%" height="22">\(labels)\(marks)</svg>\
      <div class="axis-title">\(axisTitle)</div>
      """
  }
}

/// Labels along an axis.
enum AxisText {
  /// A horizontal axis' label, kept inside the drawing at both ends.
  static func across(_ tick: Tick, fraction: Double, y: Double) -> Markup {
    let anchor: Markup = fraction < 0.03 ? "start" : fraction > 0.97 ? "end" : "middle"
    return """
      <text x="\(.across(fraction))" y="\(.pixels(y))" text-anchor="\(anchor)">\(tick.label)</text>
      """
  }
}

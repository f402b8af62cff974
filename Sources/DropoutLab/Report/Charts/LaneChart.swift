import DropoutFigures

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
    let zones = axis.farZones.map { zone -> Markup in
      """
      <rect class="far" x="\(.across(zone.lowerBound))" y="0" \
      width="\(.across(zone.upperBound - zone.lowerBound))" height="\(.pixels(height))"/>
      """
    }
    let lines = axis.ticks.map { tick -> Markup in
      let x = Markup.across(axis.fraction(tick.value))
      return """
        <line class="grid" x1="\(x)" x2="\(x)" y1="0" y2="\(.pixels(height))"/>
        """
    }
    return "\(zones)\(lines)"
  }

  private var axisDrawing: Markup {
    let labels = axis.ticks.map { tick -> Markup in
      AxisText.across(tick, fraction: axis.fraction(tick.value), y: 17)
    }
    let marks = axis.cuts.map { cut -> Markup in
      """
      <text class="cut" x="\(.across((cut.lowerBound + cut.upperBound) / 2))" y="5" \
      text-anchor="middle">//</text>
      """
    }
    let notes = axis.farZones.map { zone -> Markup in
      let isFirst = zone.lowerBound <= 0
      return """
        <text x="\(isFirst ? "0" : "100%")" y="32" text-anchor="\(isFirst ? "start" : "end")">\
        coarser scale</text>
        """
    }
    return """
      <svg width="100%" height="\(notes.isEmpty ? 22 : 36)">\(labels)\(marks)\(notes)</svg>\
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

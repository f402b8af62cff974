extension FigureDrawing {
  /// The height of each series in a lane.
  private static let (rowHeight, cloudHeight, lanePadding) = (20.0, 34.0, 12.0)

  /// Draws categories one below the other, with values from left to right.
  package func lanes(top: Double) -> (markup: Markup, height: Double) {
    let categories = figure.categories ?? []
    let longest = categories.map(Self.textWidth).max() ?? 0
    let left = min(250, max(90, longest + 2 * Self.margin))
    let (right, scale) = (Self.width - 28, valueScale)
    func across(_ value: Double) -> Double {
      left + min(max(scale.fraction(value), 0), 1) * (right - left)
    }
    let first = top + (figure.references.isEmpty ? 0 : 18)
    var y = first
    var lanes = Markup.empty
    for (number, category) in categories.enumerated() {
      let (lane, end) = lane(number, top: y, across: across)
      let height = end - y
      let lines = Self.wrapped(category, width: left - 2 * Self.margin)
      lanes += segment((Self.margin, y), (right, y), stroke: Self.line)
      for (row, line) in lines.enumerated() {
        let place = y + height / 2 + 4.5 + 16 * (Double(row) - Double(lines.count - 1) / 2)
        lanes += label(line, Self.margin, place, fill: Self.ink)
      }
      lanes += lane
      y = end
    }
    var under = zones(scale, left: left, width: right - left, top: first, height: y - first)
    under += guides(scale, first: first, last: y, middle: (left + right) / 2, across: across)
    lanes += segment((left, y), (right, y), stroke: Self.soft)
    lanes += label(figure.valueTitle, (left + right) / 2, y + 36, anchor: "middle")
    return ("\(under)\(lanes)", y + 50)
  }

  /// Draws vertical lines at the ticks and at marked values.
  private func guides(
    _ scale: any Scale, first: Double, last: Double, middle: Double, across: (Double) -> Double
  ) -> Markup {
    var under = Markup.empty
    for tick in scale.ticks {
      let x = across(tick.value)
      under += segment((x, first), (x, last), stroke: Self.line)
      under += label(tick.label, x, last + 17, anchor: "middle")
    }
    for (number, reference) in figure.references.enumerated() {
      let x = across(reference.value)
      under += segment((x, first - 4), (x, last), stroke: Self.ink, Self.dashes)
      under += label(
        reference.label, x, first - 8 - 15 * Double(number % 2),
        anchor: x > middle ? "end" : "start", fill: Self.ink)
    }
    return under
  }

  /// Draws the marks of one category, one series below the other, and returns where they end.
  private func lane(
    _ number: Int, top: Double, across: (Double) -> Double
  ) -> (markup: Markup, end: Double) {
    var y = top + Self.lanePadding / 2
    var markup = Markup.empty
    for (index, series) in figure.series.enumerated() {
      let points = series.points.filter { $0.place == Double(number) }
      guard !points.isEmpty else { continue }
      let height = series.look == .cloud ? Self.cloudHeight : Self.rowHeight
      let middle = y + height / 2
      if series.look == .cloud {
        let places = points.map { across($0.value) }
        let offsets = Beeswarm.offsets(places, diameter: 5.2)
        // If there are too many dots for the lane they overlap, rather than leave it.
        let reach = max(height / 2 - 2, offsets.map(\.magnitude).max() ?? 0)
        for (x, offset) in zip(places, offsets) {
          markup += mark(index, x: x, y: middle + offset * (height / 2 - 2) / reach)
        }
      } else {
        for point in points {
          if let low = point.low, let high = point.high {
            markup += segment(
              (across(low), middle), (across(high), middle), stroke: colour(index),
              " stroke-width=\"2.4\"")
          }
          markup += mark(index, x: across(point.value), y: middle)
        }
      }
      y += height
    }
    return (markup, max(y, top + Self.rowHeight) + Self.lanePadding / 2)
  }

  /// Draws the zones of coarser scale, shaded, with their cuts.
  private func zones(
    _ scale: any Scale, left: Double, width: Double, top: Double, height: Double
  ) -> Markup {
    let shades = scale.farZones.map { zone -> Markup in
      """
      <rect x="\(.pixels(left + zone.lowerBound * width))" \
      width="\(.pixels((zone.upperBound - zone.lowerBound) * width))" y="\(.pixels(top))" \
      height="\(.pixels(height))" fill="#f1f3f5"/>

      """
    }
    let cuts = scale.cuts.map { cut -> Markup in
      let middle = left + (cut.lowerBound + cut.upperBound) / 2 * width
      return """
        <text x="\(.pixels(middle))" y="\(.pixels(top + height + 5))" text-anchor="middle" font-weight="700" \
        fill="\(Self.ink)">//</text>

        """
    }
    return "\(shades)\(cuts)"
  }
}

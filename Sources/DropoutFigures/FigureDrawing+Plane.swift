extension FigureDrawing {
  /// Draws values upwards over numbers.
  package func plane(top: Double) -> (markup: Markup, height: Double) {
    let area = PlaneArea(
      horizontal: placeScale, vertical: valueScale, left: 74, right: Self.width - 30,
      top: top + 22, height: 320)
    var markup = axes(area)
    for reference in figure.references { markup += self.reference(reference, area) }
    for index in figure.series.indices { markup += band(index, area) }
    for index in figure.series.indices { markup += drawing(index, area) }
    return (markup, area.bottom + 52)
  }

  /// Draws a marked value, with its label where no point is.
  private func reference(_ reference: Figure.Reference, _ area: PlaneArea) -> Markup {
    let y = area.y(reference.value)
    let length = Self.textWidth(reference.label)
    let points = figure.series.flatMap(\.points).map { (x: area.x($0.place), y: area.y($0.value)) }
    let corners = [(area.right - 4 - length, y - 6), (area.left + 6, y - 6)]
    let places = corners + corners.map { ($0.0, y + 16) }
    let free = places.first { place in
      points.allSatisfy { point in
        point.x < place.0 - 10 || point.x > place.0 + length + 10 || point.y < place.1 - 20
          || point.y > place.1 + 10
      }
    }
    let place = free ?? places[0]
    let line = segment((area.left, y), (area.right, y), stroke: Self.ink, Self.dashes)
    return "\(line)\(label(reference.label, place.0, place.1, fill: Self.ink))"
  }

  private var placeScale: any Scale {
    let places = figure.series.flatMap(\.points).map(\.place)
    return figure.placesAreLogarithmic
      ? LogScale(covering: places) : LinearScale(covering: places, padding: 0.03)
  }

  private func axes(_ area: PlaneArea) -> Markup {
    var markup = label(figure.valueTitle, Self.margin, area.top - 12)
    for zone in area.vertical.farZones {
      let (top, bottom) = (
        area.bottom - zone.upperBound * area.height, area.bottom - zone.lowerBound * area.height
      )
      markup += """
        <rect x="\(.pixels(area.left))" width="\(.pixels(area.right - area.left))" y="\(.pixels(top))" \
        height="\(.pixels(bottom - top))" fill="#f1f3f5"/>

        """
    }
    for tick in area.vertical.ticks {
      let y = area.y(tick.value)
      markup += segment((area.left, y), (area.right, y), stroke: Self.line)
      markup += label(tick.label, area.left - 8, y + 4.5, anchor: "end")
    }
    for tick in area.horizontal.ticks {
      let x = area.x(tick.value)
      markup += segment((x, area.bottom), (x, area.bottom + 5), stroke: Self.soft)
      markup += label(tick.label, x, area.bottom + 20, anchor: "middle")
    }
    markup += """
      <path d="M\(.pixels(area.left)) \(.pixels(area.top))V\(.pixels(area.bottom))H\(.pixels(area.right))" fill="none" \
      stroke="\(Self.soft)"/>

      """
    markup += label(
      figure.overTitle, (area.left + area.right) / 2, area.bottom + 41, anchor: "middle")
    return markup
  }

  /// Draws the intervals of a line as a band.
  private func band(_ index: Int, _ area: PlaneArea) -> Markup {
    let series = figure.series[index]
    guard series.look == .line || series.look == .dashedLine else { return .empty }
    let points = series.points.filter { $0.low != nil && $0.high != nil }
    guard points.count > 1 else { return .empty }
    let forth = points.map { (area.x($0.place), area.y($0.high ?? $0.value)) }
    let back = points.reversed().map { (area.x($0.place), area.y($0.low ?? $0.value)) }
    var path = PathData(through: forth + back)
    path.close()
    return """
      <path d="\(Markup(raw: path.text))" fill="\(colour(index))" fill-opacity=".16"/>

      """
  }

  private func drawing(_ index: Int, _ area: PlaneArea) -> Markup {
    let series = figure.series[index]
    var markup = Markup.empty
    if series.look == .line || series.look == .dashedLine {
      let path = PathData(through: series.points.map { (area.x($0.place), area.y($0.value)) })
      markup += "<path d=\"\(Markup(raw: path.text))\" \(stroke(index))/>\n"
      // Dots on a dense curve would hide it.
      if series.points.count > 40 || series.look == .dashedLine { return markup }
    }
    for point in series.points {
      let (x, y) = (area.x(point.place), area.y(point.value))
      if series.look == .points || series.look == .published, let low = point.low,
        let high = point.high
      {
        markup += segment(
          (x, area.y(low)), (x, area.y(high)), stroke: colour(index), " stroke-width=\"2.2\"")
      }
      markup += mark(index, x: x, y: y)
    }
    return markup
  }
}

/// Converts values and places to coordinates in the plane of a drawing.
private struct PlaneArea {
  let horizontal: any Scale
  let vertical: any Scale
  let left: Double
  let right: Double
  let top: Double
  let height: Double

  var bottom: Double { top + height }

  func x(_ place: Double) -> Double { left + horizontal.fraction(place) * (right - left) }

  func y(_ value: Double) -> Double {
    bottom - min(max(vertical.fraction(value), 0), 1) * height
  }
}

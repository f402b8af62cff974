/// Builds the `d` attribute of an SVG path, with one decimal and as short as possible.
package struct PathData: Hashable, Sendable {
  /// The path so far.
  package private(set) var text = ""
  private var x = 0
  private var y = 0
  private var isDrawing = false

  /// An empty path.
  package init() {}

  /// One stroke through places, in their order.
  package init(through places: [(x: Double, y: Double)]) {
    for (number, place) in places.enumerated() {
      if number == 0 { move(place.x, place.y) } else { line(place.x, place.y) }
    }
  }

  /// Starts a new stroke.
  package mutating func move(_ toX: Double, _ toY: Double) {
    (x, y) = (Self.tenths(toX), Self.tenths(toY))
    text += "M"
    text += Self.digits(x)
    append(y)
    isDrawing = false
  }

  /// Draws a straight line; relative, so that steps stay short.
  package mutating func line(_ toX: Double, _ toY: Double) {
    let (nextX, nextY) = (Self.tenths(toX), Self.tenths(toY))
    // A move with more pairs behind it would draw absolute lines, so the first needs its letter.
    if isDrawing { append(nextX - x) } else { text += "l" + Self.digits(nextX - x) }
    append(nextY - y)
    (x, y) = (nextX, nextY)
    isDrawing = true
  }

  /// A dot: a stroke of no length, seen by its round ends.
  package mutating func dot(_ atX: Double, _ atY: Double) {
    move(atX, atY)
    text += "h0"
  }

  /// Joins the stroke's end to its start.
  package mutating func close() {
    text += "z"
    isDrawing = false
  }

  private mutating func append(_ tenths: Int) {
    if tenths >= 0 { text += " " }
    text += Self.digits(tenths)
  }

  private static func tenths(_ value: Double) -> Int {
    guard value.isFinite else { return 0 }
    return Int((min(max(value, -1e9), 1e9) * 10).rounded())
  }

  private static func digits(_ tenths: Int) -> String {
    let (whole, rest) = (tenths.magnitude / 10, tenths.magnitude % 10)
    let sign = tenths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return whole == 0 ? "\(sign).\(rest)" : "\(sign)\(whole).\(rest)"
  }
}

/// A square of pixels on which anti-aliased lines are drawn.
package struct GlyphCanvas {
  /// Pixels per row and per column.
  package static let side = 28

  /// The covered share of each pixel, 0…1, row-major from the upper left.
  package private(set) var coverage = [Double](repeating: 0, count: side * side)

  /// An empty canvas.
  package init() {}

  /// Draws a line with round ends; parts outside the canvas are cut off.
  ///
  /// A pixel's coverage is `radius` + ½ − its centre's distance to the line, cut to 0…1; if
  /// lines cross, the larger coverage counts.
  package mutating func draw(from start: SIMD2<Double>, to end: SIMD2<Double>, radius: Double) {
    let reach = radius + 0.5
    let direction = end - start
    let squaredLength = direction.x * direction.x + direction.y * direction.y
    for row in Self.pixels(start.y, end.y, reach: reach) {
      for column in Self.pixels(start.x, end.x, reach: reach) {
        let offset = SIMD2(Double(column) + 0.5, Double(row) + 0.5) - start
        let along = offset.x * direction.x + offset.y * direction.y
        let share = squaredLength > 0 ? min(1, max(0, along / squaredLength)) : 0
        let gap = offset - direction * share
        let distance = (gap.x * gap.x + gap.y * gap.y).squareRoot()
        let index = row * Self.side + column
        coverage[index] = max(coverage[index], min(1, reach - distance))
      }
    }
  }

  /// Darkens one pixel to at least `value`.
  mutating func speck(at index: Int, _ value: Double) {
    coverage[index] = max(coverage[index], value)
  }

  /// The rows (or columns) whose centres can lie within `reach` of the interval from `a` to `b`.
  private static func pixels(_ a: Double, _ b: Double, reach: Double) -> Range<Int> {
    let first = (min(a, b) - reach).rounded(.down)
    let last = (max(a, b) + reach).rounded(.up)
    let limits = 0.0...Double(side)
    let lower = min(max(first, limits.lowerBound), limits.upperBound)
    let upper = min(max(last, lower), limits.upperBound)
    return Int(lower)..<Int(upper)
  }
}

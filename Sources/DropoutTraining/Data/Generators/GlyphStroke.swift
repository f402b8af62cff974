/// One stroke of the pen, given by a few points on its way.
///
/// An undistorted digit fills about −0.6…0.6 in x and −1…1 in y, y pointing down.
package struct GlyphStroke: Sendable {
  /// The way of the pen from point to point.
  package enum Form: Sendable {
    /// Straight lines.
    case straight
    /// A smooth curve.
    case curved
    /// A smooth curve that ends where it begins.
    case closed
  }

  /// The way of the pen from point to point.
  package let form: Form
  /// The points that the pen passes.
  package let points: [SIMD2<Double>]

  /// A stroke through `points`.
  package init(_ form: Form, _ points: [SIMD2<Double>]) {
    self.form = form
    self.points = points
  }

  /// The corners of the polyline to draw: curves as Catmull–Rom splines, five lines between two points.
  package var flattened: [SIMD2<Double>] {
    guard form != .straight else { return points }
    let count = points.count
    let closed = form == .closed
    func point(_ index: Int) -> SIMD2<Double> {
      closed ? points[(index + count) % count] : points[min(max(index, 0), count - 1)]
    }
    let linesPerSpan = 5
    var corners = [points[0]]
    for span in 0..<(closed ? count : count - 1) {
      let (p0, p1) = (point(span - 1), point(span))
      let (p2, p3) = (point(span + 1), point(span + 2))
      let linear = p2 - p0
      let square = p0 * 2 - p1 * 5 + p2 * 4 - p3
      let cube = (p1 - p2) * 3 + p3 - p0
      for line in 1...linesPerSpan {
        let t = Double(line) / Double(linesPerSpan)
        corners.append(p1 + (linear + (square + cube * t) * t) * (t * 0.5))
      }
    }
    return corners
  }
}

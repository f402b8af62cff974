import DropoutStatistics
import DropoutFigures

/// The line where the most probable class changes, smoothed by the confidence on both sides.
///
/// Marching squares over the cells' centres. Between two neighbours of different classes, the line is nearer
/// to the one whose confidence exceeds guessing by less, so it is smoother than the grid.
enum ClassBorder {
  /// The line as path data, in cells from the left and from the top.
  ///
  /// - Precondition: The boundary has `columns * rows` classes and confidences.
  static func path(_ boundary: ReportContent.DecisionBoundary) -> Markup {
    let classCount = max(2, (boundary.classes.max() ?? 0) + 1)
    var path = ""
    for row in 0..<max(0, boundary.rows - 1) {
      for column in 0..<max(0, boundary.columns - 1) {
        for (start, end) in segments(boundary, column: column, row: row, classCount: classCount) {
          path += "M\(text(start.x)) \(text(start.y))L\(text(end.x)) \(text(end.y))"
        }
      }
    }
    return Markup(raw: path)

    func text(_ value: Double) -> String { NumberText.coordinate(value) }
  }

  private typealias Place = (x: Double, y: Double)

  /// The line's pieces inside the square of four centres whose lower left is (column, row).
  private static func segments(
    _ boundary: ReportContent.DecisionBoundary, column: Int, row: Int, classCount: Int
  ) -> [(Place, Place)] {
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map { (column + $0.0, row + $0.1) }
    let cells = corners.map { $0.1 * boundary.columns + $0.0 }
    if cells.allSatisfy({ boundary.classes[$0] == boundary.classes[cells[0]] }) { return [] }
    var crossings: [Place] = []
    for side in 0..<4 {
      let (from, to) = (cells[side], cells[(side + 1) % 4])
      guard boundary.classes[from] != boundary.classes[to] else { continue }
      let guess = 1 / Double(classCount)
      let (leadA, leadB) = (boundary.confidence[from] - guess, boundary.confidence[to] - guess)
      let share = leadA + leadB > 1e-9 ? min(max(leadA / (leadA + leadB), 0), 1) : 0.5
      let (a, b) = (corners[side], corners[(side + 1) % 4])
      let x = Double(a.0) + share * Double(b.0 - a.0) + 0.5
      let y = Double(a.1) + share * Double(b.1 - a.1) + 0.5
      crossings.append((x, Double(boundary.rows) - y))
    }
    if crossings.count == 2 { return [(crossings[0], crossings[1])] }
    let middle = (x: Double(column) + 1, y: Double(boundary.rows - row) - 1)
    return crossings.map { ($0, middle) }
  }
}

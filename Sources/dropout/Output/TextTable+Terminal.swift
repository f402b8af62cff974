import DropoutLab

extension TextTable {
  /// The lines for this terminal.
  var lines: [String] { lines(width: Terminal.width) }

  /// The lines, each at most `width` characters if possible; the header is the first.
  ///
  /// Columns that do not fit go into further tables below, each of which repeats the first column; long texts
  /// in left-aligned columns are broken into lines.
  func lines(width: Int) -> [String] {
    let widths = columnWidths(width: width)
    let rows = rows.flatMap { broken($0, widths: widths) }
    return parts(widths, width: width).enumerated().flatMap { index, columns in
      (index == 0 ? [] : [""]) + rows.map { line(of: $0, columns: columns, widths: widths) }
    }
  }

  private static var gap: Int { 2 }
  /// The least width, in characters, to which the first column is narrowed.
  private static var leastLabel: Int { 24 }

  /// The widths of the columns; left-aligned columns are narrowed if the table would not fit.
  private func columnWidths(width: Int) -> [Int] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    let others = widths.dropFirst().reduce(0) { $0 + Self.gap + $1 }
    guard let first = widths.first, first + others > width else { return widths }
    let beside = width - others
    widths[0] = min(first, max(Self.leastLabel, beside >= Self.leastLabel ? beside : width * 2 / 5))
    for column in leftColumns where column > 0 && column < widths.count {
      widths[column] = min(widths[column], max(1, width - widths[0] - Self.gap))
    }
    return widths
  }

  /// A row, broken into the lines it occupies.
  private func broken(_ row: [String], widths: [Int]) -> [[String]] {
    let cells = row.enumerated().map { column, cell in
      leftColumns.contains(column) ? TextFlow.lines(of: cell, width: widths[column]) : [cell]
    }
    let lines = cells.map(\.count).max() ?? 1
    return (0..<lines).map { line in
      cells.map { cell -> String in line < cell.count ? cell[line] : "" }
    }
  }

  /// The columns of each of the tables below one another.
  private func parts(_ widths: [Int], width: Int) -> [[Int]] {
    guard let first = widths.first else { return [] }
    var parts: [[Int]] = [[0]]
    var used = first
    for column in widths.indices.dropFirst() {
      let needed = Self.gap + widths[column]
      if used + needed > width, parts[parts.count - 1].count > 1 {
        parts.append([0])
        used = first
      }
      parts[parts.count - 1].append(column)
      used += needed
    }
    return parts
  }

  private func line(of row: [String], columns: [Int], widths: [Int]) -> String {
    let present = columns.filter { $0 < row.count }
    return present.map { column in
      let cell = row[column]
      let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
      guard leftColumns.contains(column) else { return padding + cell }
      return column == present.last && column > 0 ? cell : cell + padding
    }.joined(separator: String(repeating: " ", count: Self.gap))
  }
}

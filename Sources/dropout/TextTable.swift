/// Columns of text, the first to the left, the others to the right.
struct TextTable {
  private var rows: [[String]]
  private let leftColumns: Set<Int>

  /// - Parameter leftColumns: Columns whose text stands to the left.
  init(_ header: [String], leftColumns: Set<Int> = [0]) {
    rows = [header]
    self.leftColumns = leftColumns
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table as Markdown writes it.
  var markdown: String {
    let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
    let rule = rows[0].indices.map { $0 == 0 ? "---" : "---:" }.joined(separator: " | ")
    return ([lines[0], "| \(rule) |"] + lines.dropFirst()).joined(separator: "\n")
  }

  /// The lines; the header is the first.
  var lines: [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let isLast = column == row.count - 1 && column > 0
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        guard leftColumns.contains(column) else { return padding + cell }
        return isLast ? cell : cell + padding
      }.joined(separator: "  ")
    }
  }
}

package import DropoutStatistics
import DropoutFigures

/// A table of text: columns of words are aligned left, columns of numbers right.
package struct TextTable: Sendable {
  /// The header, and then each row.
  package private(set) var rows: [[String]]
  /// The indices of the columns whose text is aligned left.
  package let leftColumns: Set<Int>

  /// A table before its first row.
  package init(_ header: [String], leftColumns: Set<Int> = [0]) {
    rows = [header]
    self.leftColumns = leftColumns
  }

  /// Adds a row; a line end in a cell would break the table, so it is written as `\u{A}`.
  package mutating func add(_ row: [String]) { rows.append(row.map { PrintableText.escaped($0) }) }

  /// The table as Markdown writes it.
  package var markdown: String {
    let lines = rows.map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = rows[0].indices.map { leftColumns.contains($0) ? "---" : "---:" }
    return ([lines[0], "| \(rule.joined(separator: " | ")) |"] + lines.dropFirst())
      .joined(separator: "\n")
  }

  /// The table in HTML, in a box that scrolls if the screen is narrow.
  var markup: Markup {
    func cells(_ row: [String], _ tag: String) -> [Markup] {
      row.enumerated().map { column, cell in
        let open: Markup =
          leftColumns.contains(column)
          ? "<\(Markup(raw: tag)) class=\"words\">" : "<\(Markup(raw: tag))>"
        return "\(open)\(cell)</\(Markup(raw: tag))>"
      }
    }
    let body = rows.dropFirst().map { row -> Markup in "<tr>\(cells(row, "td"))</tr>\n" }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="table">\
      <table class="plain"><thead><tr>\(cells(rows[0], "th"))</tr></thead>
      <tbody>\(body)</tbody></table></div>\n
      """
  }
}

extension ConfidenceInterval {
  /// The interval in a cell of a table, as in "1.2…3.4".
  package func shown(_ text: (Double) -> String) -> String { "\(text(low))…\(text(high))" }
}

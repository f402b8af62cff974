import DropoutFigures

/// A table that scrolls inside its own box if the screen is narrow.
struct DataTable {
  /// The name of the box for screen readers.
  let label: String
  /// The line above the table.
  let caption: Markup
  /// Column heads; the first is above the rows' names.
  let columns: [Markup]
  /// An extra class for the table.
  var className = "plain"

  /// A row.
  struct Row {
    var name: Markup
    var cells: [Markup]
  }

  /// The table with its box.
  func markup(_ rows: [Row]) -> Markup {
    let head = columns.map { column -> Markup in "<th scope=\"col\">\(column)</th>" }
    let body = rows.map { row -> Markup in
      let cells = row.cells.map { cell -> Markup in "<td>\(cell)</td>" }
      return "<tr><th scope=\"row\">\(row.name)</th>\(cells)</tr>\n"
    }
    return """
      <p class="caption">\(caption)</p>
      <div class="scroll" tabindex="0" role="region" aria-label="\(label), table">\
      <table class="\(className)"><thead><tr>\(head)</tr></thead>
      <tbody>\(body)</tbody></table></div>\n
      """
  }

  /// A column head that explains its meaning under the pointer.
  static func head(_ short: String, meaning: String) -> Markup {
    "<abbr title=\"\(meaning)\">\(short)</abbr>"
  }
}

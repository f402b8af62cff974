import DropoutStatistics
package import DropoutLab

/// A table of published figures beside ours, one row per figure.
package struct ReproductionTable: Codable, Hashable, Sendable {
  /// The name of its file, without an ending: letters, digits and hyphens.
  package var name: String
  /// The content of the table, with the unit.
  package var title: String
  /// The names of the columns that identify the figure of a row, such as "network" and "quantity".
  package var labelColumns: [String]
  /// The figures.
  package var rows: [Row]

  /// How numbers are written.
  package enum NumberForm: Codable, Hashable, Sendable {
    /// A fixed number of decimals.
    case decimals(Int)
    /// Three decimals, more for small numbers.
    case magnitude
    /// The shortest digits that read back as the same number.
    case allDigits

    /// A number's text.
    func text(_ value: Double) -> String {
      switch self {
      case .decimals(let decimals): NumberText.fixed(value, decimals: decimals)
      case .magnitude: NumberText.loss(value)
      case .allDigits: value.isFinite ? "\(value)" : NumberText.fixed(value, decimals: 0)
      }
    }
  }

  /// One figure.
  package struct Row: Codable, Hashable, Sendable {
    /// The figure's labels, one text per label column.
    package var labels: [String]
    /// The published figure with all printed digits; nil if it may not be printed here.
    package var published: String?
    /// Our figure; nil if it was not measured.
    package var ours: Double?
    /// The lower end of our figure's 95 % interval.
    package var low: Double?
    /// The upper end of our figure's 95 % interval.
    package var high: Double?
    /// The number of seeds of which our figure is the mean.
    package var seeds: Int?
    /// A remark on the figure.
    package var remark = ""
    /// How our figure and its interval are written.
    package var form = NumberForm.decimals(2)
  }

  /// A table.
  package init(name: String, title: String, labelColumns: [String], rows: [Row]) {
    precondition(
      rows.allSatisfy { $0.labels.count == labelColumns.count },
      "\(rows.map(\.labels.count)) labels for \(labelColumns.count) columns")
    self.name = name
    self.title = title
    self.labelColumns = labelColumns
    self.rows = rows
  }

  /// The columns that are not empty, with their cells as text, the header first; an empty cell is "–".
  package var cells: [[String]] {
    let optional: [(String, (Row) -> String?)] = [
      ("published", { $0.published }),
      ("ours", { row in row.ours.map(row.form.text) }),
      ("95 % interval", Self.interval),
      ("seeds", { row in row.seeds.map(NumberText.count) }),
      ("remark", { row in row.remark.isEmpty ? nil : row.remark }),
    ]
    let shown = optional.filter { column in rows.contains { column.1($0) != nil } }
    return [labelColumns + shown.map(\.0)]
      + rows.map { row in
        row.labels
          + shown.map { name, text in text(row) ?? (name == "remark" ? "" : "–") }
      }
  }

  /// The table as text; words are aligned left, numbers right.
  package var text: TextTable {
    let cells = cells
    var columns = Set(labelColumns.indices)
    if let remark = cells[0].lastIndex(of: "remark") { columns.insert(remark) }
    var text = TextTable(cells[0], leftColumns: columns)
    for row in cells.dropFirst() { text.add(row) }
    return text
  }

  private static func interval(_ row: Row) -> String? {
    guard let low = row.low, let high = row.high else { return nil }
    return "\(row.form.text(low))…\(row.form.text(high))"
  }

  /// The table as comma-separated text, numbers with all their digits.
  package var csv: String {
    let header = labelColumns + ["published", "ours", "low", "high", "seeds", "remark"]
    let lines = rows.map { row in
      row.labels + [row.published ?? ""]
        + [row.ours, row.low, row.high].map { $0.map { "\($0)" } ?? "" }
        + [row.seeds.map { "\($0)" } ?? "", row.remark]
    }
    return ([header] + lines).map { $0.map(CSVText.quoted).joined(separator: ",") + "\n" }.joined()
  }
}

extension ReproductionTable.Row {
  /// The mean over seeds with its 95 % interval (Student's t), if the seeds show their spread.
  init(
    labels: [String], published: String? = nil, over values: [Double], remark: String = "",
    form: ReproductionTable.NumberForm = .decimals(2)
  ) {
    let estimate = values.isEmpty ? nil : Estimate.ofFew(values)
    self.init(
      labels: labels, published: published, ours: estimate?.mean, low: estimate?.interval?.low,
      high: estimate?.interval?.high, seeds: values.count, remark: remark, form: form)
  }
}

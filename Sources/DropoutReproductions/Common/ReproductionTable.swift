import DropoutStatistics
package import DropoutLab

/// Published figures beside ours: one row a figure.
package struct ReproductionTable: Codable, Hashable, Sendable {
  /// Names its file: letters, digits and hyphens.
  package var name: String
  /// What the table shows, with the unit.
  package var title: String
  /// Names of the columns that say which figure a row is, such as "network", "quantity".
  package var labelColumns: [String]
  /// The figures.
  package var rows: [Row]

  /// How numbers are written.
  package enum NumberForm: Codable, Hashable, Sendable {
    /// So many decimals.
    case decimals(Int)
    /// Three decimals, more where it is small.
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
    /// Which figure: one text a label column.
    package var labels: [String]
    /// The published figure as it was printed, all its digits; nil if none may be printed.
    package var published: String?
    /// Ours; nil if it was not measured.
    package var ours: Double?
    /// Lower end of the 95 % interval of ours.
    package var low: Double?
    /// Upper end.
    package var high: Double?
    /// How many seeds ours is the mean of.
    package var seeds: Int?
    /// What else is to be said.
    package var remark: String
    /// How ours and its interval are written.
    package var form: NumberForm

    /// One figure.
    package init(
      _ labels: [String], published: String? = nil, ours: Double?, low: Double? = nil,
      high: Double? = nil, seeds: Int? = nil, remark: String = "",
      form: NumberForm = .decimals(2)
    ) {
      self.labels = labels
      self.published = published
      self.ours = ours
      self.low = low
      self.high = high
      self.seeds = seeds
      self.remark = remark
      self.form = form
    }

    /// The mean over seeds with its 95 % interval (Student's t), if they say anything of their spread.
    package init(
      _ labels: [String], published: String? = nil, over values: [Double], remark: String = "",
      form: NumberForm = .decimals(2)
    ) {
      let estimate = values.isEmpty ? nil : Estimate.ofFew(values)
      self.init(
        labels, published: published, ours: estimate?.mean, low: estimate?.interval?.low,
        high: estimate?.interval?.high, seeds: values.count, remark: remark, form: form)
    }
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

  /// The columns that hold anything, with their cells as text, the header first; "–" where a cell is
  /// empty.
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

  /// The table as text; words stand to the left, numbers to the right.
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

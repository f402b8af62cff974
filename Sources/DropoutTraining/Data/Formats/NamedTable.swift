/// A table of text as it stands in its file: the names of the columns, and the rows as text.
///
/// For readers that decide themselves what a column means; ``Table`` makes features and labels. The separator and the
/// decimal mark are found as for data sets (``TableSurvey``), and the first line must name the columns.
package struct NamedTable: Sendable {
  /// The names of the columns, all different; "" for a column without one.
  package let names: [String]
  /// The rows, in the order of the file.
  package let rows: [Row]
  /// The mark before the fraction of a number.
  package let decimal: DecimalMark
  /// Short clauses on what was found out about the file, such as "separated by semicolons".
  package let notes: [String]

  /// A row of a table.
  package struct Row: Sendable {
    /// The line of the file in which it begins, from 1.
    package let line: Int
    /// One text for each column; "" for an empty field.
    package let fields: [String]

    /// A row.
    package init(line: Int, fields: [String]) { (self.line, self.fields) = (line, fields) }
  }

  /// A table whose rows are known.
  package init(names: [String], rows: [Row], decimal: DecimalMark = .point, notes: [String] = []) {
    (self.names, self.rows, self.decimal, self.notes) = (names, rows, decimal, notes)
  }

  /// Reads comma-separated text, or text separated by semicolons, tabs, bars or blanks.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - path: Its path, for errors.
  /// - Throws: ``DatasetError`` if the text is not a table with a line of names, or a row has another number of fields.
  package init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    let survey = try Self.survey(bytes, path: path)
    let names = survey.names ?? []
    var scanner = try CSVScanner(bytes, path: path, separator: survey.separator)
    var fields: [TableField] = []
    _ = try scanner.next(into: &fields)
    var rows: [Row] = []
    while try scanner.next(into: &fields) {
      let isComplete =
        fields.count >= names.count
        && fields.dropFirst(names.count).allSatisfy(\.bytes.isEmpty)
      guard isComplete else {
        throw .malformed(
          path: path, part: "line \(fields[0].line)", expected: "\(names.count) fields",
          found: "\(fields.count)")
      }
      rows.append(
        Row(
          line: fields[0].line,
          fields: try fields.prefix(names.count).enumerated().map {
            column, field throws(DatasetError) in
            guard let text = field.text else {
              throw .table(path: path, .notUTF8(line: field.line, column: column + 1))
            }
            return text
          }))
    }
    let comments = scanner.commentCount
    self.init(
      names: names, rows: rows, decimal: survey.decimal,
      notes: survey.notes
        + (comments == 0
          ? [] : ["\(comments) comment \(comments == 1 ? "line" : "lines") left out"]))
  }

  private static func survey(
    _ bytes: [UInt8], path: String
  ) throws(DatasetError) -> TableSurvey {
    do throws(DatasetError) {
      return try TableSurvey(bytes, path: path, options: DatasetOptions(header: true))
    } catch .malformed(let path, let part, _, let found) {
      // The survey's own words speak of features and labels.
      throw .malformed(
        path: path, part: part,
        expected: "a line of column names and rows, separated by commas, semicolons, tabs, bars or "
          + "blanks", found: found)
    }
  }
}

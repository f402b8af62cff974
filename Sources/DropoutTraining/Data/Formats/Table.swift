/// Collects the rows of a table of text and turns them into features and labels, by the same rules for every format
/// with columns.
///
/// ```
/// var table = try Table(path: path, names: names, columnCount: 5, options: options)
/// try table.append(fields)
/// let examples = try table.examples()
/// ```
///
/// A word is kept as a NaN whose payload is the word's number in its column, until ``examples()`` makes one feature
/// per word.
struct Table {
  /// The largest number of words in a column that are turned into features without a setting.
  static let usualWords = 32
  /// The largest number of words in a column with the setting.
  static let mostWords = 1_000
  static let firstWord: UInt32 = 0x7FC0_0000
  /// The number of different words that the payload of a NaN can hold.
  static let payloadLimit = 1 << 22

  let path: String
  let names: [String]?
  let columnCount: Int
  let columns: TableColumns
  let decimal: DecimalMark
  let options: DatasetOptions
  /// The training examples' columns, if these are test examples.
  let scheme: TableScheme?
  /// The number of additional fields at the end of a row that are allowed if they are empty.
  let emptyColumns: Int
  /// The largest size of the features in bytes, with one column per word; see ``ReadingLimit``.
  var limit = DataFile.byteLimit
  /// Short clauses on what was found out about the file.
  var notes: [String]
  /// `[rowCount, columns.features.count]`, row-major.
  var values: [Float] = []
  var labels: [String] = []
  /// The line of each row.
  private(set) var lines: [Int] = []
  /// Rows without a value that were left out.
  private(set) var droppedCount = 0
  /// Rows without any value.
  private(set) var emptyCount = 0
  /// For each feature, the content of its column so far.
  var contents: [Content]

  /// The content of a column as far as it was read.
  struct Content {
    /// The words in it and their numbers.
    var words: [String: UInt32] = [:]
    /// The first word, and its line.
    var word: (text: String, line: Int)?
    /// The first number, and its line.
    var number: (text: String, line: Int)?
    /// The number of the file's first row, 0 or 1, as long as the column counts the rows from it.
    var start: Int64?
    /// The values so far, as long as all are different; nil if two are equal, or if it does not matter.
    var distinct: Set<String>?

    /// Whether its rows hold words.
    var holdsWords: Bool { word != nil }
  }

  /// A table without rows.
  ///
  /// - Parameters:
  ///   - path: The file, for errors.
  ///   - names: The names of the columns, all different, "" for a column without one; nil if the file has no names.
  ///   - columnCount: The number of fields per row, at least two.
  ///   - options: The column of labels, the columns to leave out, the treatment of words and missing values.
  ///   - decimal: The mark before fractions.
  ///   - emptyColumns: The number of additional fields at the end of a row that are allowed if they are empty.
  ///   - scheme: The columns of the training examples, if the table has test examples.
  ///   - notes: Short clauses on what was found out about the file.
  init(
    path: String, names: [String]?, columnCount: Int, options: DatasetOptions,
    decimal: DecimalMark = .point, emptyColumns: Int = 0, like scheme: TableScheme? = nil,
    notes: [String] = []
  ) throws(DatasetError) {
    self.path = path
    self.names = names
    self.columnCount = columnCount
    self.options = options
    self.decimal = decimal
    self.emptyColumns = emptyColumns
    self.scheme = scheme
    self.notes = notes
    if let limit = options.columnLimit, columnCount > limit {
      throw .table(path: path, .tooLarge(part: "columns", found: columnCount, limit: limit))
    }
    let columns =
      if let scheme {
        try TableColumns(path: path, names: names, columnCount: columnCount, like: scheme)
      } else {
        try TableColumns(path: path, names: names, columnCount: columnCount, options: options)
      }
    self.columns = columns
    contents = columns.features.map {
      Content(distinct: columns.identifiers.contains($0) ? [] : nil)
    }
    if let scheme {
      for (slot, feature) in scheme.features.enumerated() {
        guard let words = feature.words else { continue }
        contents[slot].words = Dictionary(uniqueKeysWithValues: zip(words, UInt32(0)...))
      }
    }
    if let names, let column = columns.features.first(where: { names[$0].isEmpty && $0 > 0 }) {
      throw .table(path: path, .unnamed(column: column + 1))
    }
  }

  /// The number of rows taken.
  var rowCount: Int { labels.count }

  /// The place of the next row in the file, from 0, without empty rows: an index also counts the rows that are left
  /// out for a missing value.
  var rowNumber: Int { rowCount + droppedCount }

  /// The name of a column; nil if it has none.
  func name(_ column: Int) -> String? { names.flatMap { $0[column].isEmpty ? nil : $0[column] } }

  /// The name of a column, or its number if it has none.
  func title(_ column: Int) -> String { name(column) ?? "column \(column + 1)" }

  /// A column, for a message.
  func column(_ index: Int) -> TableFault.Column {
    TableFault.Column(number: index + 1, name: name(index))
  }

  /// Adds one row.
  mutating func append(_ fields: [TableField]) throws(DatasetError) {
    guard isComplete(fields) else {
      throw .malformed(
        path: path, part: "line \(fields[0].line)", expected: "\(columnCount) fields",
        found: "\(fields.count)")
    }
    if fields.allSatisfy(\.bytes.isEmpty) {
      emptyCount += 1
      return
    }
    if options.missing == .drop, lacksValue(fields) {
      droppedCount += 1
      return
    }
    if let limit = options.rowLimit, rowCount == limit {
      throw .table(path: path, .tooLarge(part: "rows", found: limit + 1, limit: limit))
    }
    lines.append(fields[0].line)
    for (slot, column) in columns.features.enumerated() {
      values.append(try value(of: fields[column], slot: slot))
    }
    labels.append(try label(of: fields[columns.label]))
  }

  private func isComplete(_ fields: [TableField]) -> Bool {
    (columnCount...columnCount + emptyColumns).contains(fields.count)
      && fields[columnCount...].allSatisfy(\.bytes.isEmpty)
  }

  private func lacksValue(_ fields: [TableField]) -> Bool {
    fields[columns.label].isMissing || columns.features.contains { fields[$0].isMissing }
  }
}

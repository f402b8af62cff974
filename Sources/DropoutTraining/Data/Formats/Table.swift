/// The rows of a table of text as they come in, turned into features and labels by one rule for every
/// format that holds columns.
///
/// ```swift
/// var table = try Table(path: path, names: names, columnCount: 5, options: options)
/// try table.append(fields)
/// let examples = try table.examples()
/// ```
///
/// A value that is a word is kept as a NaN whose payload is the word's number in its column, until
/// ``examples()`` makes one feature a word.
struct Table {
  /// The number of words up to which a column is taken without being asked for.
  static let usualWords = 32
  /// The number of words a column may have at all.
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
  /// Fields at the end of a row that may stand there if they are empty.
  let emptyColumns: Int
  /// Bytes that the features may take once words are columns; see ``ReadingLimit``.
  var limit = DataFile.byteLimit
  /// What was found out about the file, in short clauses.
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
  /// By feature, what is known of its column.
  var contents: [Content]

  /// What a column holds as far as it was read.
  struct Content {
    /// The words in it and their numbers.
    var words: [String: UInt32] = [:]
    /// The first word, and its line.
    var word: (text: String, line: Int)?
    /// The first number, and its line.
    var number: (text: String, line: Int)?
    /// The number of the file's first row, 0 or 1, as long as the column counts the rows from it.
    var start: Int64?
    /// The values so far, as long as no two rows have the same; nil if that is not asked.
    var distinct: Set<String>?

    /// Whether its rows hold words.
    var holdsWords: Bool { word != nil }
  }

  /// A table without rows.
  ///
  /// - Parameters:
  ///   - path: The file, for errors.
  ///   - names: The columns' names, none twice, "" for none; nil if the file has none.
  ///   - columnCount: Fields per row, at least two.
  ///   - options: Which column is the label, which are left out, what becomes of words and gaps.
  ///   - decimal: The mark before fractions.
  ///   - emptyColumns: Fields at the end of a row that may stand there if they are empty.
  ///   - scheme: The columns of the training examples, if the table has test examples.
  ///   - notes: What was found out about the file.
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

  /// How many rows were taken.
  var rowCount: Int { labels.count }

  /// The next row's place among those of the file that hold anything, from 0: an index counts the rows that are
  /// left out for a missing value, too.
  var rowNumber: Int { rowCount + droppedCount }

  /// What the table calls a column; nil if it has no name.
  func name(_ column: Int) -> String? { names.flatMap { $0[column].isEmpty ? nil : $0[column] } }

  /// Takes one row.
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
      values.append(try value(of: fields[column], slot: slot, column: column))
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

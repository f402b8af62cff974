/// How a data file is turned into a ``Dataset``.
///
/// Set what the reader guessed wrongly. ``testPath``, the split, the counts and ``standardise`` apply to every
/// format, the other options to tables alone: if one of those is set, a file that is not a table is refused.
public struct DatasetOptions: Hashable, Codable, Sendable {
  /// Whether labels are classes, or numbers to predict.
  public var task: LearningTask
  /// Which column of a table holds the labels; nil: the only one whose name says that it is the class (`label`,
  /// `class`, `target`, `species`, … in any case), else the last.
  public var labelColumn: ColumnReference?
  /// Columns of a table that are not features; nil: the columns that number or identify the rows.
  public var ignoredColumns: [ColumnReference]?
  /// Whether a table's first line names the columns; nil: the reader decides.
  public var header: Bool?
  /// The separator between the fields of a table; nil: the reader decides.
  public var separator: FieldSeparator?
  /// The mark before the fraction of a number in a table; nil: the reader decides.
  public var decimal: DecimalMark?
  /// How rows of a table in which a value is missing are treated.
  public var missing: MissingValues
  /// How columns of words are treated; nil: a column of up to 32 different words becomes one feature per word, and
  /// a column of more is refused.
  public var wordEncoding: WordEncoding?
  /// The largest number of columns in a table; nil: no limit. A larger table is refused as soon as that is seen.
  package var columnLimit: Int?
  /// The largest number of rows in a table; nil: no limit. A larger table is refused as soon as that is seen.
  package var rowLimit: Int?
  /// A second file of the same format with the test examples; nil: the first file has them, or is split.
  public var testPath: String?
  /// The share of examples to set aside for testing, between 0 and 1, if the file has no test examples; nil:
  /// ``usualTestFraction``. It is refused if the file has test examples.
  public var testFraction: Double?
  /// The number of training examples to draw; nil: all.
  public var trainCount: Int?
  /// The number of test examples to draw; nil: all.
  public var testCount: Int?
  /// Decides which examples are set aside, and which are drawn.
  public var splitSeed: UInt64
  /// Whether each feature is shifted and scaled to mean 0 and standard deviation 1 over the training
  /// examples.
  public var standardise: Standardising

  /// The share of examples that is set aside by default.
  public static let usualTestFraction = 0.2

  private enum CodingKeys: String, CodingKey {
    case task, labelColumn, ignoredColumns, header, separator, decimal, missing, wordEncoding,
      testPath,
      testFraction, trainCount, testCount, splitSeed, standardise
  }

  /// The options given, and the usual ones for the rest.
  public init(
    task: LearningTask = .classification,
    labelColumn: ColumnReference? = nil, ignoredColumns: [ColumnReference]? = nil,
    header: Bool? = nil, separator: FieldSeparator? = nil, decimal: DecimalMark? = nil,
    missing: MissingValues = .refuse, wordEncoding: WordEncoding? = nil, testPath: String? = nil,
    testFraction: Double? = nil, trainCount: Int? = nil, testCount: Int? = nil,
    splitSeed: UInt64 = 0, standardise: Standardising = .auto
  ) {
    self.task = task
    self.labelColumn = labelColumn
    self.ignoredColumns = ignoredColumns
    self.header = header
    self.separator = separator
    self.decimal = decimal
    self.missing = missing
    self.wordEncoding = wordEncoding
    self.testPath = testPath
    self.testFraction = testFraction
    self.trainCount = trainCount
    self.testCount = testCount
    self.splitSeed = splitSeed
    self.standardise = standardise
  }

  /// These options with limits on the size of a table: a larger one is refused as soon as that is seen.
  package func limited(columns: Int?, rows: Int?) -> DatasetOptions {
    var options = self
    (options.columnLimit, options.rowLimit) = (columns, rows)
    return options
  }

  /// Reads options; each of them may be left out.
  public init(from decoder: any Decoder) throws {
    let usual = DatasetOptions()
    let values = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
      try values.decodeIfPresent(Value.self, forKey: key)
    }
    try self.init(
      task: value(.task) ?? usual.task, labelColumn: value(.labelColumn),
      ignoredColumns: value(.ignoredColumns),
      header: value(.header), separator: value(.separator), decimal: value(.decimal),
      missing: value(.missing) ?? usual.missing, wordEncoding: value(.wordEncoding),
      testPath: value(.testPath), testFraction: value(.testFraction),
      trainCount: value(.trainCount), testCount: value(.testCount),
      splitSeed: value(.splitSeed) ?? usual.splitSeed,
      standardise: value(.standardise) ?? usual.standardise)
  }
}

/// A column of a table, by its name or its number.
public enum ColumnReference: Hashable, Sendable {
  /// The column with this name in the header.
  case name(String)
  /// The column with this number, counted from 1 at the left, or from −1 at the right.
  case number(Int)

  /// A number if the text is one, else a name.
  public init(_ text: String) {
    self = Int(text).map(ColumnReference.number) ?? .name(text)
  }

  /// The name, or the number in digits.
  var text: String {
    switch self {
    case .name(let name): name
    case .number(let number): String(number)
    }
  }

  /// Whether this is a name.
  var isName: Bool { if case .name = self { true } else { false } }
}

extension ColumnReference: Codable {
  /// Reads a number or a name.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Int.self) {
      self = .number(number)
    } else {
      self = .name(try value.decode(String.self))
    }
  }

  /// Writes a number or a name.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .name(let name): try value.encode(name)
    case .number(let number): try value.encode(number)
    }
  }
}

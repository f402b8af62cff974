/// How a data file is turned into a ``Dataset``; part of the plan.
///
/// Options that a format does not need are ignored by it: only ``testPath``, the split, the counts and
/// ``standardise`` matter to all of them.
public struct DatasetOptions: Hashable, Codable, Sendable {
  /// Which column of a CSV file holds the labels; nil: the one that the header calls `label`,
  /// `class`, `target` or `y` (in any case), else the last.
  public var labelColumn: ColumnReference?
  /// Whether a CSV file's first line names the columns; nil: it does if none of its fields is a number
  /// or empty.
  public var header: Bool?
  /// A second file of the same format with the test examples; nil: those in the first, else a split.
  public var testPath: String?
  /// The part of the examples that is set aside where there are no test examples; between 0 and 1; nil:
  /// ``usualTestFraction``. It is refused where there are test examples.
  public var testFraction: Double?
  /// How many training examples to draw; nil: all.
  public var trainCount: Int?
  /// How many test examples to draw; nil: all.
  public var testCount: Int?
  /// Decides which examples are set aside, and which are drawn.
  public var splitSeed: UInt64
  /// Whether each feature is shifted and scaled to mean 0 and standard deviation 1 over the training
  /// examples.
  public var standardise: Standardising

  /// The part that is set aside if nothing is said.
  public static let usualTestFraction = 0.2

  /// The options given, and the usual ones for the rest.
  public init(
    labelColumn: ColumnReference? = nil, header: Bool? = nil, testPath: String? = nil,
    testFraction: Double? = nil, trainCount: Int? = nil, testCount: Int? = nil,
    splitSeed: UInt64 = 0, standardise: Standardising = .auto
  ) {
    self.labelColumn = labelColumn
    self.header = header
    self.testPath = testPath
    self.testFraction = testFraction
    self.trainCount = trainCount
    self.testCount = testCount
    self.splitSeed = splitSeed
    self.standardise = standardise
  }

  /// Reads options of which any may be left out.
  public init(from decoder: any Decoder) throws {
    let usual = DatasetOptions()
    let values = try decoder.container(keyedBy: CodingKeys.self)
    labelColumn = try values.decodeIfPresent(ColumnReference.self, forKey: .labelColumn)
    header = try values.decodeIfPresent(Bool.self, forKey: .header)
    testPath = try values.decodeIfPresent(String.self, forKey: .testPath)
    testFraction = try values.decodeIfPresent(Double.self, forKey: .testFraction)
    trainCount = try values.decodeIfPresent(Int.self, forKey: .trainCount)
    testCount = try values.decodeIfPresent(Int.self, forKey: .testCount)
    splitSeed = try values.decodeIfPresent(UInt64.self, forKey: .splitSeed) ?? usual.splitSeed
    standardise =
      try values.decodeIfPresent(Standardising.self, forKey: .standardise) ?? usual.standardise
  }
}

/// A column of a CSV file, by its name or its number.
public enum ColumnReference: Hashable, Sendable {
  /// The column that the header calls so.
  case name(String)
  /// Counted from 1 at the left, or from −1 at the right.
  case number(Int)

  /// A number where the text is one, else a name.
  public init(_ text: String) {
    self = Int(text).map(ColumnReference.number) ?? .name(text)
  }
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

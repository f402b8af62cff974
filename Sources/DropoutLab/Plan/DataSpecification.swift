public import DropoutTraining

/// Which data a plan trains and tests on.
public struct DataSpecification: Codable, Hashable, Sendable {
  /// A generator's name, `mnist`, `fashion-mnist`, or the path of a file or folder.
  public var name: String
  /// Seed of a generator, or of the split of a file.
  public var seed: UInt64
  /// Training examples to make or to draw; nil for the usual number or all.
  public var trainCount: Int?
  /// Test examples to make or to draw; nil for the usual number or all.
  public var testCount: Int?
  /// Noise of a generator; nil for its own.
  public var noise: Double?
  /// Classes of a generator; nil for its own.
  public var classes: Int?
  /// Features of a generator; nil for its own.
  public var features: Int?
  /// Label column of a table; nil to find out.
  public var labelColumn: String?
  /// Columns of a table that are not features; nil to find out.
  public var ignoredColumns: [String]?
  /// Whether a table begins with names; nil to find out.
  public var hasHeader: Bool?
  /// What stands between the fields of a table; nil to find out.
  public var separator: FieldSeparator?
  /// What stands before the fraction of a number in a table; nil to find out.
  public var decimal: DecimalMark?
  /// What becomes of rows without a value; nil to refuse them.
  public var missing: MissingValues?
  /// What becomes of columns of words; nil to take up to 32 words a column.
  public var wordEncoding: WordEncoding?
  /// File of test examples.
  public var testPath: String?
  /// Share of an unsplit file to test on; nil for the usual one, or where there are test examples.
  public var testFraction: Double?
  /// Whether features are standardised by the training examples.
  public var standardise: Standardising

  /// The data that settings ask for.
  public init(_ settings: PlanSettings) throws(PlanError) {
    var plan = Plan.course
    for setting in PlanSetting.ofData { try setting.read(settings, into: &plan) }
    self = plan.data
    guard !name.isEmpty else {
      throw .badValue(name: "data.name", value: "\"\"", allowed: "a name or a path")
    }
  }

  /// Data of a name, all else as it is usual for them.
  init(named name: String) {
    self.name = Self.name(name)
    seed = 1
    standardise = PlanDefaults.standardise(data: self.name)
  }

  /// The name. Data of another name are what is usual for them.
  var called: String {
    get { name }
    set { self = DataSpecification(named: newValue) }
  }

  /// The generator that makes the data; nil for files.
  var generator: DataGenerator? { DataGenerator(rawValue: name) }
}

public import DropoutTraining

/// The data that a plan trains and tests on.
public struct DataSpecification: Codable, Hashable, Sendable {
  /// A generator's name, `mnist`, `fashion-mnist`, or the path of a file or folder.
  public var name: String
  /// Seed of a generator, or of the split of a file.
  public var seed: UInt64
  /// Training examples to make or to draw; nil for the usual number or all.
  public var trainCount: Int?
  /// Test examples to make or to draw; nil for the usual number or all.
  public var testCount: Int?
  /// Noise of a generator; nil for its default.
  public var noise: Double?
  /// Classes of a generator; nil for its default.
  public var classes: Int?
  /// Features of a generator; nil for its default.
  public var features: Int?
  /// Whether the labels of a file are classes; nil for that.
  public var task: LearningTask?
  /// Label column of a table; nil to detect it.
  public var labelColumn: String?
  /// Columns of a table that are not features; nil to detect them.
  public var ignoredColumns: [String]?
  /// Whether a table begins with names; nil to detect it.
  public var hasHeader: Bool?
  /// Separator between the fields of a table; nil to detect it.
  public var separator: FieldSeparator?
  /// Decimal mark of the numbers in a table; nil to detect it.
  public var decimal: DecimalMark?
  /// What to do with rows that lack a value; nil to refuse them.
  public var missing: MissingValues?
  /// What to do with columns of words; nil to accept up to 32 words per column.
  public var wordEncoding: WordEncoding?
  /// File of test examples.
  public var testPath: String?
  /// Share of an unsplit file to test on; nil for the default, or if there are test examples.
  public var testFraction: Double?
  /// Whether features are standardised by the training examples.
  public var standardise: Standardising
  /// Share of the training examples that is held out to find each run's best moment; nil to hold out none.
  public var validation: Double?

  /// The data that settings ask for.
  public init(_ settings: PlanSettings) throws(PlanError) {
    var plan = Plan.course
    for setting in PlanSetting.ofData { try setting.read(settings, into: &plan) }
    self = plan.data
    guard !name.isEmpty else {
      throw .badValue(name: "data.name", value: "\"\"", allowed: "a name or a path")
    }
  }

  /// The named data, with the defaults for everything else.
  init(named name: String) {
    self.name = Self.name(name)
    seed = 1
    standardise = PlanDefaults.standardise(data: self.name)
  }

  /// The name; setting another one resets everything else to its defaults.
  var called: String {
    get { name }
    set { self = DataSpecification(named: newValue) }
  }

  /// The generator that makes the data; nil for files.
  var generator: DataGenerator? { DataGenerator(rawValue: name) }
}

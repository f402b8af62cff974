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
    let reader = SettingsReader(settings)
    name = reader.text("data.name").map(Self.name) ?? "football"
    guard !name.isEmpty else {
      throw .badValue(name: "data.name", value: "\"\"", allowed: "a name or a path")
    }
    seed = UInt64(try reader.integer("data.seed", 1, in: 0...(1 << 62)))
    trainCount = try reader.integer("data.train", in: 1...100_000_000)
    testCount = try reader.integer("data.test", in: 1...100_000_000)
    noise = try reader.number("data.noise", in: 0...1e6)
    classes = try reader.integer("data.classes", in: 2...100_000)
    features = try reader.integer("data.features", in: 1...1_000_000)
    labelColumn = reader.text("data.label")
    ignoredColumns = settings["data.ignore"]?.asList?.compactMap(\.asText)
    hasHeader = reader.flag("data.header")
    separator = try Self.named(
      "data.separator", reader, allowed: "comma, semicolon, tab, blank, bar",
      FieldSeparator.init(named:))
    decimal = try Self.named(
      "data.decimal", reader, allowed: "point, comma", DecimalMark.init(named:))
    missing = try Self.named(
      "data.missing", reader, allowed: names(of: MissingValues.self),
      MissingValues.init(rawValue:))
    wordEncoding = try Self.named(
      "data.encode", reader, allowed: names(of: WordEncoding.self), WordEncoding.init(rawValue:))
    testPath = reader.text("data.test-file")
    if settings["data.test-fraction"] != nil {
      if DataGenerator(rawValue: name) != nil {
        throw .contradiction("data.test-fraction is for files; \(name) is a generator")
      }
    }
    testFraction = try reader.number("data.test-fraction", in: 1e-6...0.999999)
    standardise = reader.standardising() ?? PlanDefaults.standardise(data: name)
  }

  /// What a setting names; nil if it is unset.
  private static func named<Choice>(
    _ name: String, _ reader: SettingsReader, allowed: String, _ make: (String) -> Choice?
  ) throws(PlanError) -> Choice? {
    guard let text = reader.text(name) else { return nil }
    guard let choice = make(text) else {
      throw .badValue(name: name, value: text, allowed: allowed)
    }
    return choice
  }

  /// Writes itself as settings.
  func write(_ set: (String, PlanValue?) -> Void) {
    set("data.name", .text(name))
    set("data.seed", .integer(Int(seed)))
    set("data.train", trainCount.map { .integer($0) })
    set("data.test", testCount.map { .integer($0) })
    set("data.noise", noise.map { .number($0) })
    set("data.classes", classes.map { .integer($0) })
    set("data.features", features.map { .integer($0) })
    set("data.label", labelColumn.map { .text($0) })
    set("data.ignore", ignoredColumns.map { .list($0.map { .text($0) }) })
    set("data.header", hasHeader.map { .flag($0) })
    set("data.separator", separator.map { .text($0.rawValue) })
    set("data.decimal", decimal.map { .text($0.rawValue) })
    set("data.missing", missing.map { .text($0.rawValue) })
    set("data.encode", wordEncoding.map { .text($0.rawValue) })
    set("data.test-file", testPath.map { .text($0) })
    set("data.test-fraction", testFraction.map { .number($0) })
    guard DataGenerator(rawValue: name) == nil else { return }
    set("data.standardise", PlanValue(standardise))
  }
}

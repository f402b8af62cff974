/// The reader's decisions about a file: which column is the class, which are features, what was guessed or changed.
///
/// A file does not say what its columns mean. Show ``summary`` wherever the data are used, so that a wrong guess is
/// noticed.
public struct DataReading: Hashable, Sendable {
  /// The name of the column of classes; nil if the file does not name it.
  public var labelName: String?
  /// The classes by their numbers, as the file writes them; empty for regression.
  public var classNames: [String]
  /// The number of features of an example.
  public var featureCount: Int
  /// The features' names in their order; nil if the file names none.
  public var featureNames: [String]?
  /// Short clauses on what was guessed or changed, such as "left out: id (counts 1, 2, 3, …)".
  public var notes: [String]
  /// Whether test examples were set aside because the file has none of its own.
  public var setsTestAside: Bool

  /// The reading of a file.
  public init(
    labelName: String? = nil, classNames: [String], featureCount: Int,
    featureNames: [String]? = nil, notes: [String] = [], setsTestAside: Bool = false
  ) {
    self.labelName = labelName
    self.classNames = classNames
    self.featureCount = featureCount
    self.featureNames = featureNames
    self.notes = notes
    self.setsTestAside = setsTestAside
  }

  /// One line such as "class: team (0, 1); 2 features: x, y; left out: id (an index)".
  ///
  /// Up to ten classes and ten features are named; if there are more, the first three and their number.
  public var summary: String {
    ([classClause, featureClause] + notes).joined(separator: "; ")
  }

  /// The largest number of classes or features that are all named.
  private static let mostNamed = 10
  /// The number of classes or features that are named if there are more.
  private static let fewNamed = 3
  /// The largest number of characters of a name that are shown.
  private static let shownLength = 40

  private var classClause: String {
    if classNames.isEmpty { return "target: \(labelName.map(Self.short) ?? "a number")" }
    let classes =
      classNames.count > Self.mostNamed
      ? Self.list(classNames, first: Self.fewNamed) + ", \(classNames.count) classes"
      : Self.list(classNames, first: Self.mostNamed)
    return labelName.map { "class: \(Self.short($0)) (\(classes))" } ?? "classes: \(classes)"
  }

  private var featureClause: String {
    let count = featureCount == 1 ? "1 feature" : "\(featureCount) features"
    guard let featureNames else { return count }
    let named = featureCount > Self.mostNamed ? Self.fewNamed : Self.mostNamed
    return "\(count): \(Self.list(featureNames, first: named))"
  }

  /// The first of some names, joined by commas, and an ellipsis if there are more.
  static func list(_ names: [String], first count: Int) -> String {
    names.prefix(count).map(short).joined(separator: ", ") + (names.count > count ? ", …" : "")
  }

  /// The first forty characters of a name, with characters escaped that a terminal would take for a command.
  private static func short(_ name: String) -> String {
    let plain = DatasetError.oneLine(name)
    return plain.count > shownLength ? "\(plain.prefix(shownLength))…" : plain
  }
}

extension DataReading: Encodable {
  private enum CodingKeys: String, CodingKey {
    case label, classes, features, featureCount, notes, setsTestAside, summary
  }

  /// Writes every property, and ``summary``.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(labelName, forKey: .label)
    try values.encode(classNames, forKey: .classes)
    try values.encode(featureCount, forKey: .featureCount)
    try values.encode(featureNames, forKey: .features)
    try values.encode(notes, forKey: .notes)
    try values.encode(setsTestAside, forKey: .setsTestAside)
    try values.encode(summary, forKey: .summary)
  }
}

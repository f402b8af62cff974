/// Decides which column of a table is the class, which are features and which may be an index, by the same rules for
/// every format with columns.
struct TableColumns: Sendable {
  /// The names, in lower case, that identify a column of classes.
  static let usualLabelNames: Set<String> = [
    "label", "labels", "class", "target", "species", "variety", "diagnosis", "survived", "outcome",
  ]
  /// The names, in lower case, that identify a column of row numbers.
  private static let indexNames: Set<String> = [
    "", "#", "unnamed: 0", "index", "row", "rownames", "row_id", "rowid", "level_0",
  ]

  /// The column of labels, from 0.
  let label: Int
  /// The columns of features, in the features' order.
  let features: [Int]
  /// The columns left out because they were named.
  let ignored: [Int]
  /// Columns that are left out if they count the rows.
  let indices: Set<Int>
  /// Columns that are left out if they hold whole numbers, in any order and possibly repeated: the index of pandas
  /// after rows were drawn, shuffled or joined.
  let rowNumbers: Set<Int>
  /// Columns that are left out if all their values are different.
  let identifiers: Set<Int>
  /// Columns whose names suggest that they are the class, but that were not taken as it.
  let otherLabels: [Int]

  /// The columns of a table, decided by its names and the options.
  init(
    path: String, names: [String]?, columnCount: Int, options: DatasetOptions
  ) throws(DatasetError) {
    let ignored = Set(
      try (options.ignoredColumns ?? []).map { column throws(DatasetError) in
        try Self.index(
          of: column, what: "a column to leave out", path: path, names: names,
          columnCount: columnCount)
      })
    let lower = (names ?? []).map { $0.lowercased() }
    let usual = lower.indices.filter {
      Self.usualLabelNames.contains(lower[$0]) && !ignored.contains($0)
    }
    if let asked = options.labelColumn {
      label = try Self.index(
        of: asked, what: "a label column", path: path, names: names, columnCount: columnCount)
    } else {
      let last = (0..<columnCount).last { !ignored.contains($0) } ?? columnCount - 1
      guard usual.count <= 1 || usual.contains(last) else {
        throw .table(path: path, .severalLabels(columns: usual.map { names?[$0] ?? "" }))
      }
      label = usual.count == 1 ? usual[0] : last
    }
    let label = label
    guard !ignored.contains(label) else {
      throw .table(path: path, .ignoredLabel(column: names?[label] ?? "\(label + 1)"))
    }
    let features = (0..<columnCount).filter { $0 != label && !ignored.contains($0) }
    guard !features.isEmpty else {
      throw .table(
        path: path, .noFeatureLeft(ignored: ignored.sorted().map { names?[$0] ?? "\($0 + 1)" }))
    }
    self.features = features
    self.ignored = ignored.sorted()
    otherLabels = usual.filter { $0 != label }
    // An empty list of ignored columns is a wish to keep every column.
    guard options.ignoredColumns != [] else {
      (indices, rowNumbers, identifiers) = ([], [], [])
      return
    }
    indices = Set(features.filter { names == nil ? $0 == 0 : Self.indexNames.contains(lower[$0]) })
    rowNumbers = Set(features.filter { names != nil && Self.isRowNumber(lower[$0]) })
    identifiers = Set(
      features.filter { column in
        names.map { Self.isIdentifier($0[column]) || (column == 0 && $0[column].isEmpty) } ?? false
      })
  }

  /// The columns of a table of test examples, matched with the columns of the training examples.
  init(
    path: String, names: [String]?, columnCount: Int, like scheme: TableScheme
  ) throws(DatasetError) {
    (indices, rowNumbers, identifiers, otherLabels) = ([], [], [], [])
    guard let names, let wanted = scheme.names else {
      guard columnCount == scheme.columnCount else {
        throw .malformed(
          path: path, part: "the table",
          expected: "\(scheme.columnCount) columns as in the training examples",
          found: "\(columnCount)")
      }
      label = scheme.label
      features = scheme.features.map(\.column)
      ignored = []
      return
    }
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    let needed = [wanted[scheme.label]] + scheme.features.map { wanted[$0.column] }
    let missing = needed.filter { places[$0] == nil }
    let known = Set(wanted)
    let unknown = names.enumerated().filter { column, name in
      !known.contains(name) && !Self.indexNames.contains(name.lowercased())
    }.map(\.element)
    guard missing.isEmpty, unknown.isEmpty else {
      throw .table(path: path, .otherColumns(missing: missing, unknown: unknown))
    }
    label = places[needed[0]] ?? 0
    features = needed.dropFirst().map { places[$0] ?? 0 }
    ignored = []
  }

  /// The index of a column, from 0: of the column with this name if there is one, else of the one with this number.
  private static func index(
    of column: ColumnReference, what: String, path: String, names: [String]?, columnCount: Int
  ) throws(DatasetError) -> Int {
    if let index = names?.firstIndex(of: column.text) { return index }
    guard case .number(let number) = column else {
      throw .missingVariable(
        path: path, wanted: "\(what) called \(DatasetError.quoted(column.text))",
        available: names ?? [])
    }
    let index = number > 0 ? number - 1 : columnCount + number
    guard number != 0, (0..<columnCount).contains(index) else {
      throw .missingVariable(
        path: path, wanted: "\(what) \(number) (counted from 1, or −1 for the last)",
        available: ["1 to \(columnCount)"])
    }
    return index
  }

  /// Whether a name suggests that its column identifies the rows: id, customer_id, PassengerId, customerID.
  private static func isIdentifier(_ name: String) -> Bool {
    let lower = name.lowercased()
    if lower == "id" || lower.hasSuffix("_id") || lower.hasSuffix(" id") { return true }
    guard name.hasSuffix("Id") || name.hasSuffix("ID") else { return false }
    return name.dropLast(2).last?.isLowercase == true
  }

  /// Whether a name, in lower case, is one that pandas gives to an index it saves: `index`, `level_0`, `Unnamed: 0`,
  /// and after reading and saving again `Unnamed: 0.1`.
  private static func isRowNumber(_ name: String) -> Bool {
    name == "index" || name == "level_0" || name.wholeMatch(of: /unnamed: \d+(\.\d+)*/) != nil
  }
}

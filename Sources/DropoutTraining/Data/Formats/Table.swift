/// One field of a table: its text, and where it begins.
struct TableField: Sendable {
  /// The text without quotes, as UTF-8.
  let bytes: ArraySlice<UInt8>
  /// The line of the file it begins in, from 1.
  let line: Int

  /// The text; nil if it is not UTF-8 or holds a NUL byte.
  var text: String? {
    bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }
}

/// The rows of a table of text as they come in, turned into features and labels by one rule for every
/// format that holds columns.
///
/// ```swift
/// var table = try Table(path: path, names: names, columnCount: 5, options: options)
/// try table.append(fields)
/// let examples = try table.examples()
/// ```
struct Table {
  /// The names of a label column that are found without being told, in any case.
  static let usualLabelNames: Set<String> = ["label", "labels", "class", "target", "y"]

  let path: String
  let columnCount: Int
  let names: [String]?
  private let labelColumn: Int
  private var features: [Float] = []
  private var labels: [String] = []

  /// A table without rows.
  ///
  /// - Parameters:
  ///   - path: The file, for errors.
  ///   - names: The columns' names, none empty and none twice; nil if the file has none.
  ///   - columnCount: Fields per row, at least two.
  ///   - options: Which column is the label.
  init(
    path: String, names: [String]?, columnCount: Int, options: DatasetOptions
  ) throws(DatasetError) {
    self.path = path
    self.names = names
    self.columnCount = columnCount
    labelColumn = try Self.labelColumn(
      options, path: path, names: names, columnCount: columnCount)
  }

  /// Which column holds the labels, from 0.
  private static func labelColumn(
    _ options: DatasetOptions, path: String, names: [String]?, columnCount: Int
  ) throws(DatasetError) -> Int {
    switch options.labelColumn {
    case .number(let number):
      let index = number > 0 ? number - 1 : columnCount + number
      guard number != 0, (0..<columnCount).contains(index) else {
        throw .missingVariable(
          path: path, wanted: "a label column \(number) (counted from 1, or −1 for the last)",
          available: ["1 to \(columnCount)"])
      }
      return index
    case .name(let name):
      guard let index = names?.firstIndex(of: name) else {
        throw .missingVariable(
          path: path, wanted: "a label column called \(DatasetError.quoted(name))",
          available: names ?? [])
      }
      return index
    case nil:
      let usual = (names ?? []).indices.filter {
        usualLabelNames.contains(names?[$0].lowercased() ?? "")
      }
      guard usual.count < 2 else {
        throw .malformed(
          path: path, part: "the header", expected: "one label column, or its name given",
          found: usual.compactMap { names?[$0] }.joined(separator: " and "))
      }
      return usual.first ?? columnCount - 1
    }
  }

  /// Takes one row.
  mutating func append(_ fields: [TableField]) throws(DatasetError) {
    guard fields.count == columnCount else {
      throw .malformed(
        path: path, part: "line \(fields[0].line)", expected: "\(columnCount) fields",
        found: "\(fields.count)")
    }
    for (column, field) in fields.enumerated() {
      if column == labelColumn {
        guard let label = field.text, !label.isEmpty else {
          throw .badField(
            path: path, line: field.line, column: column + 1, expected: "a label",
            found: field.bytes.isEmpty ? "" : "bytes that are not UTF-8")
        }
        labels.append(label)
      } else {
        guard let number = DecimalNumber.float(field.bytes) else {
          let isFirst = labels.isEmpty && features.count < columnCount
          throw .badField(
            path: path, line: field.line, column: column + 1,
            expected: isFirst ? "a finite number (or a header of words only)" : "a finite number",
            found: String(decoding: field.bytes, as: UTF8.self))
        }
        features.append(number)
      }
    }
  }

  /// The rows taken as examples.
  consuming func examples() throws(DatasetError) -> RawExamples {
    guard !labels.isEmpty else {
      throw .malformed(
        path: path, part: "the table", expected: "lines of numbers", found: "only a header")
    }
    let label = labelColumn
    return RawExamples(
      path: path, featureCount: columnCount - 1, features: Features(features),
      labels: RawLabels(texts: labels), labelName: names?[label] ?? "column \(label + 1)",
      featureNames: names.map { names in names.indices.filter { $0 != label }.map { names[$0] } })
  }
}

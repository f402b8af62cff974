/// CSV files of examples: one a line, numbers but for one column of labels.
///
/// Fields are separated by commas and may be quoted; numbers are decimal, with an exponent or without.
/// Missing values, NaN and infinities are refused, with their line and column.
enum CSVFile {
  /// The names of a label column that are found without being told, in any case.
  static let usualLabelNames: Set<String> = ["label", "labels", "class", "target", "y"]

  static func read(
    path: String, options: DatasetOptions
  ) throws(DatasetError) -> RawExamples {
    try decode(DataFile.read(path, expected: "a CSV file"), path: path, options: options)
  }

  static func decode(
    _ bytes: [UInt8], path: String, options: DatasetOptions = DatasetOptions()
  ) throws(DatasetError) -> RawExamples {
    var scanner = try CSVScanner(bytes, path: path)
    var fields: [CSVScanner.Field] = []
    guard try scanner.next(into: &fields) else {
      throw .malformed(path: path, part: "the table", expected: "lines of numbers", found: "none")
    }
    var table = CSVTable(path: path, columnCount: fields.count)
    guard table.columnCount >= 2 else {
      throw .malformed(
        path: path, part: "line \(fields[0].line)",
        expected: "a feature and a label, separated by commas", found: "one field")
    }
    var names: [String]?
    if options.header ?? table.looksLikeHeader(fields, scanner) {
      names = try table.columnNames(fields, scanner)
    }
    table.labelColumn = try labelColumn(options, names, table)
    if names == nil { try table.append(fields, scanner) }
    while try scanner.next(into: &fields) { try table.append(fields, scanner) }
    guard !table.labels.isEmpty else {
      throw .malformed(
        path: path, part: "the table", expected: "lines of numbers", found: "only a header")
    }
    return RawExamples(
      path: path, featureCount: table.columnCount - 1, features: Features(table.features),
      labels: RawLabels(texts: table.labels))
  }

  /// Which column holds the labels, from 0.
  private static func labelColumn(
    _ options: DatasetOptions, _ names: [String]?, _ table: CSVTable
  ) throws(DatasetError) -> Int {
    switch options.labelColumn {
    case .number(let number):
      let index = number > 0 ? number - 1 : table.columnCount + number
      guard number != 0, (0..<table.columnCount).contains(index) else {
        throw .missingVariable(
          path: table.path, wanted: "a label column \(number) (counted from 1, or −1 for the last)",
          available: ["1 to \(table.columnCount)"])
      }
      return index
    case .name(let name):
      guard let index = names?.firstIndex(of: name) else {
        throw .missingVariable(
          path: table.path, wanted: "a label column called \(DatasetError.quoted(name))",
          available: names ?? [])
      }
      return index
    case nil:
      let usual = (names ?? []).indices.filter {
        usualLabelNames.contains(names?[$0].lowercased() ?? "")
      }
      guard usual.count < 2 else {
        throw .malformed(
          path: table.path, part: "the header", expected: "one label column, or its name given",
          found: usual.compactMap { names?[$0] }.joined(separator: " and "))
      }
      return usual.first ?? table.columnCount - 1
    }
  }

  /// The bytes of a CSV file: a header `x1, x2, …, label`, then one line an example.
  ///
  /// Numbers are written with the fewest digits that read back as the same `Float`.
  static func encode(_ examples: Examples, classNames: [String]? = nil) -> [UInt8] {
    let columns = (1...examples.featureCount).map { "x\($0)" } + ["label"]
    var bytes = Array((columns.joined(separator: ",") + "\n").utf8)
    for row in 0..<examples.count {
      let start = row * examples.featureCount
      for value in examples.features[start..<(start + examples.featureCount)] {
        bytes += "\(value),".utf8
      }
      let label = Int(examples.labels[row])
      bytes += quotedIfNeeded(classNames?[label] ?? String(label)).utf8
      bytes.append(0x0A)
    }
    return bytes
  }

  private static func quotedIfNeeded(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x2C }
    return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
  }
}

/// The rows of a CSV file as they come in.
struct CSVTable {
  let path: String
  let columnCount: Int
  var labelColumn = 0
  private(set) var features: [Float] = []
  private(set) var labels: [String] = []

  init(path: String, columnCount: Int) {
    self.path = path
    self.columnCount = columnCount
  }

  /// Whether every field is a word: neither a number, nor empty, nor a mark of a missing number.
  func looksLikeHeader(_ fields: [CSVScanner.Field], _ scanner: CSVScanner) -> Bool {
    let marks: Set<String> = [
      "", "nan", "na", "n/a", "null", "none", "inf", "-inf", "infinity", "?",
    ]
    return fields.allSatisfy { field in
      guard let text = scanner.text(of: field) else { return false }
      return DecimalNumber.float(Array(text.utf8)[...]) == nil
        && !marks.contains(text.lowercased())
    }
  }

  /// The names in a header line: none empty, none twice.
  func columnNames(
    _ fields: [CSVScanner.Field], _ scanner: CSVScanner
  ) throws(DatasetError) -> [String] {
    var names: [String] = []
    for (index, field) in fields.enumerated() {
      guard let name = scanner.text(of: field), !name.isEmpty, !names.contains(name) else {
        throw .badField(
          path: path, line: field.line, column: index + 1,
          expected: "a column name that is not empty and not there before",
          found: scanner.text(of: field) ?? "bytes that are not UTF-8")
      }
      names.append(name)
    }
    return names
  }

  /// Takes one record.
  mutating func append(
    _ fields: [CSVScanner.Field], _ scanner: CSVScanner
  ) throws(DatasetError) {
    guard fields.count == columnCount else {
      throw .malformed(
        path: path, part: "line \(fields[0].line)", expected: "\(columnCount) fields",
        found: "\(fields.count)")
    }
    for (column, field) in fields.enumerated() {
      if column == labelColumn {
        guard let label = scanner.text(of: field), !label.isEmpty else {
          throw .badField(
            path: path, line: field.line, column: column + 1, expected: "a label",
            found: field.range.isEmpty ? "" : "bytes that are not UTF-8")
        }
        labels.append(label)
      } else {
        guard let number = DecimalNumber.float(scanner.bytes[field.range]) else {
          let isFirst = labels.isEmpty && features.count < columnCount
          throw .badField(
            path: path, line: field.line, column: column + 1,
            expected: isFirst ? "a finite number (or a header of words only)" : "a finite number",
            found: String(decoding: scanner.bytes[field.range], as: UTF8.self))
        }
        features.append(number)
      }
    }
  }
}

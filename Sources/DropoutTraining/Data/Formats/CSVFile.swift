/// CSV files of examples: one a line, numbers but for one column of labels.
///
/// Fields are separated by commas and may be quoted; numbers are decimal, with an exponent or without.
/// Missing values, NaN and infinities are refused, with their line and column.
enum CSVFile {
  static func read(
    path: String, options: DatasetOptions
  ) throws(DatasetError) -> RawExamples {
    try decode(DataFile.read(path, expected: "a CSV file"), path: path, options: options)
  }

  static func decode(
    _ bytes: [UInt8], path: String, options: DatasetOptions = DatasetOptions()
  ) throws(DatasetError) -> RawExamples {
    var scanner = try CSVScanner(bytes, path: path)
    var fields: [TableField] = []
    guard try scanner.next(into: &fields) else {
      throw .malformed(path: path, part: "the table", expected: "lines of numbers", found: "none")
    }
    guard fields.count >= 2 else {
      throw .malformed(
        path: path, part: "line \(fields[0].line)",
        expected: "a feature and a label, separated by commas", found: "one field")
    }
    let hasHeader = options.header ?? looksLikeHeader(fields)
    var table = try Table(
      path: path, names: hasHeader ? columnNames(fields, path: path) : nil,
      columnCount: fields.count, options: options)
    if !hasHeader { try table.append(fields) }
    while try scanner.next(into: &fields) { try table.append(fields) }
    return try table.examples()
  }

  /// Whether every field is a word: neither a number, nor empty, nor a mark of a missing number.
  private static func looksLikeHeader(_ fields: [TableField]) -> Bool {
    let marks: Set<String> = [
      "", "nan", "na", "n/a", "null", "none", "inf", "-inf", "infinity", "?",
    ]
    return fields.allSatisfy { field in
      guard let text = field.text else { return false }
      return DecimalNumber.float(field.bytes) == nil && !marks.contains(text.lowercased())
    }
  }

  /// The names in a header line: none empty, none twice.
  private static func columnNames(
    _ fields: [TableField], path: String
  ) throws(DatasetError) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for (index, field) in fields.enumerated() {
      guard let name = field.text, !name.isEmpty, seen.insert(name).inserted else {
        throw .badField(
          path: path, line: field.line, column: index + 1,
          expected: "a column name that is not empty and not there before",
          found: field.text ?? "bytes that are not UTF-8")
      }
      names.append(name)
    }
    return names
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

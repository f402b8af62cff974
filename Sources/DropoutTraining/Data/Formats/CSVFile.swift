/// Reads and writes tables of text: one example per line, fields separated by commas, semicolons, tabs, bars or
/// blanks.
///
/// ``TableSurvey`` finds the separator, the header and the decimal mark; ``Table`` decides what the columns mean.
enum CSVFile {
  /// - Parameter scheme: The columns of the training examples, if the file has test examples.
  static func decode(
    _ bytes: [UInt8], path: String, options: DatasetOptions = DatasetOptions(),
    like scheme: TableScheme? = nil
  ) throws(DatasetError) -> RawExamples {
    var (bytes, options) = (bytes, options)
    if let separator = spreadsheetSeparator(bytes) {
      // Its line stays as a comment, so that the following lines keep their numbers.
      bytes[bytes.withoutByteOrderMark.startIndex] = UInt8(ascii: "#")
      options.separator = options.separator ?? separator
    }
    let survey = try TableSurvey(bytes, path: path, options: options)
    var table = try Table(
      path: path, names: survey.names, columnCount: survey.columnCount, options: options,
      decimal: survey.decimal, emptyColumns: survey.emptyColumns, like: scheme,
      notes: survey.notes)
    table.limit = ReadingLimit.bytes(forFileOf: bytes.count)
    var scanner = try CSVScanner(bytes, path: path, separator: survey.separator)
    var fields: [TableField] = []
    if survey.hasHeader { _ = try scanner.next(into: &fields) }
    while try scanner.next(into: &fields) { try table.append(fields) }
    let comments = scanner.commentCount - (survey.namesAreComment ? 1 : 0)
    if comments > 0 {
      table.notes.append("\(comments) comment \(comments == 1 ? "line" : "lines") left out")
    }
    return try table.examples()
  }

  /// The separator named by a first line such as `sep=;`, which spreadsheets write and read.
  private static func spreadsheetSeparator(_ bytes: [UInt8]) -> FieldSeparator? {
    let line = bytes.withoutByteOrderMark.prefix(8).prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5, line.starts(with: Array("sep=".utf8)), let last = line.last else {
      return nil
    }
    return FieldSeparator(named: String(UnicodeScalar(last)))
  }

  /// The bytes of a CSV file: a header with the names from a reading, else `x1, x2, …, label`; then one line per
  /// example, the label last.
  ///
  /// Numbers are written with the fewest digits that read back as the same `Float`.
  static func encode(_ examples: Examples, of dataset: Dataset) -> [UInt8] {
    encode(
      examples, classNames: dataset.classNames, reading: dataset.reading,
      targets: examples.originalTargets)
  }

  /// - Parameter targets: The numbers to predict; nil for classes.
  static func encode(
    _ examples: Examples, classNames: [String]? = nil, reading: DataReading? = nil,
    targets: [Float]? = nil
  ) -> [UInt8] {
    let names = reading?.featureNames ?? (1...examples.featureCount).map { "x\($0)" }
    let columns = names + [labelName(reading, features: names)]
    var bytes = Array((columns.map(quotedIfNeeded).joined(separator: ",") + "\n").utf8)
    for row in 0..<examples.count {
      let start = row * examples.featureCount
      for value in examples.features[start..<(start + examples.featureCount)] {
        bytes += "\(value),".utf8
      }
      let label = Int(examples.labels[row])
      bytes +=
        quotedIfNeeded(targets.map { "\($0[row])" } ?? classNames?[label] ?? String(label)).utf8
      bytes.append(0x0A)
    }
    return bytes
  }

  /// The name of the column of labels, chosen so that reading the file takes that column.
  private static func labelName(_ reading: DataReading?, features: [String]) -> String {
    let usual = TableColumns.usualLabelNames
    guard let name = reading?.labelName, !features.contains(name) else { return "label" }
    let isSafe =
      usual.contains(name.lowercased()) || !features.contains { usual.contains($0.lowercased()) }
    return isSafe && reading?.featureNames != nil ? name : "label"
  }

  private static func quotedIfNeeded(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 > 0x20 && ![0x22, 0x23, 0x2C, 0x3B, 0x7C].contains($0)
    }
    return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
  }
}

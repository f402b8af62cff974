/// Finds the separator, decimal mark, names and number of columns of a table of text from its first records.
///
/// It looks at the first hundred records, or at fewer if they are longer than a mebibyte together, so that the cost
/// does not grow with the file.
struct TableSurvey {
  let separator: FieldSeparator
  let decimal: DecimalMark
  /// The names of the columns, "" for a column without one; nil if the file has no header.
  private(set) var names: [String]?
  /// The number of fields per record, without the last ones if they are empty in all records.
  private(set) var columnCount = 0
  /// The number of last fields that are empty in all records.
  private(set) var emptyColumns = 0
  /// Short clauses on what was found out.
  private(set) var notes: [String] = []
  /// Whether the first record is a header and not a row.
  var hasHeader: Bool { names != nil && !namesAreComment }
  /// Whether the names are in the first comment.
  private(set) var namesAreComment = false

  private static let recordCount = 100
  private static let byteCount = 1 << 20

  /// - Throws: ``DatasetError`` if there is no record, or only one field in each.
  init(_ bytes: [UInt8], path: String, options: DatasetOptions) throws(DatasetError) {
    let samples = (options.separator.map { [$0] } ?? FieldSeparator.allCases).map {
      Sample($0, bytes, path: path, decimal: options.decimal)
    }
    // Most records have the same number of fields, and most fields are numbers; of equal samples the first.
    guard let best = samples.max(by: { $0.score < $1.score }), best.score > 0 else {
      // The scanner says what is wrong in the first record, if anything is.
      var scanner = try CSVScanner(bytes, path: path, separator: options.separator ?? .comma)
      var fields: [TableField] = []
      guard try scanner.next(into: &fields) else {
        throw .malformed(path: path, part: "the table", expected: "lines of numbers", found: "none")
      }
      throw .malformed(
        path: path, part: "line \(fields[0].line)",
        expected: options.separator.map { "a feature and a label, separated by \($0)" }
          ?? "a feature and a label, separated by commas, semicolons, tabs, bars or blanks",
        found: "one field")
    }
    separator = best.separator
    decimal = options.decimal ?? (best.hasDecimalCommas ? .comma : .point)
    if separator != .comma { notes.append("separated by \(separator)") }
    if decimal == .comma { notes.append("decimal commas") }
    try readNames(best, path: path, options: options)
    let widest = best.records.map(\.count).max() ?? 0
    guard names.map({ $0.count > 1 || widest < 3 }) ?? true else {
      throw .table(
        path: path, .title(line: best.records[0][0].line, text: names?[0] ?? "", columns: widest))
    }
    countColumns(best)
  }

  private mutating func readNames(
    _ sample: Sample, path: String, options: DatasetOptions
  ) throws(DatasetError) {
    let header = TableHeader(sample.records, decimal: decimal)
    // Options that name a column imply that there are names.
    let named = ([options.labelColumn].compactMap(\.self) + (options.ignoredColumns ?? []))
      .filter(\.isName).map(\.text)
    let isImplied =
      !named.isEmpty && sample.records[0].contains { $0.text.map(named.contains) ?? false }
    if options.header ?? (isImplied || header.isHeader(label: options.labelColumn)) {
      names = try header.names(path: path)
    } else if options.header == nil, let comment = sample.comment,
      comment.count == sample.records[0].count,
      TableHeader([comment] + sample.records, decimal: decimal).isHeader(label: options.labelColumn)
    {
      names = try TableHeader([comment], decimal: decimal).names(path: path)
      namesAreComment = true
      notes.append("names from the first comment")
    }
  }

  private mutating func countColumns(_ sample: Sample) {
    let rows = hasHeader ? sample.records.dropFirst() : sample.records[...]
    guard let width = rows.map(\.count).max() else {
      columnCount = names?.count ?? 0
      return
    }
    // R writes row names without a name for their column.
    if let names, hasHeader, rows.allSatisfy({ $0.count == names.count + 1 }),
      !rows.allSatisfy({ $0.last?.bytes.isEmpty == true })
    {
      self.names = [""] + names
    }
    func isEmpty(_ column: Int) -> Bool {
      let name = names.flatMap { column < $0.count ? $0[column] : nil } ?? ""
      return (name.isEmpty || name.hasPrefix("Unnamed:"))
        && rows.allSatisfy { column >= $0.count || $0[column].bytes.isEmpty }
    }
    var count = max(width, names?.count ?? 0)
    if names == nil { count = rows.first?.count ?? width }
    while count > 2, isEmpty(count - 1) { count -= 1 }
    // Rows that are longer than the header are faults, which the table finds.
    columnCount = names.map { min(count, $0.count) } ?? count
    emptyColumns = max(width, names?.count ?? 0) - columnCount
    if names == nil { emptyColumns = max(0, (rows.first?.count ?? width) - columnCount) }
    if let names, names.count > columnCount { self.names = Array(names.prefix(columnCount)) }
    if emptyColumns > 0 {
      notes.append(
        emptyColumns == 1
          ? "left out: the empty last column" : "left out: \(emptyColumns) empty columns")
    }
  }

  /// The first records under one separator.
  private struct Sample {
    let separator: FieldSeparator
    private(set) var records: [[TableField]] = []
    private(set) var comment: [TableField]?
    private(set) var hasDecimalCommas = false
    private(set) var score = 0.0

    init(
      _ separator: FieldSeparator, _ bytes: [UInt8], path: String, decimal: DecimalMark?
    ) {
      self.separator = separator
      guard var scanner = try? CSVScanner(bytes, path: path, separator: separator) else { return }
      var fields: [TableField] = []
      while records.count < recordCount, records.count < 2 || scanner.offset < byteCount,
        (try? scanner.next(into: &fields)) == true
      {
        records.append(fields)
      }
      if scanner.commentCount > 0 {
        let text = Array(bytes[scanner.firstComment])
        if var inner = try? CSVScanner(text, path: path, separator: separator),
          (try? inner.next(into: &fields)) == true
        {
          comment = fields
        }
      }
      rate(decimal)
    }

    private mutating func rate(_ decimal: DecimalMark?) {
      guard let first = records.first, records.contains(where: { $0.count > 1 }) else { return }
      let counts = Dictionary(records.map { ($0.count, 1) }, uniquingKeysWith: +)
      let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) } ?? (first.count, 1)
      guard usual.key > 1 else { return }
      var numbers = 0
      var points = 0
      var commas = 0
      let rows = records.count > 1 ? records.dropFirst() : records[...]
      for field in rows.joined() {
        if DecimalNumber.float(field.bytes) != nil {
          numbers += 1
          if field.bytes.contains(UInt8(ascii: ".")) { points += 1 }
        } else if separator != .comma || decimal == .comma,
          DecimalNumber.float(field.bytes, decimal: .comma) != nil
        {
          commas += 1
        }
      }
      hasDecimalCommas = commas > 0 && points == 0
      let share =
        Double(numbers + (points == 0 ? commas : 0))
        / Double(max(1, rows.reduce(0) { $0 + $1.count }))
      score = Double(usual.value) / Double(records.count) * (0.1 + share)
    }
  }
}

extension FieldSeparator: CustomStringConvertible {
  /// The separator in words: commas, semicolons, tabs, blanks, bars.
  public var description: String { rawValue + "s" }
}

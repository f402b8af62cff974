/// Decides whether the first record of a table is a header, by comparing it with the records that follow.
struct TableHeader {
  private let first: [TableField]
  private let others: ArraySlice<[TableField]>
  private let decimal: DecimalMark

  /// From this number of further records on, numbers may be names; fewer records show too little of the data.
  private static let fewestRecords = 10
  /// The smallest number of numbers that can show equal steps or a count.
  private static let fewestNumbers = 3

  /// - Parameter records: The first records of the table, at least one.
  init(_ records: [[TableField]], decimal: DecimalMark) {
    first = records[0]
    others = records.dropFirst()
    self.decimal = decimal
  }

  /// Whether the first record names the columns.
  ///
  /// It does in each of these cases:
  /// - all its fields are words;
  /// - its fields are words, and numbers that count 0, 1, 2, … or 1, 2, 3, … (as pandas names columns), or three or
  ///   more numbers at even distances (such as wavelengths or years);
  /// - its label is a usual name of labels, or a word while all other labels are numbers;
  /// - its fields are exactly 0, 1, 2, …
  ///
  /// A word that occurs again in its column is data, and the record is not a header.
  func isHeader(label: ColumnReference?) -> Bool {
    let words = first.indices.filter { isWord(first[$0]) }
    let numbers = first.indices.filter { isNumber(first[$0]) }
    if words.contains(where: recurs) { return false }
    if numbers.isEmpty { return !words.isEmpty }
    let labelColumn = labelColumn(label)
    if words.isEmpty {
      let hasIndex = first[0].bytes.isEmpty
      let counting = hasIndex ? first.indices.dropFirst() : first.indices[...]
      return first.count >= Self.fewestNumbers && counts(Array(counting), from: 0)
        && (hasIndex || !recurs(labelColumn))
    }
    if words.contains(labelColumn) {
      if TableColumns.usualLabelNames.contains((first[labelColumn].text ?? "").lowercased()) {
        return true
      }
      if others.count > 1, holdsNumbers(labelColumn) { return true }
    }
    let isLong = others.count >= Self.fewestRecords
    if numbers.count >= Self.fewestNumbers, isLong, isEvenlySpaced(numbers) { return true }
    return (numbers.count > 1 || isLong) && (counts(numbers, from: 0) || counts(numbers, from: 1))
  }

  /// The names of the columns, "" for a column without one.
  ///
  /// - Throws: ``DatasetError`` if a name occurs twice, or the text is not UTF-8.
  func names(path: String) throws(DatasetError) -> [String] {
    let names = try first.enumerated().map { index, field throws(DatasetError) in
      guard let name = field.text else {
        throw .table(path: path, .notUTF8(line: field.line, column: index + 1))
      }
      return name
    }
    if let repeated = Self.firstRepeat(in: names, but: "") {
      throw .badField(
        path: path, line: first[repeated].line, column: repeated + 1,
        expected: "a name that no earlier column has", found: names[repeated])
    }
    return names
  }

  /// The index of the first name that repeats an earlier one; nil if all are different.
  ///
  /// - Complexity: O(names), for a header may have a million.
  static func firstRepeat<Name: Hashable>(in names: [Name], but exempt: Name) -> Int? {
    var seen: Set<Name> = []
    return names.firstIndex { $0 != exempt && !seen.insert($0).inserted }
  }

  private func labelColumn(_ label: ColumnReference?) -> Int {
    if case .number(let number) = label {
      let index = number > 0 ? number - 1 : first.count + number
      if first.indices.contains(index) { return index }
    }
    let texts = first.map { ($0.text ?? "").lowercased() }
    let usual = texts.indices.filter { TableColumns.usualLabelNames.contains(texts[$0]) }
    return usual.count == 1 ? usual[0] : first.count - 1
  }

  private func isNumber(_ field: TableField) -> Bool {
    DecimalNumber.float(field.bytes, decimal: decimal) != nil
  }

  /// Whether a field can be a name: it is not a number, not empty, and not a mark for missing values.
  private func isWord(_ field: TableField) -> Bool {
    !isNumber(field) && !field.isMissing && (field.text.map(Table.isWord) ?? true)
  }

  private func holdsNumbers(_ column: Int) -> Bool {
    others.allSatisfy { column < $0.count && isNumber($0[column]) }
  }

  /// Whether the field of the first record occurs again in its column, in a record that differs from the first.
  private func recurs(_ column: Int) -> Bool {
    others.contains { record in
      record.count == first.count && record[column].bytes == first[column].bytes
        && record.indices.contains { record[$0].bytes != first[$0].bytes }
    }
  }

  /// Whether the numbers rise in equal steps, to a thousandth of a step.
  private func isEvenlySpaced(_ columns: [Int]) -> Bool {
    let values = columns.map {
      Double(DecimalNumber.float(first[$0].bytes, decimal: decimal) ?? .nan)
    }
    let steps = zip(values.dropFirst(), values).map { $0 - $1 }
    guard let step = steps.first, step > 0 else { return false }
    return steps.allSatisfy { abs($0 - step) <= step / 1_000 }
  }

  private func counts(_ columns: [Int], from start: Int) -> Bool {
    columns.enumerated().allSatisfy {
      DecimalNumber.integer(first[$1].text ?? "") == Int64(start + $0)
    }
  }
}

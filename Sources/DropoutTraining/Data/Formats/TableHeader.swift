/// The first record of a table, looked at beside those that follow: names, or data.
struct TableHeader {
  private let first: [TableField]
  private let others: ArraySlice<[TableField]>
  private let decimal: DecimalMark

  /// - Parameter records: The first ones of the table; at least one.
  init(_ records: [[TableField]], decimal: DecimalMark) {
    first = records[0]
    others = records.dropFirst()
    self.decimal = decimal
  }

  /// Whether the first record names the columns.
  ///
  /// It does if it holds words alone; or words beside numbers that count 0, 1, 2, … or 1, 2, 3, …, as
  /// pandas names columns, or three or more at even distances, as wavelengths and years; or, as the label, a usual
  /// name or a word where every other label is a number; or
  /// nothing but 0, 1, 2, … in order. A word that stands in its column again is data.
  func isHeader(label: ColumnReference?) -> Bool {
    let words = first.indices.filter { isWord(first[$0]) }
    let numbers = first.indices.filter { isNumber(first[$0]) }
    if words.contains(where: recurs) { return false }
    if numbers.isEmpty { return !words.isEmpty }
    let labelColumn = labelColumn(label)
    if words.isEmpty {
      let hasIndex = first[0].bytes.isEmpty
      let counting = hasIndex ? first.indices.dropFirst() : first.indices[...]
      return first.count >= 3 && counts(Array(counting), from: 0)
        && (hasIndex || !recurs(labelColumn))
    }
    if words.contains(labelColumn) {
      if TableColumns.usualLabelNames.contains((first[labelColumn].text ?? "").lowercased()) {
        return true
      }
      if others.count > 1, holdsNumbers(labelColumn) { return true }
    }
    if numbers.count >= 3, others.count >= 10, isEvenlySpaced(numbers) { return true }
    return (numbers.count > 1 || others.count >= 10)
      && (counts(numbers, from: 0) || counts(numbers, from: 1))
  }

  /// The columns' names, "" for a column without one.
  ///
  /// - Throws: ``DatasetError`` for a name that stands twice, and for text that is not UTF-8.
  func names(path: String) throws(DatasetError) -> [String] {
    var names: [String] = []
    names.reserveCapacity(first.count)
    for (index, field) in first.enumerated() {
      guard let name = field.text else {
        throw .table(path: path, .notUTF8(line: field.line, column: index + 1))
      }
      names.append(name)
    }
    if let repeated = Self.firstRepeat(in: names, but: "") {
      throw .badField(
        path: path, line: first[repeated].line, column: repeated + 1,
        expected: "a column name that is not there before", found: names[repeated])
    }
    return names
  }

  /// The place of the first name that an earlier one equals; nil if there is none.
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

  /// Whether a field is a name: neither a number, nor empty, nor the mark of a missing value.
  private func isWord(_ field: TableField) -> Bool {
    !isNumber(field) && !field.isMissing && (field.text.map(Table.isWord) ?? true)
  }

  private func holdsNumbers(_ column: Int) -> Bool {
    others.allSatisfy { column < $0.count && isNumber($0[column]) }
  }

  /// Whether the first record's field stands in its column again, in a record that is not the same.
  private func recurs(_ column: Int) -> Bool {
    others.contains { record in
      record.count == first.count && record[column].bytes == first[column].bytes
        && record.indices.contains { record[$0].bytes != first[$0].bytes }
    }
  }

  /// Whether numbers rise from one to the next by the same amount, to a thousandth of it.
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

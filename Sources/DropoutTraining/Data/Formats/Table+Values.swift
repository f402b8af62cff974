extension Table {
  func label(of field: TableField) throws(DatasetError) -> String {
    guard let text = field.text else {
      throw .table(path: path, .notUTF8(line: field.line, column: columns.label + 1))
    }
    if options.missing == .keep ? text.isEmpty : field.isMissing {
      let column = column(columns.label)
      throw .table(
        path: path, .missing(line: field.line, column: column, found: text, isLabel: true))
    }
    guard decimal == .comma, DecimalNumber.float(field.bytes, decimal: decimal) != nil else {
      return text
    }
    return text.replacing(",", with: ".")
  }

  mutating func value(of field: TableField, slot: Int) throws(DatasetError) -> Float {
    guard let number = DecimalNumber.float(field.bytes, decimal: decimal) else {
      return try word(field, slot: slot)
    }
    if let scheme, scheme.features[slot].words != nil {
      let column = column(columns.features[slot])
      throw .table(
        path: path, .unknownWord(line: field.line, column: column, found: field.text ?? ""))
    }
    if contents[slot].number == nil {
      contents[slot].number = (field.text ?? "", field.line)
      let start = number - Float(rowNumber)
      contents[slot].start = start == 0 || start == 1 ? Int64(start) : nil
    }
    if let start = contents[slot].start, number != Float(start + Int64(rowNumber)) {
      contents[slot].start = nil
    }
    if contents[slot].distinct != nil {
      note(field.text ?? "", whole: number == number.rounded(), slot: slot)
    }
    try checkKind(slot: slot)
    return number
  }

  /// The value that represents a word.
  private mutating func word(_ field: TableField, slot: Int) throws(DatasetError) -> Float {
    let (line, column) = (field.line, column(columns.features[slot]))
    guard let text = field.text else {
      throw .table(path: path, .notUTF8(line: line, column: column.number))
    }
    guard options.missing == .keep ? !text.isEmpty : !field.isMissing else {
      throw .table(path: path, .missing(line: line, column: column, found: text, isLabel: false))
    }
    let isNumeric =
      scheme.map { $0.features[slot].words == nil }
      ?? (contents[slot].number != nil && contents[slot].distinct == nil)
    guard Self.isWord(text), !isNumeric else {
      throw .badField(
        path: path, line: line, column: column.number,
        expected: rowCount == 0 ? "a finite number (or a header of words only)" : "a finite number",
        found: text)
    }
    guard options.wordEncoding != .refuse else {
      throw .table(path: path, .words(line: line, column: column, found: text))
    }
    if contents[slot].word == nil { contents[slot].word = (text, line) }
    if contents[slot].distinct != nil { note(text, whole: true, slot: slot) }
    if let number = contents[slot].words[text] { return Float(bitPattern: Self.firstWord | number) }
    guard scheme == nil else {
      throw .table(path: path, .unknownWord(line: line, column: column, found: text))
    }
    let number = contents[slot].words.count
    contents[slot].words[text] = UInt32(number)
    try checkKind(slot: slot)
    guard number < Self.payloadLimit else {
      throw .table(
        path: path, .tooLarge(part: "words", found: number + 1, limit: Self.payloadLimit))
    }
    return Float(bitPattern: Self.firstWord | UInt32(number))
  }

  /// The number of a word in its column; nil for a value that is a number.
  static func word(_ value: Float) -> Int? {
    value.isNaN ? Int(value.bitPattern & ~firstWord) : nil
  }

  /// Whether text that is not a number may be a word; text that looks like a misspelt number may not.
  static func isWord(_ text: String) -> Bool {
    let lower = text.lowercased()
    if ["inf", "-inf", "+inf", "infinity", "-infinity"].contains(lower) { return false }
    if lower.hasPrefix("0x") || Double(text) != nil { return false }
    let signs: Set<Character> = [".", ",", "'", " ", "%", "$", "€", "£", "+", "\u{A0}"]
    return !lower.drop { $0 == "-" }.allSatisfy { $0.isNumber || signs.contains($0) }
  }

  private mutating func note(_ text: String, whole: Bool, slot: Int) {
    if !whole || contents[slot].distinct?.insert(text).inserted != true {
      contents[slot].distinct = nil
    }
  }

  /// Refuses a column of words and numbers, or of too many words, unless it may be an identifier.
  func checkKind(slot: Int) throws(DatasetError) {
    // There may be millions of numbers: nothing is copied before the first word.
    guard contents[slot].word != nil, contents[slot].distinct == nil else { return }
    let content = contents[slot]
    guard let word = content.word else { return }
    let column = column(columns.features[slot])
    if let number = content.number {
      throw .table(
        path: path,
        .wordsAndNumbers(
          column: column, word: word.text, wordLine: word.line, number: number.text,
          numberLine: number.line))
    }
    let limit = options.wordEncoding == .oneHot ? Self.mostWords : Self.usualWords
    guard content.words.count <= limit else {
      throw .table(
        path: path, .tooManyWords(column: column, limit: limit, example: word.text))
    }
  }
}

/// Reads the words of one line of an ARFF file. A word is plain, or quoted with backslashes before inner quotes.
struct ARFFScanner {
  private let bytes: ArraySlice<UInt8>
  private let path: String
  private let line: Int
  private var offset: Int
  /// The number of words read so far, for errors.
  private var wordCount = 0

  init(_ bytes: ArraySlice<UInt8>, path: String, line: Int) {
    self.bytes = bytes
    self.path = path
    self.line = line
    offset = bytes.startIndex
  }

  /// The first word, which begins with `@`, in lower case.
  mutating func keyword() -> String {
    let start = offset
    while offset < bytes.endIndex, bytes[offset] > 0x20 { offset += 1 }
    return String(decoding: bytes[start..<offset], as: UTF8.self).lowercased()
  }

  /// Passes `symbol` if it comes next.
  mutating func skip(_ symbol: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard offset < bytes.endIndex, bytes[offset] == UInt8(ascii: symbol) else { return false }
    offset += 1
    return true
  }

  /// The next word, up to a symbol of `ends`; empty at the end of the line.
  mutating func word(until ends: String = ",}{ \t") throws(DatasetError) -> String {
    let content = try content(until: ends)
    guard let text = TableField(bytes: content, line: line).text else {
      throw badField("text in UTF-8", "other bytes")
    }
    return text
  }

  /// The words up to `end`, with commas between them.
  mutating func words(until end: Unicode.Scalar) throws(DatasetError) -> [String] {
    var words: [String] = []
    while true {
      words.append(try word(until: ",}"))
      if skip(end) { return words }
      guard skip(",") else { throw badField("a comma or \(end)", rest) }
    }
  }

  /// All values of a row of data.
  mutating func fields() throws(DatasetError) -> [TableField] {
    var fields: [TableField] = []
    repeat {
      fields.append(TableField(bytes: try content(until: ","), line: line))
    } while skip(",")
    skipBlanks()
    guard offset == bytes.endIndex else { throw badField("a comma after the value", rest) }
    return fields
  }

  /// The error for a word of this line.
  func badField(_ expected: String, _ found: String) -> DatasetError {
    .badField(path: path, line: line, column: max(wordCount, 1), expected: expected, found: found)
  }

  private var rest: String {
    offset < bytes.endIndex
      ? String(decoding: bytes[offset...].prefix(20), as: UTF8.self) : "the line's end"
  }

  private mutating func skipBlanks() {
    while offset < bytes.endIndex, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
  }

  /// The bytes of the next word; one without quotes ends before a symbol of `ends`.
  private mutating func content(until ends: String) throws(DatasetError) -> ArraySlice<UInt8> {
    skipBlanks()
    wordCount += 1
    if offset < bytes.endIndex,
      bytes[offset] == UInt8(ascii: "'") || bytes[offset] == UInt8(ascii: "\"")
    {
      return try quoted()
    }
    let start = offset
    var last = offset
    while offset < bytes.endIndex, !ends.utf8.contains(bytes[offset]) {
      offset += 1
      if bytes[offset - 1] > 0x20 { last = offset }
    }
    return bytes[start..<last]
  }

  private mutating func quoted() throws(DatasetError) -> ArraySlice<UInt8> {
    let quote = bytes[offset]
    var plain: [UInt8] = []
    offset += 1
    while offset < bytes.endIndex, bytes[offset] != quote {
      if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.endIndex { offset += 1 }
      plain.append(bytes[offset])
      offset += 1
    }
    guard offset < bytes.endIndex else { throw badField("a closing quote", "the line's end") }
    offset += 1
    return plain[...]
  }
}

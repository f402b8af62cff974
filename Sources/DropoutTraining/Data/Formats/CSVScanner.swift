/// Splits the bytes of a table of text into records and fields (RFC 4180, with any separator).
///
/// Lines end with LF, CR LF or CR. Blank lines and lines that begin with `#` are skipped, and so are spaces and
/// tabs around an unquoted field.
struct CSVScanner {
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")
  /// The largest number of fields in a record: a file with more is not a table.
  private static let fieldLimit = 1 << 20

  let bytes: [UInt8]
  /// The number of lines skipped because they begin with `#`.
  private(set) var commentCount = 0
  /// The first comment, without its `#`; empty if there is none.
  private(set) var firstComment: Range<Int> = 0..<0
  /// Where the next record begins.
  private(set) var offset = 0
  private let path: String
  private let separator: UInt8
  private let isBlankSeparated: Bool
  private var line = 1

  init(
    _ bytes: [UInt8], path: String, separator: FieldSeparator = .comma
  ) throws(DatasetError) {
    self.bytes = bytes
    self.path = path
    self.separator = separator.byte
    isBlankSeparated = separator == .blank
    offset = bytes.withoutByteOrderMark.startIndex
    // Without a mark, every other byte of Latin text is zero.
    let isBare =
      bytes.count > 3 && (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0) != (bytes[3] == 0)
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || isBare {
      throw .unsupported(
        path: path, part: "the text", found: "UTF-16", advice: "save it as UTF-8")
    }
  }

  /// Replaces `fields` by the fields of the next record; false after the last.
  mutating func next(into fields: inout [TableField]) throws(DatasetError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    while offset < bytes.count {
      if fields.isEmpty, passBlankOrComment() { continue }
      guard fields.count < Self.fieldLimit else {
        throw .malformed(
          path: path, part: "line \(line)", expected: "at most \(Self.fieldLimit) fields",
          found: "more")
      }
      try appendField(to: &fields)
      if isBlankSeparated { passSpaces() }
      if offset < bytes.count,
        isBlankSeparated ? !endsLine(bytes[offset]) : bytes[offset] == separator
      {
        if !isBlankSeparated { offset += 1 }
        // A separator at the very end of the file is followed by an empty field.
        if offset == bytes.count {
          fields.append(TableField(bytes: bytes[offset..<offset], line: line))
        } else {
          continue
        }
      }
      passLineEnd()
      return true
    }
    return !fields.isEmpty
  }

  /// Skips a blank line or a comment; false, at the first field, for any other line.
  private mutating func passBlankOrComment() -> Bool {
    let start = offset
    passSpaces()
    if offset == bytes.count { return true }
    if bytes[offset] == Self.hash {
      let text = offset + 1
      while offset < bytes.count, !endsLine(bytes[offset]) { offset += 1 }
      if commentCount == 0 { firstComment = text..<offset }
      commentCount += 1
    } else if !endsLine(bytes[offset]) {
      // With tabs between fields the first may be empty.
      if !isBlankSeparated { offset = start }
      return false
    }
    passLineEnd()
    return true
  }

  private mutating func passSpaces() {
    while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset += 1 }
  }

  private mutating func passLineEnd() {
    guard offset < bytes.count else { return }
    if bytes[offset] == Self.carriageReturn {
      offset += 1
      if offset < bytes.count, bytes[offset] == Self.newline { offset += 1 }
    } else {
      offset += 1
    }
    line += 1
  }

  private func endsLine(_ byte: UInt8) -> Bool {
    byte == Self.newline || byte == Self.carriageReturn
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte != separator && (byte == 0x20 || byte == 0x09)
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == separator || endsLine(byte) || (isBlankSeparated && byte == 0x09)
  }

  /// Takes the next field.
  private mutating func appendField(to fields: inout [TableField]) throws(DatasetError) {
    while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
    if offset < bytes.count, bytes[offset] == Self.quote {
      fields.append(try quotedField(column: fields.count + 1))
      return
    }
    let start = offset
    var last = offset
    while offset < bytes.count, !endsField(bytes[offset]) {
      let byte = bytes[offset]
      if byte == 0 || byte == Self.quote {
        throw .badField(
          path: path, line: line, column: fields.count + 1,
          expected: byte == 0 ? "text" : "quotes around the whole field",
          found: byte == 0 ? "a NUL byte" : "a quote inside it")
      }
      offset += 1
      if !isSpace(byte) { last = offset }
    }
    fields.append(TableField(bytes: bytes[start..<last], line: line))
  }

  private mutating func quotedField(column: Int) throws(DatasetError) -> TableField {
    let firstLine = line
    let start = offset + 1
    offset = start
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == Self.newline { line += 1 }
      offset += 1
      guard byte == Self.quote else { continue }
      if offset < bytes.count, bytes[offset] == Self.quote {
        offset += 1
        continue
      }
      let end = offset - 1
      while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
      guard offset == bytes.count || endsField(bytes[offset]) else {
        throw .badField(
          path: path, line: line, column: column,
          expected: "the end of the field after its closing quote",
          found: String(decoding: bytes[offset...].prefix(1), as: UTF8.self))
      }
      return TableField(bytes: Self.unescaped(bytes[start..<end]), line: firstLine)
    }
    throw .badField(
      path: path, line: firstLine, column: column, expected: "a closing quote",
      found: "the file's end")
  }

  /// The content of a quoted field: two quotes in it stand for one.
  private static func unescaped(_ content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard content.contains(quote) else { return content }
    var plain: [UInt8] = []
    var previousWasQuote = false
    for byte in content {
      previousWasQuote = byte == quote && !previousWasQuote
      if byte != quote || previousWasQuote { plain.append(byte) }
    }
    return plain[...]
  }
}

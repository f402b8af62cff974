/// Splits the bytes of a CSV file into records and fields (RFC 4180).
///
/// Lines end with LF, CR LF or CR; blank lines are passed over; spaces and tabs around an unquoted field
/// do not count.
struct CSVScanner {
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")

  let bytes: [UInt8]
  private let path: String
  private var offset = 0
  private var line = 1

  init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    self.bytes = bytes
    self.path = path
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw .unsupported(
        path: path, part: "the text", found: "UTF-16", advice: "save it as UTF-8")
    }
  }

  /// Replaces `fields` by those of the next record; false where there is none.
  mutating func next(into fields: inout [TableField]) throws(DatasetError) -> Bool {
    fields.removeAll(keepingCapacity: true)
    while offset < bytes.count {
      let isQuoted = try appendField(to: &fields)
      if offset < bytes.count, bytes[offset] == Self.comma {
        offset += 1
        // A comma at the very end of the file is followed by an empty field.
        if offset == bytes.count {
          fields.append(TableField(bytes: bytes[offset..<offset], line: line))
        } else {
          continue
        }
      }
      passLineEnd()
      if !isQuoted, fields.count == 1, fields[0].bytes.isEmpty {
        fields.removeAll(keepingCapacity: true)
        continue
      }
      return true
    }
    return !fields.isEmpty
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

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == Self.comma || byte == Self.newline || byte == Self.carriageReturn
  }

  /// Takes the next field; whether it stood between quotes.
  private mutating func appendField(
    to fields: inout [TableField]
  ) throws(DatasetError) -> Bool {
    while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
    if offset < bytes.count, bytes[offset] == Self.quote {
      fields.append(try quotedField(column: fields.count + 1))
      return true
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
    return false
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
          path: path, line: line, column: column, expected: "a comma after the closing quote",
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

/// Reads TOML 1.0, the language of plans; a text that is not TOML always ends in an error.
///
/// Dates and times are recognised but not checked. Nested lists and tables, and the parts of dotted keys, may
/// be ``depthLimit`` deep.
package struct TOMLReader {
  var scanner: TOMLScanner
  private var depth = 0

  /// How deep values may be nested.
  package static let depthLimit = 64

  private init(_ bytes: some Sequence<UInt8>) throws(TOMLError) {
    scanner = try TOMLScanner(bytes)
  }

  /// The root table of a text.
  package static func table(_ bytes: some Sequence<UInt8>) throws(TOMLError) -> TOMLTable {
    var reader = try TOMLReader(bytes)
    return try reader.document()
  }

  /// The only value of a text, which may have blanks around it and a comment after it.
  package static func value(_ text: String) throws(TOMLError) -> TOMLValue {
    var reader = try TOMLReader(text.utf8)
    reader.scanner.skip()
    let value = try reader.value()
    try reader.scanner.endLine()
    guard reader.scanner.next == nil else { throw reader.scanner.expected("the end of the text") }
    return value
  }

  private mutating func document() throws(TOMLError) -> TOMLTable {
    let root = TOMLTree(.header)
    var current = root
    while true {
      scanner.skip(lines: true)
      guard let next = scanner.next else { return root.finished }
      if next == "[" {
        current = try header(root)
      } else {
        try assignment(current)
      }
      try scanner.endLine()
    }
  }

  /// `[a.b]` or `[[a.b]]`.
  private mutating func header(_ root: TOMLTree) throws(TOMLError) -> TOMLTree {
    let start = scanner.position
    let isList = scanner.take("[[")
    if !isList { scanner.take() }
    let path = try path()
    guard scanner.take(isList ? "]]" : "]") else {
      throw scanner.expected(isList ? "]] after the table's name" : "] after the table's name")
    }
    return try placed(at: start) { () throws(TOMLError.Problem) in
      try isList ? root.append(path) : root.table(path)
    }
  }

  /// `a.b = value`.
  private mutating func assignment(_ table: TOMLTree) throws(TOMLError) {
    let start = scanner.position
    let path = try path()
    guard scanner.take("=") else { throw scanner.expected("= after the key") }
    scanner.skip()
    let value = try nested(by: path.count - 1) { reader throws(TOMLError) in try reader.value() }
    try placed(at: start) { () throws(TOMLError.Problem) in try table.set(path, to: value) }
  }

  /// The parts of a dotted key, with the blanks around them.
  private mutating func path() throws(TOMLError) -> [String] {
    var path: [String] = []
    repeat {
      scanner.skip()
      path.append(try key())
      scanner.skip()
      if path.count > Self.depthLimit { throw tooDeep }
    } while scanner.take(".")
    return path
  }

  private mutating func key() throws(TOMLError) -> String {
    switch scanner.next {
    case "\"": return try basicText()
    case "'": return try literalText()
    default:
      let key = scanner.takeAll { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          || scalar == "_" || scalar == "-"
      }
      guard !key.isEmpty else {
        throw scanner.expected("a key of letters, digits, - and _, or one in quotes")
      }
      return key
    }
  }

  private mutating func value() throws(TOMLError) -> TOMLValue {
    switch scanner.next {
    case "\"": return .text(try scanner.isAt("\"\"\"") ? basicLines() : basicText())
    case "'": return .text(try scanner.isAt("'''") ? literalLines() : literalText())
    case "[":
      return .list(try nested(by: 1) { reader throws(TOMLError) in try reader.list() })
    case "{":
      return .table(try nested(by: 1) { reader throws(TOMLError) in try reader.inlineTable() })
    default: return try word()
    }
  }

  private mutating func list() throws(TOMLError) -> [TOMLValue] {
    scanner.take()
    var values: [TOMLValue] = []
    scanner.skip(lines: true)
    while !scanner.take("]") {
      values.append(try value())
      scanner.skip(lines: true)
      if scanner.take(",") {
        scanner.skip(lines: true)
      } else if scanner.next != "]" {
        throw scanner.expected("a comma or ] in the list")
      }
    }
    return values
  }

  /// A table in braces, on one line.
  private mutating func inlineTable() throws(TOMLError) -> TOMLTable {
    scanner.take()
    let table = TOMLTree(.header)
    scanner.skip()
    if scanner.take("}") { return table.finished }
    repeat {
      scanner.skip()
      try assignment(table)
      scanner.skip()
    } while scanner.take(",")
    guard scanner.take("}") else { throw scanner.expected("a comma or } in the table") }
    return table.finished
  }

  /// Reads something that is nested `levels` deeper; throws if that is too deep.
  private mutating func nested<Value>(
    by levels: Int, _ read: (inout TOMLReader) throws(TOMLError) -> Value
  ) throws(TOMLError) -> Value {
    depth += levels
    defer { depth -= levels }
    guard depth <= Self.depthLimit else { throw tooDeep }
    return try read(&self)
  }

  private var tooDeep: TOMLError {
    scanner.error(.tooDeep(limit: Self.depthLimit), at: scanner.position)
  }

  private func placed<Value>(
    at position: Int, _ body: () throws(TOMLError.Problem) -> Value
  ) throws(TOMLError) -> Value {
    do {
      return try body()
    } catch {
      throw scanner.error(error, at: position)
    }
  }
}

/// Text in quotes: `"basic"` with escapes, `'literal'` without, and over several lines in three quotes.
extension TOMLReader {
  mutating func basicText() throws(TOMLError) -> String {
    scanner.take()
    var text = String.UnicodeScalarView()
    while true {
      switch scanner.next {
      case nil, "\n": throw scanner.expected("a \" at the end of the text")
      case "\"":
        scanner.take()
        return String(text)
      case "\\": text.append(try escape())
      case let scalar?:
        text.append(scalar)
        scanner.take()
      }
    }
  }

  mutating func literalText() throws(TOMLError) -> String {
    scanner.take()
    let text = scanner.takeAll { $0 != "'" }
    guard scanner.take("'") else { throw scanner.expected("a ' at the end of the text") }
    return text
  }

  mutating func basicLines() throws(TOMLError) -> String {
    try lines(of: "\"") { (reader, text) throws(TOMLError) in
      guard reader.scanner.next == "\\" else { return false }
      if !reader.skipLineEnd() { text.append(try reader.escape()) }
      return true
    }
  }

  mutating func literalLines() throws(TOMLError) -> String {
    try lines(of: "'") { _, _ in false }
  }

  /// Text up to three quotes; one or two more quotes belong to the text.
  ///
  /// - Parameter special: Reads a special character if one comes next, and returns whether it did.
  private mutating func lines(
    of quote: Unicode.Scalar,
    special: (inout TOMLReader, inout String.UnicodeScalarView) throws(TOMLError) -> Bool
  ) throws(TOMLError) -> String {
    let end = String(repeating: String(quote), count: 3)
    _ = scanner.take(end)
    if scanner.next == "\n" { scanner.take() }
    var text = String.UnicodeScalarView()
    while true {
      if scanner.take(end) {
        for _ in 0..<2 where scanner.take(String(quote)) { text.append(quote) }
        return String(text)
      }
      if try special(&self, &text) { continue }
      guard let scalar = scanner.take() else {
        throw scanner.expected("\(end) at the end of the text")
      }
      text.append(scalar)
    }
  }

  /// Skips a backslash at a line's end and all blanks and line ends behind it; false if there is none.
  private mutating func skipLineEnd() -> Bool {
    var ahead = scanner
    ahead.take()
    ahead.skip()
    guard ahead.next == "\n" else { return false }
    while ahead.next == "\n" {
      ahead.take()
      ahead.skip()
    }
    scanner = ahead
    return true
  }

  private mutating func escape() throws(TOMLError) -> Unicode.Scalar {
    let start = scanner.position
    scanner.take()
    switch scanner.take() {
    case "b": return "\u{8}"
    case "t": return "\t"
    case "n": return "\n"
    case "f": return "\u{C}"
    case "r": return "\r"
    case "\"": return "\""
    case "\\": return "\\"
    case "u": return try hexadecimal(4, from: start)
    case "U": return try hexadecimal(8, from: start)
    case let other?:
      throw scanner.error(.badEscape("\\" + (other == "\n" ? "" : String(other))), at: start)
    case nil: throw scanner.expected("an escape after the backslash")
    }
  }

  private mutating func hexadecimal(
    _ count: Int, from start: Int
  ) throws(TOMLError) -> Unicode.Scalar {
    let digits = String(String.UnicodeScalarView(scanner.ahead(count)))
    guard digits.unicodeScalars.count == count,
      digits.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }),
      let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    else {
      let shown = digits.prefix { !$0.isNewline && $0 != "\"" }
      throw scanner.error(.badEscape("\\\(count == 4 ? "u" : "U")\(shown)"), at: start)
    }
    for _ in 0..<count { scanner.take() }
    return scalar
  }
}

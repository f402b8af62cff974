/// The characters of a text, one after the other, with their positions.
struct TOMLScanner {
  private let scalars: [Unicode.Scalar]
  private(set) var position = 0

  /// The characters of UTF-8 text; a byte order mark at its start is left out.
  ///
  /// - Throws: If a byte is not UTF-8, or at a control character that is not a tab or part of a line end.
  init(_ bytes: some Sequence<UInt8>) throws(TOMLError) {
    var scalars: [Unicode.Scalar] = []
    var decoder = UTF8()
    var bytes = bytes.makeIterator()
    var problem: TOMLError.Problem?
    reading: while problem == nil {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar):
        scalars.append(scalar)
        problem = Self.problem(of: scalar)
      case .error: problem = .notUTF8
      case .emptyInput: break reading
      }
    }
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
    if let problem {
      throw error(problem, at: problem == .notUTF8 ? scalars.count : scalars.count - 1)
    }
    if let index = Self.loneReturn(scalars) {
      throw error(.controlCharacter("\r"), at: index)
    }
  }

  private static func problem(of scalar: Unicode.Scalar) -> TOMLError.Problem? {
    switch scalar {
    case "\0": .nul
    case "\t", "\n", "\r": nil
    case _ where scalar.value < 0x20 || scalar.value == 0x7F: .controlCharacter(scalar)
    default: nil
    }
  }

  /// The first carriage return without a line feed: alone it does not end a line.
  private static func loneReturn(_ scalars: [Unicode.Scalar]) -> Int? {
    scalars.indices.first {
      scalars[$0] == "\r" && ($0 + 1 == scalars.count || scalars[$0 + 1] != "\n")
    }
  }

  /// The next character; nil at the end. A line's end is `\n`, even if it is written `\r\n`.
  var next: Unicode.Scalar? {
    guard position < scalars.count else { return nil }
    return scalars[position] == "\r" ? "\n" : scalars[position]
  }

  /// Whether the text goes on with `text`.
  func isAt(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

  /// The next `count` characters, fewer at the end of the text; `\r\n` counts as two.
  func ahead(_ count: Int) -> [Unicode.Scalar] { Array(scalars[position...].prefix(count)) }

  /// Consumes the next character and returns it; nil at the end.
  @discardableResult
  mutating func take() -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    position += scalars[position] == "\r" ? 2 : 1
    return scalar
  }

  /// Consumes `text` if it comes next.
  mutating func take(_ text: String) -> Bool {
    guard isAt(text) else { return false }
    position += text.unicodeScalars.count
    return true
  }

  /// Consumes characters of the line as long as they fit, and returns them.
  @discardableResult
  mutating func takeAll(_ fits: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while let scalar = next, scalar != "\n", fits(scalar) { position += 1 }
    return String(String.UnicodeScalarView(scalars[start..<position]))
  }

  /// Consumes blanks; with `lines` also line ends and comments.
  mutating func skip(lines: Bool = false) {
    repeat {
      takeAll { $0 == " " || $0 == "\t" }
      if lines && next == "#" { takeAll { _ in true } }
    } while lines && next == "\n" && take() != nil
  }

  /// Consumes the rest of a line, which may only contain a comment, and its end.
  mutating func endLine() throws(TOMLError) {
    skip()
    if next == "#" { takeAll { _ in true } }
    guard next == nil || next == "\n" else { throw expected("the end of the line") }
    take()
  }

  /// The error that `what` was expected at the next character.
  func expected(_ what: String) -> TOMLError { error(.expected(what, found: next), at: position) }

  /// The error of a problem at a position.
  func error(_ problem: TOMLError.Problem, at position: Int) -> TOMLError {
    let before = scalars[..<max(0, min(position, scalars.count))]
    let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
    return TOMLError(
      line: 1 + before.count { $0 == "\n" }, column: 1 + before.count - lineStart,
      problem: problem)
  }
}

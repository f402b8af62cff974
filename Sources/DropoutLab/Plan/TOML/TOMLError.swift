/// The place at which a text stops being TOML, and the reason.
package struct TOMLError: Error, Hashable, Sendable {
  /// The line, from 1.
  package let line: Int
  /// The character in the line, from 1.
  package let column: Int
  /// What is wrong there.
  package let problem: Problem

  /// What can be wrong with a text.
  package enum Problem: Error, Hashable, Sendable {
    /// Something else was expected; `found` is nil at the end of the text.
    case expected(String, found: Unicode.Scalar?)
    /// The bytes are not UTF-8.
    case notUTF8
    /// A NUL byte, as in a file whose end was never written.
    case nul
    /// A control character that TOML does not allow.
    case controlCharacter(Unicode.Scalar)
    /// A word or number that is not a value.
    case noValue(String)
    /// A whole number that does not fit into 64 bits.
    case outOfRange(String)
    /// A backslash and characters that are not an escape.
    case badEscape(String)
    /// A key that has a value already, or a table that was written before.
    case duplicate(String)
    /// A key below something that is not a table, or a table that is closed.
    case notATable(String)
    /// Lists or tables nested deeper than `limit`.
    case tooDeep(limit: Int)
  }
}

extension TOMLError.Problem: CustomStringConvertible {
  /// What is wrong and what is expected, in one line.
  package var description: String {
    switch self {
    case .expected(let expected, let found): "expected \(expected), found \(Self.name(found))"
    case .notUTF8: "the text is not UTF-8; save it as UTF-8"
    case .nul: "expected text, found a NUL byte; the file is damaged or is not text"
    case .controlCharacter(let scalar):
      "expected text, found the control character \(Self.code(scalar))"
    case .noValue(let word):
      "expected a value, found \(Self.short(word)); text stands in quotes"
    case .outOfRange(let number): "\(Self.short(number)) does not fit into 64 bits"
    case .badEscape(let text):
      "\(Self.short(text)) is not an escape; write \\\\ for a backslash, or use single quotes"
    case .duplicate(let key): "\(Self.short(key)) is set twice"
    case .notATable(let key): "\(Self.short(key)) is not a table that keys can be added to"
    case .tooDeep(let limit): "more than \(limit) lists or tables within each other"
    }
  }

  private static func name(_ scalar: Unicode.Scalar?) -> String {
    switch scalar {
    case nil: "the end of the text"
    case "\n": "the end of the line"
    case " ": "a space"
    case "\t": "a tab"
    case let scalar?:
      scalar.properties.generalCategory == .control ? code(scalar) : String(scalar)
    }
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  private static func short(_ text: String) -> String {
    text.count > 40 ? text.prefix(40) + "…" : text
  }
}

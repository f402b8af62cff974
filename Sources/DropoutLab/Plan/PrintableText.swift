import DropoutStatistics

/// Text from outside (a file, a plan, a path, an argument) in a form that may be printed: nothing in it moves
/// a terminal's cursor, changes its colours or turns the direction of reading.
package enum PrintableText {
  /// The text with every unsafe scalar written as `\u{…}`.
  ///
  /// - Parameter keepsLines: Whether line ends and tabs stay as they are.
  package static func escaped(_ text: String, keepsLines: Bool = false) -> String {
    let kept: Set<Unicode.Scalar> = keepsLines ? ["\n", "\t"] : []
    return escaped(text, except: kept) {
      "\\u{\(String($0.value, radix: 16, uppercase: true))}"
    }
  }

  /// The same JSON document with unsafe scalars, which can only occur in its strings, written as JSON
  /// escapes.
  package static func escapedJSON(_ text: String) -> String {
    escaped(text, except: ["\n"], as: escape)
  }

  private static func escaped(
    _ text: String, except kept: Set<Unicode.Scalar>, as escape: (Unicode.Scalar) -> String
  ) -> String {
    let isEscaped: (Unicode.Scalar) -> Bool = { isUnsafe($0) && !kept.contains($0) }
    // Most text is plain and is returned as it is.
    guard text.unicodeScalars.contains(where: isEscaped) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isEscaped(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A scalar of the first plane as JSON and TOML write it: `\u` and four hexadecimal digits.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
  }

  /// Whether a scalar is a control (C0, DEL, C1), a line end, or changes the direction of the text.
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F: false
    case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// The largest number of characters in one word of a message.
  static let longestWord = 200
  /// The largest number of characters in a message: less than a screen.
  static let longestMessage = 1_200

  /// The message with long words cut, and their lengths given.
  package static func shortened(_ message: String) -> String {
    guard message.utf8.count > longestWord else { return message }
    let words = message.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.count > longestWord ? cut(word, at: longestWord) : String(word)
    }
    let text = words.joined(separator: " ")
    guard text.count > longestMessage else { return text }
    // The end says what to do, so it stays.
    return cut(text[...], at: longestMessage * 2 / 3) + " … " + text.suffix(longestMessage / 4)
  }

  private static func cut(_ text: Substring, at length: Int) -> String {
    // The word with its mark is no longer than allowed, so that cutting it again changes nothing.
    "\(text.prefix(length - 1))… (\(NumberText.count(text.count)) characters)"
  }
}

/// Values without quotes or brackets: true, false, numbers, dates.
extension TOMLReader {
  mutating func word() throws(TOMLError) -> TOMLValue {
    let start = scanner.position
    var word = takeWord()
    guard !word.isEmpty else { throw scanner.expected("a value") }
    if Self.isDate(word) || Self.isTime(word) {
      // A time may follow its date after a space.
      var ahead = scanner
      if Self.isDate(word), ahead.take(" "), ahead.ahead(3).last == ":" {
        scanner = ahead
        word += " " + takeWord()
      }
      return .date(word)
    }
    if let value = Self.constants[word] { return value }
    if let number = Self.integerText(word) {
      guard let value = Int(number.digits, radix: number.radix) else {
        throw scanner.error(.outOfRange(word), at: start)
      }
      return .integer(value)
    }
    guard let digits = Self.numberText(word), let value = Double(digits) else {
      throw scanner.error(.noValue(word), at: start)
    }
    return .number(value)
  }

  /// Takes everything up to a separator, even invalid characters, so that an error shows the whole word.
  private mutating func takeWord() -> String {
    scanner.takeAll { !" \t,[]{}#=\"'".unicodeScalars.contains($0) }
  }

  private static let constants: [String: TOMLValue] = [
    "true": .flag(true), "false": .flag(false), "inf": .number(.infinity),
    "+inf": .number(.infinity), "-inf": .number(-.infinity), "nan": .number(.nan),
    "+nan": .number(.nan), "-nan": .number(.nan),
  ]

  private static func isDate(_ word: String) -> Bool {
    matches(word, "dddd-dd-dd")
  }

  private static func isTime(_ word: String) -> Bool { matches(word, "dd:dd") }

  private static func matches(_ word: String, _ pattern: String) -> Bool {
    word.utf8.count >= pattern.utf8.count
      && zip(word.utf8, pattern.utf8).allSatisfy {
        $1 == UInt8(ascii: "d") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) : $0 == $1
      }
  }

  /// The digits of a whole number with its sign, without underscores; nil if the word is not a whole number.
  private static func integerText(_ word: String) -> (digits: String, radix: Int)? {
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where word.hasPrefix(prefix) {
      return digits(word.dropFirst(2), radix: radix).map { ($0, radix) }
    }
    return signed(word[...]) { digits in
      digits.count > 1 && digits.first == "0" ? nil : self.digits(digits, radix: 10)
    }.map { ($0, 10) }
  }

  /// A number with a fraction, an exponent or both, without underscores; nil if it is not one.
  private static func numberText(_ word: String) -> String? {
    let parts = word.split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { $0 == "e" || $0 == "E" })
    let mantissa = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard mantissa.count == 2 || parts.count == 2,
      let whole = integerText(String(mantissa[0])), whole.radix == 10
    else { return nil }
    var text = whole.digits
    if mantissa.count == 2 {
      guard let fraction = digits(mantissa[1], radix: 10) else { return nil }
      text += "." + fraction
    }
    if parts.count == 2 {
      guard let exponent = signed(parts[1], { digits($0, radix: 10) }) else { return nil }
      text += "e" + exponent
    }
    return text
  }

  private static func signed(
    _ text: Substring, _ read: (Substring) -> String?
  ) -> String? {
    if text.hasPrefix("-") { return read(text.dropFirst()).map { "-" + $0 } }
    return read(text.hasPrefix("+") ? text.dropFirst() : text)
  }

  /// The digits without the single underscores between them; nil if the text is anything else.
  private static func digits(_ text: Substring, radix: Int) -> String? {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    let isNumber = parts.allSatisfy { part in
      !part.isEmpty
        && part.unicodeScalars.allSatisfy {
          $0.isASCII && (Character($0).hexDigitValue ?? 16) < radix
        }
    }
    return isNumber ? parts.joined() : nil
  }
}

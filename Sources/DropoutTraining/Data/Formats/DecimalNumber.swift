/// Reads decimal numbers from text, with the same bits on every machine.
enum DecimalNumber {
  private static let powers: [Float] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]

  /// The nearest `Float` to `[+-]digits[.digits][(e|E)[+-]digits]`; nil for anything else, and for
  /// numbers too large to be finite.
  ///
  /// For numbers up to 2²⁴ with at most ten decimal places, one division of exact numbers is correctly
  /// rounded (Clinger 1990); everything else goes to the standard library.
  static func float(_ text: ArraySlice<UInt8>) -> Float? {
    var offset = text.startIndex
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { offset += 1 }
    var mantissa = 0
    var digitCount = 0
    var decimals = 0
    var isAfterPoint = false
    while offset < text.endIndex {
      let byte = text[offset]
      if byte >= 0x30, byte <= 0x39 {
        if mantissa <= 1 << 40 { mantissa = mantissa * 10 + Int(byte - 0x30) }
        digitCount += 1
        if isAfterPoint { decimals += 1 }
      } else if byte == UInt8(ascii: "."), !isAfterPoint {
        isAfterPoint = true
      } else {
        break
      }
      offset += 1
    }
    guard digitCount > 0 else { return nil }
    if offset == text.endIndex, mantissa <= 1 << 24, decimals <= 10 {
      let magnitude = Float(mantissa) / powers[decimals]
      return isNegative ? -magnitude : magnitude
    }
    guard offset == text.endIndex || isExponent(text[offset...]) else { return nil }
    guard text.count <= 512 else { return nil }
    // The standard library refuses a point that no digit follows.
    var number = String(decoding: text, as: UTF8.self).replacing(".e", with: ".0e")
    if number.hasSuffix(".") { number += "0" }
    return Float(number).flatMap { $0.isFinite ? $0 : nil }
  }

  /// The nearest `Float` to a number with the given decimal mark; with a comma, text with a point is not a number.
  static func float(_ text: ArraySlice<UInt8>, decimal: DecimalMark) -> Float? {
    guard decimal == .comma else { return float(text) }
    guard !text.contains(UInt8(ascii: ".")) else { return nil }
    guard text.contains(UInt8(ascii: ",")) else { return float(text) }
    return float(text.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }[...])
  }

  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first == UInt8(ascii: "e") || first == UInt8(ascii: "E") else {
      return false
    }
    var digits = text.dropFirst()
    if let sign = digits.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
      digits = digits.dropFirst()
    }
    return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// An integer, which may be written with a fraction of zeros (`3.0`) or an exponent (`3.0e+00`); nil for
  /// anything else.
  static func integer(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    if let whole = parts.first, parts.count == 1 || parts[1].allSatisfy({ $0 == "0" }),
      let integer = Int64(whole)
    {
      return integer
    }
    guard text.contains(where: { $0 == "e" || $0 == "E" }), float(Array(text.utf8)[...]) != nil,
      let number = Double(text), abs(number) < 9e15, number == number.rounded()
    else { return nil }
    return Int64(number)
  }
}

/// Numbers as a reader expects them: fixed decimals, U+2212 for minus, no locale, no "−0.00".
enum PlainNumber {
  /// `value` with so many decimals; what has more than fifteen digits stays as Swift prints it.
  static func fixed(_ value: Double, decimals: Int) -> String {
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 1e15 else { return value < 0 ? "\u{2212}\(-value)" : "\(value)" }
    let sign = value < 0 && scaled > 0 ? "\u{2212}" : ""
    let digits = String(Int(scaled))
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// How many decimals show two digits of `size`: from `least` to six.
  static func decimals(forTwoDigitsOf size: Double, atLeast least: Int) -> Int {
    guard size > 0 else { return least }
    var decimals = 0
    var shown = size
    while shown < 10 && decimals < 6 {
      shown *= 10
      decimals += 1
    }
    return max(least, decimals)
  }

  /// A p-value: "0.58", "0.031", "0.001", "below 0.001"; never rounded across 0.05.
  static func probability(_ p: Double) -> String {
    if p >= 0.995 { return "1" }
    if p < 0.0005 { return "below 0.001" }
    let decimals = p >= 0.1 ? 2 : 3
    let crossesLevel = p < 0.05 && p >= 0.0495
    return crossesLevel ? "just below 0.05" : fixed(p, decimals: decimals)
  }

  /// A number of test examples without its sign: "114", "5.7", "0.2", "0".
  static func count(_ value: Double) -> String {
    let text = fixed(abs(value), decimals: abs(value) < 9.95 ? 1 : 0)
    guard !text.contains("e") else { return text }
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : grouped(text)
  }

  /// A whole number with commas between thousands: "60,000".
  static func grouped(_ value: Int) -> String { grouped(String(value)) }

  private static func grouped(_ digits: String) -> String {
    guard !digits.contains(".") else { return digits }
    var result = ""
    for (i, digit) in digits.enumerated() {
      if i > 0 && (digits.count - i) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }
}

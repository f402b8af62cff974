/// Numbers as sentences, tables and reports print them: no locale, a true minus sign, the same digits everywhere.
package enum NumberText {
  /// `value` with a fixed number of decimals; "∞", "−∞" or "not a number" if it is not finite.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else {
      return value.isNaN ? "not a number" : value < 0 ? "\u{2212}∞" : "∞"
    }
    let digits = plainDigits(value.magnitude, decimals: decimals)
    let isZero = digits.allSatisfy { $0 == "0" || $0 == "." }
    return value < 0 && !isZero ? "\u{2212}" + digits : digits
  }

  /// As ``fixed(_:decimals:)``, with a plus sign before positive numbers.
  package static func signed(_ value: Double, decimals: Int) -> String {
    let text = fixed(value, decimals: decimals)
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return value > 0 && !isZero ? "+" + text : text
  }

  /// A share, 0…1, in percent with two decimals and without the sign: 0.0725 gives "7.25".
  package static func percent(_ share: Double) -> String { fixed(share * 100, decimals: 2) }

  /// A difference of shares in points with its sign: −0.001 gives "−0.10". One that two decimals would show as 0 has
  /// two digits: the end of an interval that leaves out 0 must be seen to do so.
  package static func points(_ difference: Double) -> String {
    let points = difference * 100
    guard points != 0, points.magnitude < 0.005 else { return signed(points, decimals: 2) }
    return signed(points, decimals: decimals(forTwoDigitsOf: points.magnitude, atLeast: 2))
  }

  /// A loss: three decimals, more if it is small, powers of ten below 10⁻⁶.
  package static func loss(_ value: Double) -> String {
    guard value.isFinite, value != 0, value.magnitude < 0.01 else {
      return fixed(value, decimals: 3)
    }
    var decimals = 3
    var scaled = value.magnitude * 1000
    while scaled < 9.95, decimals < 400 {
      scaled *= 10
      decimals += 1
    }
    if decimals <= 8 { return fixed(value, decimals: decimals) }
    let mantissa = fixed(value < 0 ? -scaled / 10 : scaled / 10, decimals: 1)
    return "\(mantissa)·10\(superscript(1 - decimals))"
  }

  /// A probability of a test, in sentences and tables alike: "0.58", "0.031", "< 0.001"; never rounded
  /// across 0.05.
  package static func probability(_ p: Double) -> String {
    if p >= 0.995 { return "1" }
    if p < 0.001 { return "< 0.001" }
    return p < 0.05 && p >= 0.0495 ? "< 0.05" : fixed(p, decimals: p >= 0.0995 ? 2 : 3)
  }

  /// A count with commas between thousands.
  package static func count(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text = "," + text }
      text = String(digit) + text
    }
    return value < 0 ? "\u{2212}" + text : text
  }

  /// A number as short as it is exact: 0, 1,000,000, 0.5.
  package static func short(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? count(Int(value)) : "\(value)"
  }

  /// A count of things: "1 output", "2,000 outputs".
  ///
  /// - Parameter thing: The noun in the singular; its plural must end in s.
  package static func counted(_ count: Int, _ thing: String) -> String {
    "\(NumberText.count(count)) \(thing)\(count == 1 ? "" : "s")"
  }

  /// "1 seed", "2 seeds".
  package static func seeds(_ count: Int) -> String { counted(count, "seed") }

  /// A whole number in superscript digits: −7 gives "⁻⁷".
  package static func superscript(_ value: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let text = String(value.magnitude).compactMap(\.wholeNumberValue).map { digits[$0] }
    return (value < 0 ? "⁻" : "") + String(text)
  }

  /// Digits of a non-negative finite number; Swift's own shortest form beyond 10¹⁵.
  private static func plainDigits(_ value: Double, decimals: Int) -> String {
    var power = 1.0
    for _ in 0..<decimals { power *= 10 }
    let scaled = (value * power).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let digits = String(UInt64(scaled))
    guard decimals > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}

/// Numbers inside a sentence.
extension NumberText {
  /// The number of decimals that show two digits of `size`: from `least` to six.
  package static func decimals(forTwoDigitsOf size: Double, atLeast least: Int) -> Int {
    guard size > 0 else { return least }
    var decimals = 0
    var shown = size
    while shown < 10 && decimals < 6 {
      shown *= 10
      decimals += 1
    }
    return max(least, decimals)
  }

  /// A moment of a training: "after 30,000 steps".
  package static func moment(steps: Int) -> String {
    "after " + counted(steps, "step")
  }

  /// A number of test examples without its sign: "114", "5.7", "0.2", "0".
  package static func exampleCount(_ value: Double) -> String {
    let size = value.magnitude
    if size < 9.95 {
      let text = fixed(size, decimals: 1)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return size < 1e15 ? count(Int(size.rounded())) : fixed(size, decimals: 0)
  }
}

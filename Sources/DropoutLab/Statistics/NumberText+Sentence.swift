/// Numbers inside a sentence.
extension NumberText {
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

  /// A p-value in words: "0.58", "0.031", "0.001", "below 0.001"; never rounded across 0.05.
  static func spokenProbability(_ p: Double) -> String {
    if p >= 0.995 { return "1" }
    if p < 0.0005 { return "below 0.001" }
    let decimals = p >= 0.1 ? 2 : 3
    let crossesLevel = p < 0.05 && p >= 0.0495
    return crossesLevel ? "just below 0.05" : fixed(p, decimals: decimals)
  }

  /// A number of test examples without its sign: "114", "5.7", "0.2", "0".
  static func exampleCount(_ value: Double) -> String {
    let size = value.magnitude
    if size < 9.95 {
      let text = fixed(size, decimals: 1)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    return size < 1e15 ? count(Int(size.rounded())) : fixed(size, decimals: 0)
  }
}

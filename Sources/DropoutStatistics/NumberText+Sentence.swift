/// Numbers inside a sentence.
extension NumberText {
  /// How many decimals show two digits of `size`: from `least` to six.
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

  /// The moment of training that is spoken of: "after 30,000 steps".
  package static func moment(steps: Int) -> String {
    "after " + (steps == 1 ? "1 step" : "\(count(steps)) steps")
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

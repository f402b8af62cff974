import DropoutTraining

/// Numbers in files of scores.
enum ScoreNumber {
  private static let notFinite: [String: Double] = [
    "nan": .nan, "inf": .infinity, "infinity": .infinity, "+inf": .infinity,
    "+infinity": .infinity, "-inf": -.infinity, "-infinity": -.infinity,
  ]

  /// The number nearest to a decimal, also `nan` and `inf` as Python, R and NumPy write them; nil for other text.
  static func value(_ text: String, decimal: DecimalMark = .point) -> Double? {
    let text = text.filter { $0 != " " }
    if let special = notFinite[text.lowercased()] { return special }
    let mark: Character = decimal == .comma ? "," : "."
    guard text.contains(where: \.isNumber),
      text.allSatisfy({ $0.isASCII && ($0.isNumber || "eE+-".contains($0) || $0 == mark) })
    else { return nil }
    var plain = text.replacing(",", with: ".")
    if plain.hasSuffix(".") { plain += "0" }
    return Double(plain.replacing(".e", with: ".0e"))
  }

  /// A seed as text that is the same for 3, 03 and 3.0.
  static func seed(_ text: String) -> String {
    guard let number = value(text), number == number.rounded(), number.magnitude < 1e15 else {
      return text
    }
    return String(Int(number))
  }

  /// Whether text stands for a missing value.
  static func isMissing(_ text: String) -> Bool {
    ["", "na", "n/a", "null", "none", "<na>"].contains(text.lowercased())
  }
}

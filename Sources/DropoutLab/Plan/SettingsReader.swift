import DropoutStatistics
import DropoutTraining

/// Reads settings with their defaults and limits.
struct SettingsReader {
  let settings: PlanSettings

  init(_ settings: PlanSettings) { self.settings = settings }

  func text(_ name: String) -> String? { settings[name]?.asText }
  func flag(_ name: String) -> Bool? { settings[name]?.asFlag }

  /// `data.standardise`; nil if it is unset.
  func standardising() -> Standardising? {
    guard let value = settings["data.standardise"] else { return nil }
    return value.asFlag.map { $0 ? .always : .never } ?? .auto
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(PlanError) -> Int? {
    guard let value = settings[name]?.asInteger else { return nil }
    guard range.contains(value) else {
      throw .badValue(
        name: name, value: String(value),
        allowed: "a whole number from \(NumberText.count(range.lowerBound)) to "
          + NumberText.count(range.upperBound))
    }
    return value
  }

  func integer(
    _ name: String, _ usual: Int, in range: ClosedRange<Int>
  ) throws(PlanError) -> Int {
    try integer(name, in: range) ?? usual
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(PlanError) -> Double? {
    guard let value = settings[name]?.asNumber else { return nil }
    guard range.contains(value) else {
      throw .badValue(
        name: name, value: "\(value)",
        allowed: "a number from \(NumberText.short(range.lowerBound)) to "
          + NumberText.short(range.upperBound))
    }
    return value
  }

  func number(
    _ name: String, _ usual: Double, in range: ClosedRange<Double>
  ) throws(PlanError) -> Double {
    try number(name, in: range) ?? usual
  }

  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String, _ usual: Choice
  ) throws(PlanError) -> Choice {
    let words = Choice.allCases.map(\.rawValue)
    guard let word = try word(name, among: words) else { return usual }
    guard let choice = Choice(rawValue: word) else {
      preconditionFailure("\(word) is none of \(words)")
    }
    return choice
  }

  /// The one of some words that a setting names; nil if it is unset. Capitals, underscores and names from
  /// elsewhere (``aliases``) are understood.
  func word(_ name: String, among words: [String]) throws(PlanError) -> String? {
    guard let text = text(name) else { return nil }
    let plain = Suggestion.plain(text)
    for candidate in [plain, Self.aliases[plain] ?? plain] where words.contains(candidate) {
      return candidate
    }
    // A misspelt name from elsewhere is understood, too.
    let foreign = Self.aliases.filter { words.contains($0.value) && !words.contains($0.key) }
    let meant = Suggestion.nearest(to: text, among: words + foreign.keys.sorted())
      .map { foreign[$0] ?? $0 }
    throw .badValue(
      name: name, value: text, allowed: Suggestion.list(words, insteadOf: meant ?? text))
  }

  /// What frameworks and courses call the words of this program.
  private static let aliases = [
    "sigmoid": "logistic", "identity": "linear", "mse": "squared", "glorot": "xavier",
    "kaiming": "he",
  ]

  func policies() throws(PlanError) -> [MaskPolicy] {
    guard let texts = settings["comparison.policies"]?.asList?.compactMap(\.asText) else {
      return Plan.usualPolicies
    }
    var policies: [MaskPolicy] = []
    for text in texts {
      guard let policy = MaskPolicy(text) ?? MaskPolicy(Suggestion.plain(text)) else {
        throw .badValue(
          name: "comparison.policies", value: text,
          allowed: MaskPolicy.allowedForms(insteadOf: text))
      }
      if policies.contains(policy) {
        throw .contradiction("comparison.policies names \(policy) twice")
      }
      policies.append(policy)
    }
    guard !policies.isEmpty else {
      throw .badValue(
        name: "comparison.policies", value: "[]", allowed: MaskPolicy.allowedForms)
    }
    return policies
  }
}

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
        allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
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
        allowed: "a number from \(range.lowerBound) to \(range.upperBound)")
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
    guard let text = text(name) else { return usual }
    guard let choice = Choice(rawValue: text) else {
      throw .badValue(
        name: name, value: text,
        allowed: Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  func policies() throws(PlanError) -> [MaskPolicy] {
    guard let texts = settings["comparison.policies"]?.asList?.compactMap(\.asText) else {
      return Plan.usualPolicies
    }
    var policies: [MaskPolicy] = []
    for text in texts {
      guard let policy = MaskPolicy(text) else {
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

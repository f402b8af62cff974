import DropoutTraining

/// A value that a plan can keep for a setting.
protocol SettingValue: Sendable {
  /// Reads a setting's value; nil if it is of another kind or not allowed.
  static func from(_ value: PlanValue) -> Self?
  /// The value as a setting has it; nil if nothing is set.
  var planValue: PlanValue? { get }
}

extension Bool: SettingValue {
  static func from(_ value: PlanValue) -> Bool? { value.asFlag }
  var planValue: PlanValue? { .flag(self) }
}

extension Metric: SettingValue {
  static func from(_ value: PlanValue) -> Metric? { value.asText.flatMap { Metric(word: $0) } }
  var planValue: PlanValue? { .text(word) }
}

extension Int: SettingValue {
  static func from(_ value: PlanValue) -> Int? { value.asInteger }
  var planValue: PlanValue? { .integer(self) }
}

extension UInt64: SettingValue {
  static func from(_ value: PlanValue) -> UInt64? {
    value.asInteger.flatMap { UInt64(exactly: $0) }
  }
  var planValue: PlanValue? { .integer(Int(self)) }
}

extension Double: SettingValue {
  static func from(_ value: PlanValue) -> Double? { value.asNumber }
  var planValue: PlanValue? { .number(self) }
}

extension String: SettingValue {
  static func from(_ value: PlanValue) -> String? { value.asText }
  var planValue: PlanValue? { .text(self) }
}

extension Array: SettingValue where Element: SettingValue {
  static func from(_ value: PlanValue) -> [Element]? {
    guard let list = value.asList else { return nil }
    let items = list.compactMap(Element.from)
    return items.count == list.count ? items : nil
  }
  var planValue: PlanValue? { .list(compactMap(\.planValue)) }
}

extension Optional: SettingValue where Wrapped: SettingValue {
  static func from(_ value: PlanValue) -> Wrapped?? { Wrapped.from(value).map { $0 } }
  var planValue: PlanValue? { self?.planValue }
}

extension Standardising: SettingValue {
  static func from(_ value: PlanValue) -> Self? {
    value.asFlag.map { $0 ? .always : .never } ?? .auto
  }
  var planValue: PlanValue? { self == .auto ? .text("auto") : .flag(self == .always) }
}

/// Enums are written as the names of their cases.
extension SettingValue where Self: RawRepresentable<String> {
  static func from(_ value: PlanValue) -> Self? { value.asText.flatMap { Self(rawValue: $0) } }
  var planValue: PlanValue? { .text(rawValue) }
}

extension Activation: SettingValue {}
extension Loss: SettingValue {}
extension Initialisation: SettingValue {}
extension DropoutScaling: SettingValue {}
extension DropoutNoise: SettingValue {}
extension DropoutSchedule.Kind: SettingValue {}
extension ValidationScore: SettingValue {}
extension Moment: SettingValue {}
extension LearningTask: SettingValue {}
extension MissingValues: SettingValue {}
extension WordEncoding: SettingValue {}
extension FieldSeparator: SettingValue {
  static func from(_ value: PlanValue) -> Self? { value.asText.flatMap { Self(named: $0) } }
}
extension DecimalMark: SettingValue {
  static func from(_ value: PlanValue) -> Self? { value.asText.flatMap { Self(named: $0) } }
}

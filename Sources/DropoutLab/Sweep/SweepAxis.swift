import DropoutTraining

/// One setting that a sweep varies, and its values.
///
/// Besides the settings of a plan there are two: `network.width`, the units of every hidden layer, and
/// `network.depth`, how many hidden layers there are.
public struct SweepAxis: Hashable, Sendable {
  /// `section.key`.
  public let name: String
  /// The values that the axis takes.
  public let values: Values

  /// The values of an axis.
  public enum Values: Hashable, Sendable {
    /// Each value of a list.
    case list([PlanValue])
    /// Any value between the ends, in random samples only.
    case range(low: Double, high: Double)
  }

  /// Settings that only sweeps have.
  private static let shapes = [
    PlanSetting(
      "network.width", .integer(1...1_000_000), .none, "units of every hidden layer",
      short: "width", isLogarithmic: true),
    PlanSetting(
      "network.depth", .integer(1...98), .none, "hidden layers", short: "depth"),
  ]

  /// The setting that varies.
  private var setting: PlanSetting? { Self.setting { $0.name == name } }

  private static func setting(where isMeant: (PlanSetting) -> Bool) -> PlanSetting? {
    shapes.first(where: isMeant) ?? PlanSetting.all.first(where: isMeant)
  }

  /// Reads `name=value,value,…` or `name=low..high`.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - source: The flag that it comes from, for messages.
  public init(_ text: String, source: String) throws(PlanError) {
    guard let equals = text.firstIndex(of: "=") else {
      throw .badValue(
        name: source, value: text, allowed: "name=value,value,… or name=low..high")
    }
    let given = text[..<equals].trimmingSpaces()
    let setting = Self.setting { $0.short == given || $0.name == given }
    guard let setting, !setting.name.hasPrefix("comparison.") else {
      throw .unknownSetting(name: given, source: source)
    }
    let rest = text[text.index(after: equals)...].trimmingSpaces()
    name = setting.name
    if let range = try Self.range(rest, of: setting) {
      values = range
      return
    }
    var list: [PlanValue] = []
    for part in rest.commaSeparated {
      let value = Self.value(part, kind: setting.kind)
      guard Self.accepts(value, for: setting) else {
        throw .wrongKind(
          name: given, source: source,
          expected: setting.kind.description + ", several joined by commas",
          found: part.isEmpty ? "nothing" : part)
      }
      guard !list.contains(value) else { throw .repeated(part, source: source) }
      list.append(value)
    }
    values = .list(list)
  }

  private static func accepts(_ value: PlanValue, for setting: PlanSetting) -> Bool {
    // The plan reports itself what is wrong with a value of one of its settings.
    setting.kind.accepts(value)
      && (PlanSetting.named(setting.name) != nil || setting.allows(value))
  }

  private static func value(_ text: String, kind: PlanSetting.Kind) -> PlanValue {
    switch kind {
    case .text, .word, .symbol: .text(text)
    case .integers: .list(text.split(separator: "-").map { PlanSettings.value(of: String($0)) })
    default:
      Double(text).map { $0 == $0.rounded() && Int(text) != nil ? .integer(Int($0)) : .number($0) }
        ?? PlanSettings.value(of: text)
    }
  }

  private static func range(
    _ text: String, of setting: PlanSetting
  ) throws(PlanError) -> Values? {
    guard let dots = text.firstRange(of: ".."), !setting.kind.isText else { return nil }
    let ends = [text[..<dots.lowerBound], text[dots.upperBound...]].map {
      Double($0.trimmingSpaces())
    }
    let least = setting.isLogarithmic ? Double.leastNormalMagnitude : -.infinity
    guard let low = ends[0], let high = ends[1], low < high, low >= least, high <= 1e15,
      setting.kind.accepts(.integer(1))
    else {
      throw .badValue(
        name: setting.name, value: text,
        allowed: "two numbers up to 1e15, the smaller first, as in 0.01..1"
          + (setting.isLogarithmic ? ", above 0" : ""))
    }
    return .range(low: low, high: high)
  }

  /// The value at a share of the way through the axis, 0 ..< 1: a list has equal parts, a range is even in
  /// the value or its logarithm, to three digits.
  func value(at share: Double) -> PlanValue {
    switch values {
    case .list(let list): return list[min(list.count - 1, Int(share * Double(list.count)))]
    case .range(let low, let high):
      let value =
        setting?.isLogarithmic == true
        ? low * PortableMath.exp(share * PortableMath.log(high / low)) : low + share * (high - low)
      if case .integer = setting?.kind { return .integer(Int(value.rounded())) }
      return .number(Self.threeDigits(value))
    }
  }

  private static func threeDigits(_ value: Double) -> Double {
    var power = 1.0
    while value.magnitude * power < 100, power < 1e15, value != 0 { power *= 10 }
    return (value * power).rounded() / power
  }

  /// A value's place on the axis: a 0 that means all, or no limit, is the largest.
  func rank(_ value: PlanValue) -> Double? {
    value.asNumber.map { $0 == 0 && setting?.zero != nil ? .infinity : $0 }
  }

  /// A place in words.
  func text(_ place: Double) -> String {
    if place == .infinity { return setting?.zero ?? "none" }
    return place == place.rounded() && place.magnitude < 1e15 ? "\(Int(place))" : "\(place)"
  }

  /// A value in words; a 0 that means all, or no limit, is written as ``PlanSetting/zero``.
  func text(_ value: PlanValue) -> String {
    rank(value) == .infinity ? text(.infinity) : value.bareText
  }

  /// A value in words, whole numbers without a fraction.
  func words(_ value: PlanValue) -> String { rank(value).map { text($0) } ?? value.bareText }

  /// Whether the axis's values are numbers that can be put in order.
  var isNumeric: Bool {
    switch values {
    case .range: true
    case .list(let list): list.allSatisfy { $0.asNumber != nil }
    }
  }

  /// The shortest name of the setting.
  public var shortName: String { setting?.short ?? name }
}

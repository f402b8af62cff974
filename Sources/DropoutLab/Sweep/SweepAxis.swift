import DropoutTraining

/// One setting that a sweep varies, and over what.
///
/// Besides the settings of a plan there are two: `network.width`, the units of every hidden layer, and
/// `network.depth`, how many hidden layers there are.
public struct SweepAxis: Hashable, Sendable {
  /// `section.key`.
  public let name: String
  /// What it takes.
  public let values: Values

  /// What an axis takes.
  public enum Values: Hashable, Sendable {
    /// Each of these.
    case list([PlanValue])
    /// Anything between; only a random sample can.
    case range(low: Double, high: Double)
  }

  /// Names that are spelled shorter.
  static let shortNames = [
    "data": "data.name", "width": "network.width",
    "depth": "network.depth", "activation": "network.activation", "keep": "dropout.keep",
    "optimizer": "training.optimizer", "learning-rate": "training.learning-rate",
    "batch": "training.batch", "steps": "training.steps", "epochs": "training.epochs",
  ]
  /// Settings that spread over powers of ten: a range is sampled evenly in their logarithm.
  private static let logarithmic: Set = [
    "network.width", "training.learning-rate", "training.batch", "training.steps",
    "training.epochs", "training.l2",
  ]

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
    let name = Self.shortNames[given] ?? given
    guard let kind = Self.kind(of: name), !name.hasPrefix("comparison.") else {
      throw .unknownSetting(name: given, source: source)
    }
    let rest = text[text.index(after: equals)...].trimmingSpaces()
    self.name = name
    if let range = try Self.range(rest, name: name, kind: kind) {
      values = range
      return
    }
    var list: [PlanValue] = []
    for part in rest.commaSeparated {
      let value = Self.value(part, kind: kind)
      guard Self.accepts(value, name: name) else {
        throw .wrongKind(
          name: given, source: source, expected: kind.rawValue + ", several joined by commas",
          found: part.isEmpty ? "nothing" : part)
      }
      guard !list.contains(value) else { throw .contradiction("\(source): \(part) stands twice") }
      list.append(value)
    }
    values = .list(list)
  }

  private static func kind(of name: String) -> PlanSetting.Kind? {
    name == "network.width" || name == "network.depth"
      ? .integer : PlanSetting.named(name)?.kind
  }

  private static func accepts(_ value: PlanValue, name: String) -> Bool {
    guard let setting = PlanSetting.named(name) else {
      return (1...(name == "network.depth" ? 98 : 1_000_000)).contains(value.asInteger ?? 0)
    }
    return setting.accepts(value)
  }

  private static func value(_ text: String, kind: PlanSetting.Kind) -> PlanValue {
    switch kind {
    case .text: .text(text)
    case .integers: .list(text.split(separator: "-").map { PlanSettings.value(of: String($0)) })
    default:
      Double(text).map { $0 == $0.rounded() && Int(text) != nil ? .integer(Int($0)) : .number($0) }
        ?? PlanSettings.value(of: text)
    }
  }

  private static func range(
    _ text: String, name: String, kind: PlanSetting.Kind
  ) throws(PlanError) -> Values? {
    guard let dots = text.firstRange(of: ".."), kind != .text else { return nil }
    let ends = [text[..<dots.lowerBound], text[dots.upperBound...]].map {
      Double($0.trimmingSpaces())
    }
    let least = logarithmic.contains(name) ? Double.leastNormalMagnitude : -.infinity
    guard let low = ends[0], let high = ends[1], low < high, low >= least, high <= 1e15,
      [.integer, .number, .numbers].contains(kind)
    else {
      throw .badValue(
        name: name, value: text,
        allowed: "two numbers up to 1e15, the smaller first, as in 0.01..1"
          + (logarithmic.contains(name) ? ", above 0" : ""))
    }
    return .range(low: low, high: high)
  }

  /// The value at a share of the way, 0 ..< 1, through the axis: a list in equal parts, a range evenly
  /// in the value or its logarithm, to three digits.
  func value(at share: Double) -> PlanValue {
    switch values {
    case .list(let list): return list[min(list.count - 1, Int(share * Double(list.count)))]
    case .range(let low, let high):
      let value =
        Self.logarithmic.contains(name)
        ? low * PortableMath.exp(share * PortableMath.log(high / low)) : low + share * (high - low)
      if Self.kind(of: name) == .integer { return .integer(Int(value.rounded())) }
      return .number(Self.threeDigits(value))
    }
  }

  private static func threeDigits(_ value: Double) -> Double {
    var power = 1.0
    while value.magnitude * power < 100, power < 1e15, value != 0 { power *= 10 }
    return (value * power).rounded() / power
  }

  /// A value's place on the axis: 0 stands for all examples of `training.batch` and for no limit of
  /// `training.max-norm`, and is the largest there.
  func rank(_ value: PlanValue) -> Double? {
    let isUnlimited = name == "training.batch" || name == "training.max-norm"
    return value.asNumber.map { $0 == 0 && isUnlimited ? .infinity : $0 }
  }

  /// A place in words.
  func text(_ place: Double) -> String {
    if place == .infinity { return name == "training.batch" ? "all" : "none" }
    return place == place.rounded() && place.magnitude < 1e15 ? "\(Int(place))" : "\(place)"
  }

  /// A value in words: 0 is "all" of `training.batch` and "none" of `training.max-norm`.
  func text(_ value: PlanValue) -> String {
    rank(value) == .infinity ? text(.infinity) : value.bareText
  }

  /// Whether the axis's values are numbers that can be put in order.
  var isNumeric: Bool {
    switch values {
    case .range: true
    case .list(let list): list.allSatisfy { $0.asNumber != nil }
    }
  }

  /// The name as it is spelled shortest.
  public var shortName: String { Self.shortNames.first { $0.value == name }?.key ?? name }
}

extension PlanValue {
  /// The value as flags take it: text bare, layers joined by hyphens.
  var bareText: String {
    asText ?? asList?.map(\.bareText).joined(separator: "-") ?? toml
  }
}

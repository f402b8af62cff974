/// Settings given in a file, by flags or by `--set`. Settings that are not given take their defaults when the
/// plan is resolved.
public struct PlanSettings: Hashable, Sendable {
  private var values: [String: PlanValue] = [:]
  /// The arms that have a name; no two have the same.
  public private(set) var arms: [ArmSettings] = []

  /// Creates settings of which none is set.
  public init() {}

  /// The value of a setting; nil if it is unset.
  public subscript(name: String) -> PlanValue? { values[name] }

  /// The settings that have a value, in the order of ``PlanSetting/all``.
  var all: [(setting: PlanSetting, value: PlanValue)] {
    PlanSetting.all.compactMap { setting in values[setting.name].map { (setting, $0) } }
  }

  /// Adds an arm; one of the same name takes the place of the earlier one.
  public mutating func add(_ arm: ArmSettings) {
    if let place = arms.firstIndex(where: { $0.name == arm.name }) {
      arms[place] = arm
    } else {
      arms.append(arm)
    }
  }

  /// Removes the arms that have a name, and the baseline.
  ///
  /// - Returns: The arms.
  @discardableResult
  package mutating func removeArms() -> [ArmSettings] {
    defer { arms = [] }
    values["comparison.baseline"] = nil
    return arms
  }

  /// Sets what an arm changes.
  package mutating func set(_ changes: PlanSettings) throws(PlanError) {
    for (setting, value) in changes.all { try set(setting.name, to: value, source: "arm") }
  }

  /// Sets a value; a later one replaces an earlier one.
  ///
  /// - Parameters:
  ///   - name: The setting's name, such as `training.steps`.
  ///   - value: Its value.
  ///   - source: The file or flag that sets it, for messages.
  public mutating func set(
    _ name: String, to value: PlanValue, source: String
  ) throws(PlanError) {
    guard let setting = PlanSetting.named(name) else {
      throw .unknownSetting(name: name, source: source)
    }
    var value = value
    // A column or a file may be called 3.
    if setting.kind.isText { value = value.withTextForIntegers }
    if case .columns = setting.kind {
      value = value.withTextForIntegers
      if case .text = value { value = .list([value]) }
    }
    // Paths and names end at a NUL wherever the system reads them.
    guard !value.holdsNUL else {
      throw .badValue(name: name, value: value.toml, allowed: "text without NUL characters")
    }
    guard setting.kind.accepts(value) else {
      throw .wrongKind(
        name: name, source: source, expected: setting.kind.description, found: value.toml)
    }
    if name == "training.steps" { values["training.epochs"] = nil }
    if name == "training.epochs" { values["training.steps"] = nil }
    values[name] = value
  }

  /// Sets all settings in a TOML text.
  ///
  /// - Parameters:
  ///   - toml: The text.
  ///   - source: The file's name, for messages.
  public mutating func merge(toml: String, source: String) throws(PlanError) {
    try merge(toml: toml.utf8, source: source)
  }

  /// Sets all settings in a TOML file.
  ///
  /// - Parameters:
  ///   - toml: The file's bytes; bytes that are not UTF-8 are refused.
  ///   - source: The file's name, for messages.
  public mutating func merge(toml: some Sequence<UInt8>, source: String) throws(PlanError) {
    for section in try Self.table(toml, source: source).entries {
      if section.key == "arm" {
        try addArms(section.value, source: source)
        continue
      }
      guard case .table(let table) = section.value else {
        throw .unknownSetting(name: section.key, source: source)
      }
      guard PlanSetting.all.contains(where: { $0.name.hasPrefix("\(section.key).") }) else {
        throw .unknownSetting(name: section.key, source: source)
      }
      if table["steps"] != nil && table["epochs"] != nil {
        throw .exclusive("training.steps", "training.epochs", source: source)
      }
      for entry in table.entries {
        let name = "\(section.key).\(entry.key)"
        guard let setting = PlanSetting.named(name) else {
          throw .unknownSetting(name: name, source: source)
        }
        try set(name, to: setting.value(entry.value, source: source), source: source)
      }
    }
  }

  /// Adds the tables of `[[arm]]`.
  private mutating func addArms(_ value: TOMLValue, source: String) throws(PlanError) {
    guard case .list(let tables) = value else {
      throw .wrongKind(name: "arm", source: source, expected: "tables [[arm]]", found: value.kind)
    }
    var names: Set<String> = []
    for (number, table) in tables.enumerated() {
      guard case .table(let table) = table else {
        throw .wrongKind(
          name: "arm", source: source, expected: "tables [[arm]]", found: table.kind)
      }
      let arm = try ArmSettings(table, source: "\(source), arm \(number + 1)")
      guard names.insert(arm.name).inserted else { throw .repeated(arm.name, source: source) }
      add(arm)
    }
  }

  /// Sets one `section.key=value`; a value that is not TOML is taken as text.
  public mutating func merge(assignment: String) throws(PlanError) {
    let source = "--set \(assignment)"
    guard let equals = assignment.firstIndex(of: "=") else {
      throw .badValue(name: "--set", value: assignment, allowed: "section.key=value")
    }
    let name = assignment[..<equals].trimmingSpaces()
    let text = assignment[assignment.index(after: equals)...].trimmingSpaces()
    let value = Self.value(of: text)
    let kind = PlanSetting.named(name)?.kind
    switch (kind, value) {
    case (.texts, .text(let list)), (.columns, .text(let list)):
      try set(name, to: .list(list.commaSeparated.map { .text($0) }), source: source)
    case _ where kind?.isText == true && value.asText == nil:
      try set(name, to: .text(text), source: source)
    default: try set(name, to: value, source: source)
    }
  }

  /// The text read as a TOML value, or else the text itself.
  static func value(of text: String) -> PlanValue {
    (try? TOMLReader.value(text)).flatMap { PlanValue($0) } ?? .text(text)
  }

  /// The mask policies as they were written down; empty if none were.
  package var policyTexts: [String] {
    values["comparison.policies"]?.asList?.compactMap(\.asText) ?? []
  }

  /// Whether seeds should be added until every pair is decided.
  package var addsSeeds: Bool { values["comparison.until-decided"] == .flag(true) }

  /// Makes the number of seeds fixed.
  package mutating func fixSeeds() {
    for name in ["until-decided", "indifference", "budget", "assume-nothing"] {
      values["comparison.\(name)"] = nil
    }
  }

  /// Makes a setting unset.
  mutating func unset(_ name: String) { values[name] = nil }

  /// The settings as TOML, section by section, in the order of ``PlanSetting/all``.
  public var toml: String {
    let sections = PlanSetting.inSections { setting in
      values[setting.name].map { "\(setting.key) = \($0.toml)" }
    }
    return ([sections] + arms.map(\.toml)).joined(separator: "\n")
  }

  private static func table(
    _ toml: some Sequence<UInt8>, source: String
  ) throws(PlanError) -> TOMLTable {
    do {
      return try TOMLReader.table(toml)
    } catch {
      throw .syntax(
        source: source, line: error.line, column: error.column,
        message: error.problem.description)
    }
  }
}

extension StringProtocol {
  /// Without spaces and tabs at either end.
  package func trimmingSpaces() -> String {
    let inner = drop { $0 == " " || $0 == "\t" }
    return String(inner.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// The parts between commas, trimmed.
  package var commaSeparated: [String] {
    split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
  }
}

public import DropoutTraining

/// An arm as it is given: a name, a mask policy, and the settings in which it differs from the plan.
public struct ArmSettings: Hashable, Sendable {
  /// What the arm is called.
  public let name: String
  /// Its mask policy.
  public let policy: MaskPolicy
  /// Its own settings of network, dropout and training.
  public let changes: PlanSettings

  /// An arm in the form of the command line, `NAME: POLICY SETTING=VALUE …`; the text is also the name if it
  /// has no `: `.
  ///
  /// - Parameters:
  ///   - text: The text, as in `column .91: per-batch keep=0.91`.
  ///   - source: The flag, for messages.
  public init(_ text: String, source: String) throws(PlanError) {
    let parts = text.split(separator: ": ", maxSplits: 1).map { $0.trimmingSpaces() }
    let source = "\(source) '\(text)'"
    var policy: String?
    var changes: [(String, PlanValue)] = []
    for word in (parts.last ?? "").split(separator: " ") {
      guard let equals = word.firstIndex(of: "=") else {
        guard policy == nil else {
          throw .badValue(
            name: source, value: String(word),
            allowed: "NAME: POLICY SETTING=VALUE …, as in 'column .91: per-batch keep=0.91'")
        }
        policy = String(word)
        continue
      }
      let setting = try Self.setting(String(word[..<equals]), source: source)
      changes.append((setting.name, Self.value(word[word.index(after: equals)...], setting)))
    }
    try self.init(
      name: parts.first ?? "", policy: policy, changes: changes, source: source)
  }

  /// An arm in the form of plan files: a table with `name`, `policy` and settings.
  init(_ table: TOMLTable, source: String) throws(PlanError) {
    var texts: [String: String] = [:]
    var changes: [(String, PlanValue)] = []
    for entry in table.entries {
      switch (entry.key, entry.value) {
      case ("name", .text(let text)), ("policy", .text(let text)): texts[entry.key] = text
      case (let section, .table(let inner)):
        for entry in inner.entries {
          let setting = try Self.setting("\(section).\(entry.key)", source: source)
          changes.append((setting.name, try setting.value(entry.value, source: source)))
        }
      case (let key, let value):
        let setting = try Self.setting(key, source: source)
        changes.append((setting.name, try setting.value(value, source: source)))
      }
    }
    try self.init(
      name: texts["name"] ?? "", policy: texts["policy"], changes: changes, source: source)
  }

  /// An arm whose settings have values.
  init(name: String, policy: MaskPolicy, changes: PlanSettings) {
    (self.name, self.policy, self.changes) = (name, policy, changes)
  }

  private init(
    name: String, policy text: String?, changes: [(String, PlanValue)], source: String
  ) throws(PlanError) {
    guard !name.isEmpty else {
      throw .badValue(name: source, value: "an arm without a name", allowed: "name and policy")
    }
    guard let text, let policy = MaskPolicy(text) ?? MaskPolicy(Suggestion.plain(text)) else {
      throw .badValue(
        name: "\(source): policy", value: text ?? "none given",
        allowed: MaskPolicy.allowedForms(insteadOf: text ?? ""))
    }
    var settings = PlanSettings()
    for (name, value) in changes { try settings.set(name, to: value, source: source) }
    self.init(name: name, policy: policy, changes: settings)
  }

  /// The setting that an arm calls by its name or its key.
  private static func setting(_ name: String, source: String) throws(PlanError) -> PlanSetting {
    let own = PlanSetting.ofTraining.filter {
      !["training.steps", "training.epochs"].contains($0.name)
    }
    // `schedule` is the learning rate's, which comes later in the table; that of dropout needs its section.
    if let setting = own.first(where: { $0.name == name || $0.short == name })
      ?? own.last(where: { $0.key == name })
    {
      return setting
    }
    if let other = PlanSetting.all.first(where: { $0.name == name || $0.key == name }) {
      throw .conflict(
        name: "\(source): \(other.name)", value: nil,
        message: "is the same for all arms; set it for the whole comparison")
    }
    throw .unknownSetting(name: name, source: source)
  }

  /// A value as the command line has it: lists are joined by commas, widths also by hyphens.
  private static func value(_ text: Substring, _ setting: PlanSetting) -> PlanValue {
    let separators = setting.name == "network.layers" ? ",-" : ","
    let parts = text.split(whereSeparator: { separators.contains($0) })
    return PlanSettings.value(
      of: parts.count > 1 ? "[\(parts.joined(separator: ", "))]" : String(text))
  }
}

extension ArmSettings {
  /// The arm in the form of the command line.
  var text: String {
    let words = changes.all.map { setting, value in
      let isKnownByKey = (try? Self.setting(setting.key, source: name))?.name == setting.name
      let called = isKnownByKey ? setting.key : setting.name
      return " \(called)=\(Self.text(value, of: setting, joined: ","))"
    }
    return "\(name): \(policy)\(words.joined())"
  }

  /// The arm in the form of plan files.
  var toml: String {
    let lines = [("name", name), ("policy", policy.description)].map {
      "\($0) = \(PlanValue.text($1).toml)\n"
    }
    let own = changes.all.map { "\($0.name) = \($1.toml)\n" }
    return "[[arm]]\n\((lines + own).joined())"
  }

  /// What the arm changes, in words: "per-batch, keep 0.91".
  package var words: String {
    ([policy.description]
      + changes.all.map { "\($0.short) \(Self.text($1, of: $0, joined: "/"))" })
      .joined(separator: ", ")
  }

  /// A value as text; keep probabilities as one if it is that of all hidden layers.
  static func text(
    _ value: PlanValue, of setting: PlanSetting, joined separator: String
  ) -> String {
    guard let items = value.asList else { return value.bareText }
    let hidden = items.dropFirst()
    if setting.name == "dropout.keep", items.first == .number(1), Set(hidden).count == 1 {
      return items[1].bareText
    }
    return items.map(\.bareText).joined(separator: separator)
  }
}

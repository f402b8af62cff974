import DropoutTraining

/// One setting of a plan.
///
/// Everything about a setting is in its entry of ``all``, which files, flags, `--set`, listings, sweeps and
/// the page use.
public struct PlanSetting: Sendable {
  /// `section.key`.
  public let name: String
  /// What the setting does, in one line.
  public let help: String
  /// The kind of value that it takes.
  package let kind: Kind
  let place: Place
  /// When the setting has an effect; nil if always.
  private let condition: Condition?
  /// The flag that sets it, besides `--set`, and its help; nil if there is none.
  package let flag: (name: String, help: String)?
  /// The setting's name on the page.
  package let field: String?
  /// Names that other programs use for its key.
  package let synonyms: [String]
  /// The word for 0, "all" or "none", if 0 means that there is no limit, else nil.
  let zero: String?
  /// The setting's name in sweeps.
  let short: String
  /// Whether sweeps sample a range of its values evenly in the logarithm.
  let isLogarithmic: Bool

  init(
    _ name: String, _ kind: Kind, _ place: Place, _ help: String? = nil,
    if condition: Condition? = nil,
    flag: String? = nil, flagName: String? = nil, short: String? = nil, isLogarithmic: Bool = false,
    zero: String? = nil, field: String? = nil, synonyms: [String] = []
  ) {
    self.name = name
    self.help = help ?? kind.allowed
    (self.kind, self.place, self.condition) = (kind, place, condition)
    let key = name.drop { $0 != "." }.dropFirst()
    self.flag = flag.map { (flagName ?? "--\(key)", $0) }
    (self.field, self.synonyms, self.zero) = (field, synonyms, zero)
    (self.short, self.isLogarithmic) = (short ?? name, isLogarithmic)
  }

  /// The name's section, before the dot.
  var section: String { String(name.prefix { $0 != "." }) }
  /// The name without its section.
  public var key: String { String(name.dropFirst(section.count + 1)) }

  /// The setting with this name.
  public static func named(_ name: String) -> PlanSetting? { all.first { $0.name == name } }

  /// The setting with a name that is written in the code; it must exist.
  package static func known(_ name: String) -> PlanSetting {
    guard let setting = named(name) else { preconditionFailure("there is no setting \(name)") }
    return setting
  }
}

extension PlanSetting {
  /// One line per setting, in order, under headers of sections; settings with a nil line are left out.
  static func inSections(_ line: (PlanSetting) -> String?) -> String {
    var lines: [String] = []
    var section = ""
    for setting in all {
      guard let line = line(setting) else { continue }
      if setting.section != section {
        if !lines.isEmpty { lines.append("") }
        section = setting.section
        lines.append("[\(section)]")
      }
      lines.append(line)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Reading and writing plans.
extension PlanSetting {
  /// How a setting is read from a plan and written to it.
  struct Place: Sendable {
    let get: @Sendable (Plan) -> PlanValue?
    let set: @Sendable (inout Plan, PlanValue) throws(PlanError) -> Void
    var canTake: @Sendable (PlanValue) -> Bool = { _ in true }
    /// The setting's value if the property is nil.
    var off: PlanValue?

    static func at<Value: SettingValue>(_ path: any WritableKeyPath<Plan, Value> & Sendable)
      -> Place
    {
      Place(
        get: { $0[keyPath: path].planValue },
        set: { plan, value in
          guard let value = Value.from(value) else {
            preconditionFailure("\(Value.self): \(value)")
          }
          plan[keyPath: path] = value
        }, canTake: { Value.from($0) != nil })
    }

    /// A property whose nil is written as 0 in settings.
    static func orZero<Number: SettingValue & Numeric>(
      _ path: any WritableKeyPath<Plan, Number?> & Sendable
    ) -> Place {
      Place(
        get: { $0[keyPath: path].planValue },
        set: { plan, value in
          let number = Number.from(value)
          plan[keyPath: path] = number == 0 ? nil : number
        }, off: Number.zero.planValue)
    }

    /// Not kept in a plan, because its effect depends on the data as well.
    static let none = Place(get: { _ in nil }, set: { _, _ in })
  }

  /// What a setting needs to have an effect.
  enum Condition: Sendable {
    case generators, files, untilDecided
    case optimizer([Optimizer.Kind])
    case schedule([LearningRate.Schedule.Kind])
    case changingDropout
  }

  /// Writes the setting's value to a plan, if it was given.
  ///
  /// - Throws: If the value is not allowed or has no effect: no setting is silently ignored.
  func read(_ settings: PlanSettings, into plan: inout Plan) throws(PlanError) {
    guard let value = try settings[name].map(checked) else { return }
    guard let idle = idle(in: plan) else { return try place.set(&plan, value) }
    // `false` for a setting that is `false` anyway is accepted.
    guard value == .flag(false), place.get(plan) == value else {
      throw .conflict(name: name, value: nil, message: idle.refusal)
    }
  }

  /// A value of a plan file.
  ///
  /// - Throws: If it is a date or a table.
  func value(_ value: TOMLValue, source: String) throws(PlanError) -> PlanValue {
    guard let found = PlanValue(value) else {
      throw .wrongKind(
        name: name, source: source, expected: kind.description, found: value.kind)
    }
    return found
  }

  /// The setting's value in a plan; nil if it has no value or no effect.
  func value(in plan: Plan) -> PlanValue? {
    idle(in: plan) == nil ? place.get(plan) ?? place.off : nil
  }

  /// Why the setting has no effect in a plan, as a refusal and as a note; nil if it has an effect.
  func idle(in plan: Plan) -> (refusal: String, note: String)? {
    func without(_ chosen: some RawRepresentable<String>, _ choice: String) -> (String, String) {
      let note = "no effect on \(chosen.rawValue)"
      return ("has \(note); leave it out or set \(choice)", note)
    }
    let (data, isGenerator) = (plan.data.name, plan.data.generator != nil)
    let optimizer = plan.training.optimizer.parts.kind
    let schedule = plan.training.learningRate.schedule.parts.kind
    switch condition {
    case .generators where !isGenerator:
      return ("is for generators; \(data) is none", "for generators only")
    case .files where isGenerator:
      return ("is for files; \(data) is a generator", "for files only")
    case .optimizer(let kinds) where !kinds.contains(optimizer):
      return without(optimizer, "training.optimizer")
    case .schedule(let kinds) where !kinds.contains(schedule):
      return without(schedule, "training.schedule")
    case .changingDropout where plan.training.dropoutSchedule.isConstant:
      return without(DropoutSchedule.Kind.constant, "dropout.schedule")
    case .untilDecided where plan.untilDecided == nil:
      return (
        "belongs to comparison.until-decided; leave it out or give --until-decided",
        "with until-decided only"
      )
    default: return nil
    }
  }
}

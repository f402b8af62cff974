import DropoutTraining

/// One setting of a plan.
///
/// All that is known of it stands in its line of ``all``; files, flags, `--set`, listings, sweeps and the page
/// follow that.
public struct PlanSetting: Sendable {
  /// `section.key`.
  public let name: String
  /// What it does, in one line.
  public let help: String
  /// What kind of value it takes.
  package let kind: Kind
  let place: Place
  /// When it has an effect; nil if always.
  private let condition: Condition?
  /// The flag that sets it, besides `--set`, and its help; nil if there is none.
  package let flag: (name: String, help: String)?
  /// What the page calls it.
  package let field: String?
  /// What other programs call its key.
  package let synonyms: [String]
  /// What 0 stands for, "all" or "none", where it is no number but the largest of them.
  let zero: String?
  /// How sweeps spell it.
  let short: String
  /// Whether it spreads over powers of ten: sweeps sample a range evenly in the logarithm.
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

  /// The setting with a name that stands in the code.
  package static func known(_ name: String) -> PlanSetting {
    guard let setting = named(name) else { preconditionFailure("there is no setting \(name)") }
    return setting
  }
}

extension PlanSetting {
  /// Lines on settings, in their order, under the names of their sections; nil for no line.
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
  /// Where a plan keeps a setting.
  struct Place: Sendable {
    let get: @Sendable (Plan) -> PlanValue?
    let set: @Sendable (inout Plan, PlanValue) throws(PlanError) -> Void
    var canTake: @Sendable (PlanValue) -> Bool = { _ in true }
    /// What settings call a property that is nil.
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

    /// A property that is 0 in settings if it is nil.
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

    /// Nowhere in a plan: the data decide, too, what it comes to.
    static let none = Place(get: { _ in nil }, set: { _, _ in })
  }

  /// What gives a setting an effect.
  enum Condition: Sendable {
    case generators, files, untilDecided
    case optimizer([Optimizer.Kind])
    case schedule([LearningRate.Schedule.Kind])
  }

  /// Gives a plan what was set, if anything was.
  ///
  /// - Throws: If the value is not allowed, or has no effect: nothing is accepted that is ignored.
  func read(_ settings: PlanSettings, into plan: inout Plan) throws(PlanError) {
    guard let value = try settings[name].map(checked) else { return }
    guard let idle = idle(in: plan) else { return try place.set(&plan, value) }
    // "No" to what is not done anyway asks for nothing.
    guard value == .flag(false), place.get(plan) == value else {
      throw .conflict(name: name, value: nil, reason: idle.refusal)
    }
  }

  /// The value in a plan; nil if the plan holds none that has an effect.
  func value(in plan: Plan) -> PlanValue? {
    idle(in: plan) == nil ? place.get(plan) ?? place.off : nil
  }

  /// Why the setting has no effect in a plan, as a refusal and as a note; nil if it has one.
  func idle(in plan: Plan) -> (refusal: String, note: String)? {
    func without(_ chosen: some RawRepresentable<String>, _ choice: String) -> (String, String) {
      let note = "no effect on \(chosen.rawValue)"
      return ("has \(note); leave it out or set training.\(choice)", note)
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
      return without(optimizer, "optimizer")
    case .schedule(let kinds) where !kinds.contains(schedule):
      return without(schedule, "schedule")
    case .untilDecided where plan.untilDecided == nil:
      return (
        "belongs to comparison.until-decided; leave it out or give --until-decided",
        "with until-decided only"
      )
    default: return nil
    }
  }
}

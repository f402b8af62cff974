import DropoutTraining

/// A resolved plan as nested values, for JSON: section, key, value.
package struct PlanDocument: Encodable, Hashable, Sendable {
  private let sections: [String: [String: PlanValue]]
  private let arms: [Arm]

  /// An arm with its own settings.
  private struct Arm: Encodable, Hashable {
    let name: String
    let policy: String
    let settings: [String: PlanValue]
  }

  /// The plan, written out in full.
  package init(_ plan: Plan) {
    var sections: [String: [String: PlanValue]] = [:]
    let settings = plan.settings
    for setting in PlanSetting.all {
      guard let value = settings[setting.name] else { continue }
      sections[setting.section, default: [:]][setting.key] = value
    }
    self.sections = sections
    arms = settings.arms.map { arm in
      Arm(
        name: arm.name, policy: arm.policy.description,
        settings: Dictionary(
          uniqueKeysWithValues: arm.changes.all.map { ($0.setting.name, $0.value) }))
    }
  }

  /// Writes the sections, and the arms if there are some.
  package func encode(to encoder: any Encoder) throws {
    try sections.encode(to: encoder)
    guard !arms.isEmpty else { return }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(arms, forKey: .arm)
  }

  private enum CodingKeys: CodingKey {
    case arm
  }
}

extension PlanValue: Encodable {
  /// Writes the bare value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    }
  }
}

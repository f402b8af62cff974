/// A resolved plan as nested values, for JSON: section, key, value.
package struct PlanDocument: Encodable, Sendable {
  private let sections: [String: [String: PlanValue]]

  /// The plan, written out in full.
  package init(_ plan: Plan) {
    var sections: [String: [String: PlanValue]] = [:]
    let settings = plan.settings
    for setting in PlanSetting.all {
      guard let value = settings[setting.name] else { continue }
      sections[setting.section, default: [:]][setting.key] = value
    }
    self.sections = sections
  }

  /// Writes the sections.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(sections)
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

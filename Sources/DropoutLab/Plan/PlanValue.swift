import DropoutTraining

/// A value in a plan.
public enum PlanValue: Hashable, Sendable {
  /// true or false.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction.
  case number(Double)
  /// Text.
  case text(String)
  /// A list of values.
  case list([PlanValue])

  /// The value as TOML writes it.
  public var toml: String {
    switch self {
    case .flag(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): "\(value)"
    case .text(let value): Self.quoted(value)
    case .list(let values): "[" + values.map(\.toml).joined(separator: ", ") + "]"
    }
  }

  /// The value in the form that flags take: text without quotes, layers joined by hyphens.
  var bareText: String {
    asText ?? asList?.map(\.bareText).joined(separator: "-") ?? toml
  }

  var asInteger: Int? { if case .integer(let value) = self { value } else { nil } }
  var asText: String? { if case .text(let value) = self { value } else { nil } }
  var asFlag: Bool? { if case .flag(let value) = self { value } else { nil } }
  var asList: [PlanValue]? { if case .list(let values) = self { values } else { nil } }
  /// The value itself if it is a list, else a list of it.
  var listed: PlanValue { asList == nil ? .list([self]) : self }
  var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// A value of a TOML text; nil for a date or a table, which plans do not have.
  init?(_ toml: TOMLValue) {
    switch toml {
    case .flag(let value): self = .flag(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .text(let value): self = .text(value)
    case .list(let values):
      let items = values.compactMap { PlanValue($0) }
      guard items.count == values.count else { return nil }
      self = .list(items)
    case .date, .table: return nil
    }
  }

  /// Whether a text in it contains a NUL character.
  var holdsNUL: Bool {
    switch self {
    case .text(let text): text.unicodeScalars.contains("\0")
    case .list(let values): values.contains(where: \.holdsNUL)
    case .flag, .integer, .number: false
    }
  }

  /// The value with whole numbers, also those in lists, as text.
  var withTextForIntegers: PlanValue {
    switch self {
    case .integer(let number): .text(String(number))
    case .list(let values): .list(values.map(\.withTextForIntegers))
    default: self
    }
  }

  /// A TOML basic string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where PrintableText.isUnsafe(scalar): result += PrintableText.escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

import DropoutTraining

/// What can be wrong with a plan.
public enum PlanError: Error, Hashable, Sendable {
  /// The text is not TOML.
  case syntax(source: String, line: Int, column: Int, message: String)
  /// There is no setting with this name.
  case unknownSetting(name: String, source: String)
  /// The setting takes another kind of value.
  case wrongKind(name: String, source: String, expected: String, found: String)
  /// The value is not allowed.
  case badValue(name: String, value: String, allowed: String)
  /// Two names were given of which only one may be.
  case exclusive(String, String, source: String)
  /// The same thing was named twice.
  case repeated(String, source: String)
  /// The setting does not fit other settings, the data, or a limit; `value` is nil if it does not matter.
  case conflict(name: String, value: String?, message: String)
  /// An arm is not one of the plan.
  indirect case arm(String, PlanError)
  /// A combination of a sweep is not a plan.
  indirect case combination(number: Int, settings: String, PlanError)
}

extension PlanError: CustomStringConvertible {
  /// What is wrong, where, and what is allowed, in one line.
  public var description: String {
    switch self {
    case .syntax(let source, let line, let column, let message):
      "\(source), line \(line), column \(column): \(message)"
    case .unknownSetting(let name, let source):
      "\(source): there is no setting \(name)\(Self.suggestion(for: name))"
    case .wrongKind(let name, let source, let expected, let found):
      "\(source): \(name) takes \(expected), not \(found)"
    case .badValue(let name, let value, let allowed):
      "\(name): \(value) is not allowed; use \(allowed)"
    case .exclusive(let one, let other, let source): "\(source): give \(one) or \(other), not both"
    case .repeated(let text, let source): "\(source): \(text) is listed twice; list it once"
    case .conflict(let name, let value?, let message): "\(name) \(value): \(message)"
    case .conflict(let name, nil, let message): "\(name) \(message)"
    case .arm(let name, let error): "arm \(name): \(error)"
    case .combination(let number, let settings, let error):
      "setting \(number) (\(settings)): \(error)"
    }
  }

  /// The setting that was probably meant, else a list of the settings.
  private static func suggestion(for name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let key = Suggestion.plain(parts[parts.count - 1])
    let all = PlanSetting.all
    let meant =
      all.first { $0.key == key } ?? all.first { $0.synonyms.contains(key) }
      ?? Suggestion.nearest(to: name, among: all.map(\.name)).flatMap { PlanSetting.named($0) }
    if let meant { return "; did you mean \(meant.name) (\(meant.help))?" }
    let inSection = all.filter { $0.name.hasPrefix(parts[0] + ".") }
    return "; there are "
      + (inSection.isEmpty ? all : inSection).map(\.name).joined(separator: ", ")
      + " (dropout compare --dry-run shows all of them with their values)"
  }
}

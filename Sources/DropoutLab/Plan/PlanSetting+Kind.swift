import DropoutStatistics
import DropoutTraining

extension PlanSetting {
  /// The kind of value that a setting takes, and its allowed range or words.
  package enum Kind: Sendable {
    /// `automatic` is true, false or "auto"; `columns` are given by their names or numbers.
    case flag, automatic, text, numbers, integers, texts, columns
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// One of these words; capitals, underscores and the names of other frameworks are understood.
    case word([String])
    /// One of these words, or another text that the type of the setting can read.
    case symbol([String])

    static let seed = integer(0...(1 << 62))

    /// The kind in words, and whether a value is of this kind.
    private var form: (description: String, accepts: (PlanValue) -> Bool) {
      switch self {
      case .flag: ("true or false", { $0.asFlag != nil })
      case .automatic: ("true, false or \"auto\"", { $0.asFlag != nil || $0 == .text("auto") })
      case .integer: ("a whole number", { $0.asInteger != nil })
      case .number: ("a number", { $0.asNumber != nil })
      case .text, .word, .symbol: ("text", { $0.asText != nil })
      case .numbers: ("a number or a list of numbers", { [Double].from($0.listed) != nil })
      case .integers: ("a list of whole numbers", { [Int].from($0) != nil })
      case .texts: ("a list of texts", { [String].from($0) != nil })
      case .columns: ("a list of names or numbers", { [String].from($0) != nil })
      }
    }

    var description: String { form.description }
    var isText: Bool { accepts(.text("")) }
    func accepts(_ value: PlanValue) -> Bool { form.accepts(value) }

    /// The allowed values, in words.
    package var allowed: String {
      switch self {
      case .integer(let range):
        "\(description) from \(NumberText.count(range.lowerBound)) to \(NumberText.count(range.upperBound))"
      case .number(let range):
        "\(description) from \(NumberText.short(range.lowerBound)) to \(NumberText.short(range.upperBound))"
      case .word(let words), .symbol(let words): words.joined(separator: ", ")
      default: description
      }
    }
  }

  /// Whether a value of the setting's kind is allowed.
  package func allows(_ value: PlanValue) -> Bool { (try? checked(value)) != nil }

  /// The value if it is allowed, with words in the spelling used here; throws otherwise.
  func checked(_ value: PlanValue) throws(PlanError) -> PlanValue {
    switch (kind, value) {
    case (.word(let words), .text(let text)):
      return .text(try Self.word(text, among: words, of: name))
    case (.symbol, .text(let text)) where !place.canTake(value):
      throw .badValue(name: name, value: text, allowed: kind.allowed)
    case (.integer(let range), .integer(let number)) where !range.contains(number):
      throw .badValue(name: name, value: String(number), allowed: kind.allowed)
    case (.number(let range), _):
      if let number = value.asNumber, !range.contains(number) {
        throw .badValue(name: name, value: "\(number)", allowed: kind.allowed)
      }
    default: break
    }
    return value
  }

  private static func word(
    _ text: String, among words: [String], of name: String
  ) throws(PlanError) -> String {
    let plain = Suggestion.plain(text)
    for candidate in [plain, foreignWords[plain] ?? plain] where words.contains(candidate) {
      return candidate
    }
    // A misspelt name of another framework leads to a suggestion, too.
    let foreign = foreignWords.filter { words.contains($0.value) && !words.contains($0.key) }
    let meant = Suggestion.nearest(to: text, among: words + foreign.keys.sorted())
      .map { foreign[$0] ?? $0 }
    throw .badValue(
      name: name, value: text, allowed: Suggestion.list(words, insteadOf: meant ?? text))
  }

  /// Names that other frameworks and courses use, and this program's words for them.
  private static let foreignWords = [
    "sigmoid": "logistic", "identity": "linear", "mse": "squared", "glorot": "xavier",
    "kaiming": "he",
  ]
}

/// The names of all cases.
func names<Choice: CaseIterable & RawRepresentable<String>>(of _: Choice.Type) -> [String] {
  Choice.allCases.map(\.rawValue)
}

extension [String] {
  /// The texts joined by commas, the last two by `last`.
  func joined(last: String) -> String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + last + self[count - 1]
  }
}

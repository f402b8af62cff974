import ArgumentParser
import DropoutLab

extension ParsableArguments {
  /// Refuses an option's value outside a range; nil, for an option that was not given, is allowed.
  ///
  /// - Parameter remedy: What to give instead; nil for a whole number within the range.
  func check<Value: Comparable>(
    _ flag: String, _ value: Value?, in range: ClosedRange<Value>, remedy: String? = nil
  ) throws {
    guard let value, !range.contains(value) else { return }
    let usual = "give a whole number from \(range.lowerBound) to \(range.upperBound)"
    throw ValidationError("\(flag) \(value): \(remedy ?? usual)")
  }

  /// Refuses a text that is empty, has more than one line or control characters, or is longer than a line of a
  /// report; nil, for an option that was not given, is allowed.
  func check(_ flag: String, text: String?, upTo limit: Int = 200) throws {
    guard let text else { return }
    if text.trimmingSpaces().isEmpty {
      throw ValidationError("\(flag): the text is empty; give some words")
    }
    if PrintableText.escaped(text) != text {
      throw ValidationError("\(flag): give one line, without control characters")
    }
    if text.count > limit {
      throw ValidationError(
        "\(flag): the text has \(text.count) characters; give at most \(limit)")
    }
  }
}

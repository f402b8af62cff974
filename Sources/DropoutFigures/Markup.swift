/// HTML or SVG whose interpolated strings are escaped, so that a data name cannot become a tag.
///
/// A literal is taken as markup. An interpolated `String` is text and is escaped; an interpolated `Markup` is not.
///
/// ```
/// let cell: Markup = "<td>\(name)</td>"  // if the name is <script>, the page shows it and does not run it
/// ```
package struct Markup: ExpressibleByStringInterpolation, Hashable, Sendable {
  /// The markup as text.
  package private(set) var text: String

  /// Markup from a literal, unchanged.
  package init(stringLiteral text: String) { self.text = text }

  /// Markup from literal parts and escaped values.
  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// Text that is known to be markup: path data, style sheets, scripts.
  package init(raw text: String) { self.text = text }

  /// Empty markup.
  package static let empty = Markup(raw: "")

  /// Whether it is empty.
  package var isEmpty: Bool { text.isEmpty }

  /// Appends more markup.
  package static func += (left: inout Markup, right: Markup) { left.text += right.text }

  /// Collects a literal's parts.
  package struct StringInterpolation: StringInterpolationProtocol {
    package var text = ""

    /// Room for the literal's parts.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    /// Takes a literal part, unchanged.
    package mutating func appendLiteral(_ literal: String) { text += literal }
    /// Escapes a value.
    package mutating func appendInterpolation(_ value: String) { text += Markup.escaped(value) }
    /// Takes markup, unchanged.
    package mutating func appendInterpolation(_ value: Markup) { text += value.text }
    /// Takes pieces of markup one after the other.
    package mutating func appendInterpolation(_ values: [Markup]) {
      for value in values { text += value.text }
    }
    /// Writes a whole number in plain digits.
    package mutating func appendInterpolation(_ value: some BinaryInteger) { text += "\(value)" }
  }

  /// `value` as text for element content and quoted attributes, in HTML and in XML.
  ///
  /// Control characters, which XML forbids, become U+FFFD; carriage returns vanish.
  package static func escaped(_ value: String) -> String {
    var text = ""
    text.reserveCapacity(value.utf8.count)
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\r": continue
      case "\n", "\t": text.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Sequence<Markup> {
  /// The pieces one after the other, with `separator` between them.
  package func joined(separator: Markup = .empty) -> Markup {
    var all = Markup.empty
    for (index, piece) in enumerated() {
      if index > 0 { all += separator }
      all += piece
    }
    return all
  }
}

/// Breaks text into lines between words.
enum TextFlow {
  /// Breaks a text into lines of at most `width` characters; only a longer word makes a longer line. Existing
  /// line breaks stay, the rest of an indented line is indented too, and style marks are not counted.
  static func lines(of text: String, width: Int) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      flowed(line, width: width)
    }
  }

  private static func flowed(_ line: Substring, width: Int) -> [String] {
    guard Terminal.shownCount(of: line) > width else { return [String(line)] }
    let indent = String(line.prefix { $0 == " " })
    var lines: [String] = []
    var current = ""
    for word in line.dropFirst(indent.count).split(separator: " ", omittingEmptySubsequences: false)
    {
      if current.isEmpty {
        current = indent + word
      } else if Terminal.shownCount(of: current) + 1 + Terminal.shownCount(of: word) <= width {
        current += " " + word
      } else {
        lines.append(current)
        current = indent + word
      }
    }
    return lines + [current]
  }
}

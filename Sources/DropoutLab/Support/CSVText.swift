/// Comma-separated text.
package enum CSVText {
  /// A field as RFC 4180 writes it: in quotes where it holds a comma, a quote or a line's end.
  package static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

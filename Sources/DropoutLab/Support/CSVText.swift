/// Comma-separated text.
package enum CSVText {
  /// A field in the form of RFC 4180: in quotes if it contains a comma, a quote or a line end.
  package static func quoted(_ field: String) -> String {
    guard field.contains(where: { ",\"\n\r".contains($0) }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

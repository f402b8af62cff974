/// One field of a table: its text and its line.
struct TableField: Sendable {
  /// The text without quotes, as UTF-8.
  let bytes: ArraySlice<UInt8>
  /// The line of the file it begins in, from 1.
  let line: Int

  /// The marks of a missing value, in lower case.
  private static let marks: Set<String> = [
    "", "nan", "na", "n/a", "null", "none", "?", "<na>", "#n/a",
  ]

  /// The text; nil if it is not UTF-8 or holds a NUL byte.
  var text: String? {
    bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }

  /// Whether the field is empty, or holds a mark for missing values.
  var isMissing: Bool {
    guard bytes.count <= 4, bytes.first.map({ $0 < 0x30 || $0 > 0x39 }) ?? true else {
      return false
    }
    return Self.isMissing(String(decoding: bytes, as: UTF8.self))
  }

  /// Whether text is empty, or the mark of a missing value.
  static func isMissing(_ text: String) -> Bool { marks.contains(text.lowercased()) }
}

/// What stands between the fields of a line of a text table.
public enum FieldSeparator: String, Hashable, Codable, Sendable, CaseIterable {
  /// A comma, as RFC 4180 has it.
  case comma
  /// A semicolon, as spreadsheets write where the comma is the decimal mark.
  case semicolon
  /// A tab.
  case tab
  /// Any number of blanks and tabs.
  case blank
  /// A vertical bar.
  case bar

  /// The separator of that name, or the character itself.
  public init?(named text: String) {
    switch text {
    case ",": self = .comma
    case ";": self = .semicolon
    case "\t": self = .tab
    case " ", "blanks", "space", "spaces": self = .blank
    case "|": self = .bar
    default: self.init(rawValue: text)
    }
  }

  /// The character between two fields.
  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    case .blank: UInt8(ascii: " ")
    case .bar: UInt8(ascii: "|")
    }
  }
}

/// The character before the fraction of a number.
public enum DecimalMark: String, Hashable, Codable, Sendable, CaseIterable {
  /// 0.5.
  case point
  /// 0,5.
  case comma

  /// The mark of that name, or the character itself.
  public init?(named text: String) {
    switch text {
    case ".": self = .point
    case ",": self = .comma
    default: self.init(rawValue: text)
    }
  }
}

/// What becomes of a row in which a value is missing: empty, or one of the marks nan, na, n/a, <na>, #n/a, null,
/// none and ?, in any case.
public enum MissingValues: String, Hashable, Codable, Sendable, CaseIterable {
  /// The file is refused, with line and column.
  case refuse
  /// The row is left out; how many were is said.
  case drop
  /// A mark is a word like any other, so that a class may be called none; an empty field is refused.
  case keep
}

/// What becomes of a column of words among the features.
public enum WordEncoding: String, Hashable, Codable, Sendable, CaseIterable {
  /// One column a word, 1 if the row has the word and 0 elsewhere.
  case oneHot = "one-hot"
  /// The file is refused, with line and column.
  case refuse
}

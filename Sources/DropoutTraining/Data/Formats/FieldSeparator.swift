/// The separator between the fields of a line in a table of text.
public enum FieldSeparator: String, Hashable, Codable, Sendable, CaseIterable {
  /// A comma, as RFC 4180 has it.
  case comma
  /// A semicolon, as spreadsheets write it in countries where the comma is the decimal mark.
  case semicolon
  /// A tab.
  case tab
  /// Any number of blanks and tabs.
  case blank
  /// A vertical bar.
  case bar

  /// The separator from its name or its character; nil if the text is neither.
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
  /// A point, as in 0.5.
  case point
  /// A comma, as in 0,5.
  case comma

  /// The mark from its name or its character; nil if the text is neither.
  public init?(named text: String) {
    switch text {
    case ".": self = .point
    case ",": self = .comma
    default: self.init(rawValue: text)
    }
  }
}

/// How a row of a table with a missing value is treated.
///
/// A value is missing if the field is empty, or holds one of the marks nan, na, n/a, <na>, #n/a, null, none and ?,
/// in upper or lower case.
public enum MissingValues: String, Hashable, Codable, Sendable, CaseIterable {
  /// The file is refused, with line and column.
  case refuse
  /// The row is left out, and the number of such rows is reported.
  case drop
  /// A mark is a word like any other, so that a class may be called "none". An empty field is refused.
  case keep
}

/// How a column of words among the features is treated.
public enum WordEncoding: String, Hashable, Codable, Sendable, CaseIterable {
  /// The column becomes one feature per word: 1 in rows that have the word, 0 in others.
  case oneHot = "one-hot"
  /// The file is refused, with line and column.
  case refuse
}

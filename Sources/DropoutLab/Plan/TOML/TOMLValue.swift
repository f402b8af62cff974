/// A value of a TOML 1.0 text.
package enum TOMLValue: Hashable, Sendable {
  /// true or false.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A number with a fraction or an exponent, an infinity or NaN.
  case number(Double)
  /// Text.
  case text(String)
  /// A date, a time or both, as written; its parts are not read, because plans have no dates.
  case date(String)
  /// An array, or the tables of one `[[name]]`.
  case list([TOMLValue])
  /// A table.
  case table(TOMLTable)

  /// The kind of value, in words.
  package var kind: String {
    switch self {
    case .flag: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .text: "text"
    case .date: "a date or time"
    case .list: "a list"
    case .table: "a table"
    }
  }
}

/// A table of a TOML text, in the order of the text.
package struct TOMLTable: Hashable, Sendable {
  /// A key and its value.
  package struct Entry: Hashable, Sendable {
    package let key: String
    package let value: TOMLValue
  }

  /// The entries; each key occurs once.
  package let entries: [Entry]

  /// The value of a key; nil if the table has no such key.
  package subscript(key: String) -> TOMLValue? { entries.first { $0.key == key }?.value }
}

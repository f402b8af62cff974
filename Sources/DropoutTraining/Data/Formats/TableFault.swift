/// A fault of a table of text. Lines and columns count from 1.
public enum TableFault: Hashable, Sendable {
  /// A column of the table.
  public struct Column: Hashable, Sendable {
    /// The column's number, from 1.
    public let number: Int
    /// The column's name; nil if it has none.
    public let name: String?
  }

  /// A field is empty, or holds a mark for missing values such as NA.
  case missing(line: Int, column: Column, found: String, isLabel: Bool)
  /// A column has words in some rows and numbers in others.
  case wordsAndNumbers(
    column: Column, word: String, wordLine: Int, number: String, numberLine: Int)
  /// A column of words, which the options do not allow.
  case words(line: Int, column: Column, found: String)
  /// A column of more different words than can become features.
  case tooManyWords(column: Column, limit: Int, example: String)
  /// A word that does not occur in this column of the training file.
  case unknownWord(line: Int, column: Column, found: String)
  /// A column without a name in the header.
  case unnamed(column: Int)
  /// Labels that are numbers with fractions.
  case regression(column: String, example: String, line: Int, hint: String?)
  /// Nearly every row has a different label.
  case manyLabels(column: String, labels: Int, rows: Int, hint: String?)
  /// A first line with a single field above rows of several.
  case title(line: Int, text: String, columns: Int)
  /// Several columns have names that suggest the class, but the last column does not.
  case severalLabels(columns: [String])
  /// Text that is not UTF-8.
  case notUTF8(line: Int, column: Int)
  /// A table of test examples with other columns than the training examples.
  case otherColumns(missing: [String], unknown: [String])
  /// A column to leave out that is the column of labels.
  case ignoredLabel(column: String)
  /// Columns to leave out without which no feature is left.
  case noFeatureLeft(ignored: [String])
  /// More columns, rows, or words in a column, than the limit.
  case tooLarge(part: String, found: Int, limit: Int)
}

extension TableFault: CustomStringConvertible {
  /// A clause that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .missing(let line, let column, let found, let isLabel):
      "line \(line), \(column): expected \(isLabel ? "a label" : "a finite number"), "
        + "found \(DatasetError.quoted(found)), a missing value; data.missing=drop leaves such rows out"
    case .wordsAndNumbers(let column, let word, let wordLine, let number, let numberLine):
      "\(column): expected words or numbers, found \(DatasetError.quoted(word)) in line "
        + "\(wordLine) and \(DatasetError.quoted(number)) in line \(numberLine); correct one of them, or "
        + "leave the column out with data.ignore=\(column.reference)"
    case .words(let line, let column, let found):
      "line \(line), \(column): expected a finite number, found \(DatasetError.quoted(found)); "
        + "data.encode=one-hot makes one column per word"
    case .tooManyWords(let column, let limit, let example):
      "\(column): expected numbers or at most \(limit) different words, found more "
        + "(\(DatasetError.quoted(example)), …); leave it out with data.ignore=\(column.reference)"
        + (limit < Table.mostWords
          ? ", or make one column per word with data.encode=one-hot" : "")
    case .unknownWord(let line, let column, let found):
      "line \(line), \(column): expected a word that the training examples have there, found "
        + DatasetError.quoted(found)
    case .unnamed(let column):
      "column \(column) has no name in the header; name it, or leave it out with data.ignore=\(column)"
    case .regression(let column, let example, let line, let hint):
      "\(column): expected classes, found \(DatasetError.quoted(example)) in line \(line), "
        + "\(Self.regressionTarget), or \(Self.advice(hint))"
    case .manyLabels(let column, let labels, let rows, let hint):
      "\(column): expected classes, found \(labels) different labels in \(rows) rows: a regression target or "
        + "an identifier; \(Self.toRegression), or \(Self.advice(hint))"
    case .title(let line, let text, let columns):
      "line \(line): expected names of \(columns) columns, found \(DatasetError.quoted(text)) alone; remove the "
        + "lines above the table"
    case .severalLabels(let columns):
      "the columns \(Self.list(columns)) are all called like a column of classes; choose one with "
        + "data.label=\(columns[0])"
    case .notUTF8(let line, let column):
      "line \(line), column \(column): expected UTF-8, found other bytes (Latin-1 or Windows-1252?); "
        + "save the file as UTF-8"
    case .otherColumns(let missing, let unknown):
      "the header: expected the columns of the training examples"
        + (missing.isEmpty ? "" : "; it lacks \(Self.list(missing))")
        + (unknown.isEmpty ? "" : "; it has \(Self.list(unknown)) besides")
    case .ignoredLabel(let column):
      "data.ignore=\(column): it is the column of labels"
    case .noFeatureLeft(let ignored):
      "data.ignore=\(ignored.joined(separator: ",")): no feature is left"
    case .tooLarge(let part, let found, let limit):
      "the table: expected at most \(limit) \(part), found \(found)\(part == "rows" ? " or more" : "")"
    }
  }

  /// The explanation of a label with a fraction, for every format.
  static let regressionTarget =
    "a number with a fraction: a regression target; \(toRegression)"

  /// How to predict numbers.
  static let toRegression = "to predict numbers set data.task=regression"

  private static func list(_ names: [String]) -> String {
    DataReading.list(names.map(DatasetError.quoted), first: 6)
  }

  private static func advice(_ hint: String?) -> String {
    "choose another column with data.label" + (hint.map { "; \($0)" } ?? "")
  }
}

extension TableFault.Column: CustomStringConvertible {
  /// The column's number and, if it has a name, the name in parentheses.
  public var description: String { "column \(number)" + (name.map { " (\($0))" } ?? "") }

  /// How a setting such as `data.ignore` refers to the column.
  fileprivate var reference: String { name ?? "\(number)" }
}

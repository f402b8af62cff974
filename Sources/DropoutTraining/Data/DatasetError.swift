/// A fault of a data file, or of fetching or writing one.
///
/// Print it: ``description`` is one line that says which file, what was expected, what was found and, if that
/// is not obvious, what to do. `path` is the file's path, followed by `, entry NAME` for a part of an archive.
public enum DatasetError: Error, Hashable, Sendable {
  /// The file does not exist.
  case missing(path: String, expected: String)
  /// The operating system does not let the file be read.
  case unreadable(path: String, reason: String)
  /// The file is shorter than it declares.
  case truncated(path: String, part: String, expected: Int, found: Int)
  /// The file is longer than it declares.
  case trailingBytes(path: String, part: String, expected: Int)
  /// A part of the file violates the format, or is not of the form that the reader needs.
  case malformed(path: String, part: String, expected: String, found: String)
  /// The format allows this, but the reader does not support it.
  case unsupported(path: String, part: String, found: String, advice: String)
  /// A kind of file that is recognised but cannot be read.
  case foreign(path: String, format: ForeignFormat)
  /// A zip archive of several files.
  case archive(path: String, names: [String])
  /// A size that exceeds what the file can hold, or the reader's limit.
  case tooLarge(path: String, part: String, declared: String, limit: Int)
  /// Compressed content that takes far more memory than a file of its size should need.
  case inflates(path: String, part: String, size: Int, limit: Int)
  /// A sparse table that takes far more memory than a file of its size should need.
  case tooWide(path: String, rows: Int, columns: Int, limit: Int)
  /// Compressed content that cannot be decoded, or whose CRC-32 is wrong.
  case damaged(path: String, part: String, expected: String, found: String)
  /// A field of a text file with the wrong content; lines and columns count from 1.
  case badField(path: String, line: Int, column: Int, expected: String, found: String)
  /// A table from which no examples can be made.
  case table(path: String, TableFault)
  /// An archive, or a header line, in which a needed name is missing.
  case missingVariable(path: String, wanted: String, available: [String])
  /// Different numbers of examples and labels.
  case countMismatch(path: String, examples: Int, labels: Int)
  /// All training examples are of one class.
  case oneClass(path: String, count: Int, name: String)
  /// Features whose last axis, instead of the first, has one entry per label.
  case transposed(path: String, part: String, shape: [Int], labels: Int)
  /// A well-known data set that was not found in any of the places searched.
  case notFound(dataset: String, searched: [String], command: String)
  /// A downloaded file whose content is not the published one; it was removed.
  case checksumMismatch(path: String, expected: String, found: String)
  /// A download that did not succeed.
  case downloadFailed(url: String, reason: String)
  /// A well-known data set that could not be downloaded; the message says what to do without a network.
  case fetchFailed(dataset: String, files: [String], folder: String, url: String, reason: String)
  /// The operating system does not let the file be written.
  case cannotWrite(path: String, reason: String)
  /// An option that is outside its range, or has no effect on this file.
  case badOption(name: String, expected: String, found: String)

  /// The kind of a fault, which decides the command's exit code.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// An input file is missing or cannot be read (`EX_NOINPUT`, 66).
    case missingFile
    /// A file's content is wrong (`EX_DATAERR`, 65).
    case badData
    /// A file cannot be written (`EX_CANTCREAT`, 73).
    case cannotWrite
    /// A server cannot be reached or refuses (`EX_UNAVAILABLE`, 69).
    case unavailable
    /// The caller asked for something impossible (`EX_USAGE`, 64).
    case usage
  }

  /// The kind of the fault.
  public var kind: Kind {
    switch self {
    case .missing, .unreadable, .notFound: .missingFile
    case .truncated, .trailingBytes, .malformed, .unsupported, .foreign, .archive, .tooLarge,
      .inflates, .tooWide, .damaged, .badField, .table, .missingVariable, .countMismatch, .oneClass,
      .transposed, .checksumMismatch:
      .badData
    case .cannotWrite: .cannotWrite
    case .downloadFailed, .fetchFailed: .unavailable
    case .badOption: .usage
    }
  }
}

extension DatasetError: CustomStringConvertible {
  /// One line that says where, what was expected, what was found, and what to do.
  public var description: String { Self.oneLine(sentence) }

  private var sentence: String {
    switch self {
    case .missing(let path, let expected):
      "\(path): no such file; expected \(expected)"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .truncated(let path, let part, let expected, let found):
      "\(path): \(part) is cut short: expected \(expected) bytes, found \(found)"
    case .trailingBytes(let path, let part, let expected):
      "\(path): \(part) goes on after the \(expected) bytes it should have"
    case .malformed(let path, let part, let expected, let found):
      "\(path): \(part): expected \(expected), found \(found)"
    case .unsupported(let path, let part, let found, let advice):
      "\(path): \(part): \(found) is not supported; \(advice)"
    case .foreign(let path, let format):
      "\(path) is \(format.noun); \(format.advice)"
    case .archive(let path, let names):
      "\(path) is a zip archive of \(Self.list(names)), not of arrays or of one table; unpack it and give "
        + "the file or folder you mean"
    case .inflates(let path, let part, let size, let limit):
      "\(path): \(part) inflates to \(size) bytes or more, above the limit of \(limit) for a file of its "
        + "size; if that is right, save it without compression"
    case .tooWide(let path, let rows, let columns, let limit):
      "\(path): the table of \(rows) rows and \(columns) columns takes more than \(limit) bytes, the limit "
        + "for a file of its size; leave out features that are not used, or save it with numpy.savez"
    case .tooLarge(let path, let part, let declared, let limit):
      "\(path): \(part) declares \(declared), more than the \(limit) bytes it can hold"
    case .damaged(let path, let part, let expected, let found):
      "\(path): \(part) is damaged: expected \(expected), found \(found)"
    case .badField(let path, let line, let column, let expected, let found):
      "\(path): line \(line), column \(column): expected \(expected), found \(Self.quoted(found))"
    case .table(let path, let fault):
      "\(path): \(fault)"
    case .missingVariable(let path, let wanted, let available):
      "\(path): expected \(wanted), found \(Self.list(available))"
    case .countMismatch(let path, let examples, let labels):
      "\(path): expected one label per example, found \(examples) examples and \(labels) labels"
    case .oneClass(let path, let count, let name):
      "\(path): the training part: expected examples of two classes or more, found \(count) of class "
        + "\(Self.quoted(name)) alone; take more examples or another column of labels"
    case .transposed(let path, let part, let shape, let labels):
      "\(path): \(part) is \(shape.map(String.init).joined(separator: " × ")) beside \(labels) labels: it "
        + "looks transposed; " + Self.turning(rank: shape.count)
    case .notFound(let dataset, let searched, let command):
      "\(dataset) was not found in \(searched.joined(separator: ", ")); fetch it with '\(command)'"
    case .checksumMismatch(let path, let expected, let found):
      "\(path): expected SHA-256 \(expected), found \(found); the file was removed, try again"
    case .downloadFailed(let url, let reason):
      "\(url): the download failed: \(reason)"
    case .fetchFailed(let dataset, let files, let folder, let url, let reason):
      "\(url): the download failed: \(reason); try again, give another place with --mirror, or put "
        + "\(files.joined(separator: ", ")) into \(folder) yourself (or into \(dataset)/ of any folder that "
        + "$DROPOUT_DATA names)"
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written: \(reason)"
    case .badOption(let name, let expected, let found):
      "\(name): expected \(expected), found \(found)"
    }
  }

  /// Refuses a part of a file that is shorter or longer than it declares.
  static func checkSize(
    _ found: Int, expected: Int, path: String, part: String
  ) throws(DatasetError) {
    guard found >= expected else {
      throw .truncated(path: path, part: part, expected: expected, found: found)
    }
    guard found == expected else {
      throw .trailingBytes(path: path, part: part, expected: expected)
    }
  }

  /// How to bring the last axis to the front, in Python and in MATLAB.
  private static func turning(rank: Int) -> String {
    guard rank > 2 else { return "save X.T (MATLAB: X')" }
    let order = ([rank] + (1..<rank)).map(String.init).joined(separator: " ")
    return "save numpy.moveaxis(X, -1, 0) (MATLAB: permute(X, [\(order)]))"
  }

  /// Text from a file between quotes, at most forty characters of it.
  static func quoted(_ text: String) -> String {
    text.count > 40 ? "'\(text.prefix(40))…'" : "'\(text)'"
  }

  private static func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "no names" }
    let shown = names.prefix(12).map(quoted).joined(separator: ", ")
    return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
  }

  /// The text with every control character and line separator escaped, so that it is one line.
  static func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format:
        line += "\\u{\(String(scalar.value, radix: 16))}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}

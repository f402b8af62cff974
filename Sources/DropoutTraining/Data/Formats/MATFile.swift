/// Reads MATLAB's `.mat` files of level 5 (`save -v6` and `-v7`; SciPy's `savemat`), in either byte order.
///
/// Numeric and logical matrices can be read, and words: the rows of a text matrix, or a cell array of text.
/// Structures, other cell arrays and sparse or complex matrices are listed in ``names``, but reading them throws.
///
/// - SeeAlso: MathWorks, *MAT-File Format*, level 5.
public struct MATFile: Sendable {
  /// The file's path, for errors.
  public let path: String
  /// The variables' names, in the file's order.
  public let names: [String]
  private let variables: [String: MATVariable]

  /// Reads all variables of a file.
  ///
  /// - Throws: ``DatasetError``.
  public init(path: String) throws(DatasetError) {
    try self.init(DataFile.read(path, expected: "a .mat file"), path: path)
  }

  /// Reads all variables of a file's bytes; errors name it `path`.
  public init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    self.path = path
    let isBigEndian = try Self.checkHeader(bytes, path: path)
    var reader = ByteReader(
      bytes, range: 128..<bytes.count, path: path, part: "a .mat element",
      isBigEndian: isBigEndian)
    var names: [String] = []
    var variables: [String: MATVariable] = [:]
    var inflatedLimit = ReadingLimit.bytes(forFileOf: bytes.count)
    while reader.remaining > 0 {
      guard let variable = try MATVariable(element: &reader, inflatedLimit: &inflatedLimit)
      else { continue }
      guard variables.updateValue(variable, forKey: variable.name) == nil else {
        throw .malformed(
          path: path, part: "the variables", expected: "each name once",
          found: "\(DatasetError.quoted(variable.name)) twice")
      }
      names.append(variable.name)
    }
    self.names = names
    self.variables = variables
  }

  /// The array of this name, in row-major order; MATLAB's arrays have at least two axes.
  ///
  /// - Throws: ``DatasetError``; words are refused.
  public func array(named name: String) throws(DatasetError) -> NumericArray {
    try values(named: name).numbers(path: path, part: "variable \(DatasetError.quoted(name))")
  }

  /// The array of this name, of numbers or of words.
  func values(named name: String) throws(DatasetError) -> ArrayValues {
    switch variables[name]?.content {
    case .array(let array): return .numbers(array)
    case .words(let words): return .words(words, shape: [words.count])
    case .other(let kind):
      throw .unsupported(
        path: path, part: "variable \(DatasetError.quoted(name))", found: kind,
        advice: "save it as a full matrix of real numbers")
    case nil:
      throw .missingVariable(
        path: path, wanted: "a variable \(DatasetError.quoted(name))", available: names)
    }
  }

  /// Checks the 128 bytes in front and returns the byte order.
  private static func checkHeader(_ bytes: [UInt8], path: String) throws(DatasetError) -> Bool {
    try FileKind.refuseForeign(bytes, path: path)
    guard bytes.count >= 128 else {
      throw .truncated(path: path, part: "the .mat header", expected: 128, found: bytes.count)
    }
    switch Array(bytes[124..<128]) {
    case [0, 1, 0x49, 0x4D]: return false
    case [1, 0, 0x4D, 0x49]: return true
    default:
      throw .malformed(
        path: path, part: "the .mat header", expected: "level 5, marked 'IM' or 'MI'",
        found: "bytes \(bytes[124..<128].map(String.init).joined(separator: " "))")
    }
  }
}

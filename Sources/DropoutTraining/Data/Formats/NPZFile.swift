/// Reads and writes NumPy's `.npz` files: zip archives of `.npy` arrays.
public struct NPZFile: Sendable {
  /// The file's path, for errors.
  public let path: String
  /// The arrays' names, in the archive's order.
  public let names: [String]
  private let archive: ZipArchive

  /// Opens a file; arrays are decoded when they are asked for.
  ///
  /// - Throws: ``DatasetError`` if it is not a zip archive or its directory is wrong.
  public init(path: String) throws(DatasetError) {
    try self.init(DataFile.read(path, expected: "an .npz file"), path: path)
  }

  /// Opens the bytes of a file; errors name it `path`.
  public init(_ bytes: [UInt8], path: String) throws(DatasetError) {
    try FileKind.refuseForeign(bytes, path: path)
    self.init(try ZipArchive(bytes, path: path), path: path)
  }

  /// Takes an archive that is already open.
  init(_ archive: ZipArchive, path: String) {
    self.path = path
    self.archive = archive
    names = archive.entries.map(\.name).filter { $0.hasSuffix(".npy") }.map {
      String($0.dropLast(4))
    }
  }

  /// The array of this name.
  ///
  /// - Throws: ``DatasetError``; words are refused.
  public func array(named name: String) throws(DatasetError) -> NumericArray {
    try values(named: name).numbers(path: "\(path), entry \(name).npy", part: "the array")
  }

  /// The array of this name, of numbers or of words.
  func values(named name: String) throws(DatasetError) -> ArrayValues {
    guard let entry = archive.entries.first(where: { $0.name == name + ".npy" }) else {
      throw .missingVariable(
        path: path, wanted: "an array \(DatasetError.quoted(name))", available: names)
    }
    let content = try archive.content(of: entry)
    return try NPYFile.values(
      content, range: 0..<content.count, path: "\(path), entry \(entry.name)")
  }

  /// Writes arrays, uncompressed, in the order given.
  ///
  /// The same arrays give the same bytes: every date is the first that zip can express, 1 January 1980. One
  /// array at a time is copied in memory.
  ///
  /// - Precondition: names are unique, and every array is smaller than 4 GiB.
  /// - Throws: ``DatasetError/cannotWrite(path:reason:)``; then no file appears.
  public static func write(
    _ arrays: [(name: String, array: NumericArray)], to path: String
  ) throws(DatasetError) {
    precondition(Set(arrays.map(\.name)).count == arrays.count, "a name occurs twice")
    var writer = try ZipWriter(path: path)
    for (name, array) in arrays {
      try writer.add(name: name + ".npy", content: [NPYFile.encodeHeader(array), array.bytes])
    }
    try writer.finish()
  }
}

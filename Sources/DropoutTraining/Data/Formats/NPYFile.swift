/// Reads and writes NumPy's `.npy` files, versions 1 to 3, in C or Fortran order and in either byte order.
///
/// - SeeAlso: NumPy Enhancement Proposal 1 and `numpy/lib/format.py`.
public enum NPYFile {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let headerLimit = 1 << 16

  /// The array in a file.
  ///
  /// - Throws: ``DatasetError``; Python objects and structured types are refused.
  public static func read(path: String) throws(DatasetError) -> NumericArray {
    try decode(DataFile.read(path, expected: "an .npy file"), path: path)
  }

  /// The array in a file's bytes; `path` names them in errors.
  public static func decode(_ bytes: [UInt8], path: String) throws(DatasetError) -> NumericArray {
    try values(bytes, range: 0..<bytes.count, path: path).numbers(path: path, part: "the array")
  }

  /// The array in a range of bytes, of numbers or of words.
  static func values(
    _ bytes: [UInt8], range: Range<Int>, path: String
  ) throws(DatasetError) -> ArrayValues {
    var reader = ByteReader(bytes, range: range, path: path, part: "the .npy header")
    let text = try headerText(&reader)
    let header = try NPYHeader(parsing: text, path: path)
    guard let byteCount = header.byteCount, byteCount <= DataFile.byteLimit else {
      throw .tooLarge(
        path: path, part: "the .npy header", declared: "\(header.shape) elements",
        limit: DataFile.byteLimit)
    }
    try DatasetError.checkSize(
      reader.remaining, expected: byteCount, path: path, part: "the .npy data")
    let stored = Array(bytes[reader.offset..<reader.end])
    switch header.element {
    case .number(let type): return .numbers(try array(header, type, stored, path: path))
    case .word(let layout):
      return .words(
        try layout.words(in: stored, isBigEndian: header.isBigEndian, path: path),
        shape: header.shape)
    }
  }

  private static func headerText(_ reader: inout ByteReader) throws(DatasetError) -> String {
    let path = reader.path
    guard Array(reader.bytes[try reader.take(magic.count)]) == magic else {
      throw reader.malformed("the magic bytes \\x93NUMPY", "other bytes")
    }
    let version: UInt8 = try reader.integer()
    let minor: UInt8 = try reader.integer()
    guard (1...3).contains(version), minor == 0 else {
      throw .unsupported(
        path: path, part: "the .npy header", found: "version \(version).\(minor)",
        advice: "save it as version 1.0, 2.0 or 3.0")
    }
    let length =
      version == 1 ? Int(try reader.integer(UInt16.self)) : Int(try reader.integer(UInt32.self))
    guard length <= headerLimit else {
      throw .tooLarge(
        path: path, part: "the .npy header", declared: "\(length) bytes", limit: headerLimit)
    }
    return try reader.text(length)
  }

  private static func array(
    _ header: NPYHeader, _ type: NumericArray.ElementType, _ stored: [UInt8], path: String
  ) throws(DatasetError) -> NumericArray {
    let size = type.byteCount
    var bytes = header.isBigEndian ? reversingElements(of: stored, byteCount: size) : stored
    if header.isFortranOrder {
      bytes = rowMajorBytes(fromColumnMajor: bytes, shape: header.shape, byteCount: size)
    }
    if type == .bool, let other = bytes.first(where: { $0 > 1 }) {
      throw .malformed(
        path: path, part: "the .npy data", expected: "truth values 0 or 1", found: "\(other)")
    }
    return NumericArray(shape: header.shape, elementType: type, bytes: bytes)
  }
}

extension NPYFile {
  /// The bytes of an `.npy` file, version 1.0, as `numpy.save` writes it for a C-ordered array.
  public static func encode(_ array: NumericArray) -> [UInt8] {
    encodeHeader(array) + array.bytes
  }

  /// Writes an `.npy` file.
  ///
  /// - Throws: ``DatasetError/cannotWrite(path:reason:)``; then no file appears.
  public static func write(_ array: NumericArray, to path: String) throws(DatasetError) {
    let file = try AtomicFile(path: path)
    try file.write(encodeHeader(array))
    try file.write(array.bytes)
    try file.commit()
  }

  /// The bytes before the elements, padded to a multiple of 64.
  static func encodeHeader(_ array: NumericArray) -> [UInt8] {
    let lengths = array.shape.map(String.init)
    let shape = lengths.count == 1 ? "(\(lengths[0]),)" : "(\(lengths.joined(separator: ", ")))"
    let descr = NPYHeader.descr(of: array.elementType)
    let dictionary = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
    // NumPy leaves room for the first axis to grow to 21 digits.
    let growth = max(0, 21 - (lengths.first?.count ?? 21))
    var text = dictionary + String(repeating: " ", count: growth)
    let unpadded = magic.count + 4 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    precondition(text.utf8.count <= UInt16.max, "an array of \(lengths.count) axes")
    return magic + [1, 0] + littleEndianBytes(of: [UInt16(text.utf8.count)]) + Array(text.utf8)
  }
}

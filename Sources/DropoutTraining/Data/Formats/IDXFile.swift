/// IDX files, plain or gzipped: the format of MNIST.
///
/// A file holds two zero bytes, an element type, the number of axes, the length of each axis as a big-endian
/// `uint32`, then the elements, big-endian and row-major (<http://yann.lecun.com/exdb/mnist/>).
public enum IDXFile {
  private static let types: [(code: UInt8, type: NumericArray.ElementType)] = [
    (0x08, .uint8), (0x09, .int8), (0x0B, .int16), (0x0C, .int32), (0x0D, .float32),
    (0x0E, .float64),
  ]
  private static let rankLimit = 8

  /// The array in a file; a gzipped file is recognised by its content.
  ///
  /// - Throws: ``DatasetError``. The size in the header is checked against the file before memory is
  ///   allocated, and inflating stops at the declared size.
  public static func read(path: String) throws(DatasetError) -> NumericArray {
    try decode(DataFile.read(path, expected: "an IDX file"), path: path)
  }

  /// The array in a file's bytes; `path` names them in errors.
  public static func decode(_ bytes: [UInt8], path: String) throws(DatasetError) -> NumericArray {
    let limit = ReadingLimit.bytes(forFileOf: bytes.count)
    return try decode(bytes, path: path, limit: limit, layers: 2)
  }

  /// - Parameters:
  ///   - limit: The most bytes that may be inflated.
  ///   - layers: The number of gzip layers that may be unpacked.
  private static func decode(
    _ bytes: [UInt8], path: String, limit: Int, layers: Int
  ) throws(DatasetError) -> NumericArray {
    try bytes.starts(with: gzipMagic) && layers > 0
      ? decodeGzip(bytes, path: path, limit: limit, layers: layers) : decodePlain(bytes, path: path)
  }

  private static let gzipMagic: [UInt8] = [0x1F, 0x8B]

  private static func decodePlain(
    _ bytes: [UInt8], path: String
  ) throws(DatasetError) -> NumericArray {
    try FileKind.refuseForeign(bytes, path: path)
    var reader = ByteReader(bytes, path: path, part: "the IDX header")
    let (type, rank) = try start(&reader)
    let lengths = Array(bytes[try reader.take(4 * rank)])
    let header = try header(lengths, type: type, path: path, rank: rank)
    try DatasetError.checkSize(
      reader.remaining, expected: header.byteCount, path: path, part: "the IDX data")
    return array(header, Array(bytes[reader.offset...]))
  }

  private static func decodeGzip(
    _ bytes: [UInt8], path: String, limit: Int, layers: Int
  ) throws(DatasetError) -> NumericArray {
    let inflater = try Inflater(
      bytes, range: 0..<bytes.count, container: .gzip, limit: limit, path: path,
      part: "the gzipped IDX data")
    let first = try inflater.read(atMost: 4)
    guard first.count < 4 || first.starts(with: [0, 0]) else {
      let content = try first + inflater.readToEnd()
      return try decode(content, path: path, limit: limit, layers: layers - 1)
    }
    var reader = ByteReader(first, path: path, part: "the IDX header")
    let (type, rank) = try start(&reader)
    let header = try header(inflater.read(atMost: 4 * rank), type: type, path: path, rank: rank)
    return array(header, try inflater.readAll(header.byteCount))
  }

  private struct Header {
    let shape: [Int]
    let type: NumericArray.ElementType
    let byteCount: Int
  }

  /// Element type and number of axes, from the first four bytes.
  private static func start(
    _ reader: inout ByteReader
  ) throws(DatasetError) -> (type: NumericArray.ElementType, rank: Int) {
    let bytes = Array(reader.bytes[try reader.take(4)])
    guard bytes[0] == 0, bytes[1] == 0 else {
      throw reader.malformed("two zero bytes first", "\(bytes[0]) and \(bytes[1])")
    }
    guard let type = types.first(where: { $0.code == bytes[2] })?.type else {
      throw reader.malformed("an element type among 8, 9, 11, 12, 13, 14", "\(bytes[2])")
    }
    guard (1...rankLimit).contains(Int(bytes[3])) else {
      throw reader.malformed("1 to \(rankLimit) axes", "\(bytes[3])")
    }
    return (type, Int(bytes[3]))
  }

  /// Shape and size, from the bytes of the axes' lengths.
  private static func header(
    _ bytes: [UInt8], type: NumericArray.ElementType, path: String, rank: Int
  ) throws(DatasetError) -> Header {
    var reader = ByteReader(bytes, path: path, part: "the IDX header", isBigEndian: true)
    var shape: [Int] = []
    for _ in 0..<rank { shape.append(Int(try reader.integer(UInt32.self))) }
    guard !shape.contains(0) else {
      throw reader.malformed("axes of length 1 or more", "\(shape)")
    }
    guard let byteCount = NumericArray.byteCount(shape: shape, elementType: type),
      byteCount <= DataFile.byteLimit
    else {
      throw .tooLarge(
        path: path, part: "the IDX header", declared: "\(shape) elements",
        limit: DataFile.byteLimit)
    }
    return Header(shape: shape, type: type, byteCount: byteCount)
  }

  private static func array(_ header: Header, _ bigEndian: [UInt8]) -> NumericArray {
    NumericArray(
      shape: header.shape, elementType: header.type,
      bytes: reversingElements(of: bigEndian, byteCount: header.type.byteCount))
  }
}

extension IDXFile {
  /// The bytes of an IDX file.
  ///
  /// - Precondition: the element type is one that IDX knows, with 1 to 8 axes of 1 to 2³² − 1.
  public static func encode(_ array: NumericArray) -> [UInt8] {
    guard let code = types.first(where: { $0.type == array.elementType })?.code else {
      preconditionFailure("IDX has no \(array.elementType)")
    }
    precondition(
      (1...rankLimit).contains(array.shape.count)
        && array.shape.allSatisfy { $0 > 0 && $0 <= UInt32.max },
      "IDX cannot hold the shape \(array.shape)")
    var bytes: [UInt8] = [0, 0, code, UInt8(array.shape.count)]
    for length in array.shape { bytes += littleEndianBytes(of: [UInt32(length).bigEndian]) }
    bytes += reversingElements(of: array.bytes, byteCount: array.elementType.byteCount)
    return bytes
  }

  /// Writes an IDX file, gzipped if the name ends in `.gz`.
  ///
  /// - Throws: ``DatasetError/cannotWrite(path:reason:)``; then no file appears.
  public static func write(_ array: NumericArray, to path: String) throws(DatasetError) {
    let bytes = encode(array)
    guard path.hasSuffix(".gz") else { return try DataFile.write(bytes, to: path) }
    guard let compressed = gzipped(bytes) else {
      throw .cannotWrite(path: path, reason: "zlib does not take \(bytes.count) bytes")
    }
    try DataFile.write(compressed, to: path)
  }
}

/// A tagged piece of a `.mat` file: a type code and the range of its bytes.
struct MATElement {
  static let matrix: UInt32 = 14
  static let compressed: UInt32 = 15

  /// The type code: 1 to 7, 9, 12 and 13 are numbers, 16 to 18 are text.
  let code: UInt32
  /// The range of its content in the reader's bytes.
  let range: Range<Int>

  /// Reads a tag, with the content if that is small enough to be in it, and skips the padding to 8 bytes.
  init(_ reader: inout ByteReader) throws(DatasetError) {
    let first: UInt32 = try reader.integer()
    if first >> 16 != 0 {
      code = first & 0xFFFF
      let size = Int(first >> 16)
      guard size <= 4 else {
        throw reader.malformed("a small element of 1 to 4 bytes", "\(size)")
      }
      let content = try reader.take(4)
      range = content.lowerBound..<(content.lowerBound + size)
      return
    }
    code = first
    range = try reader.take(Int(try reader.integer(UInt32.self)))
    if code != Self.compressed {
      _ = try reader.take(min(reader.remaining, (8 - range.count % 8) % 8))
    }
  }

  /// The content as integers of one type.
  func integers<Value: FixedWidthInteger>(
    of reader: ByteReader, as type: Value.Type, _ what: String
  ) throws(DatasetError) -> [Value] {
    let size = MemoryLayout<Value>.size
    // Type 5 is a signed and 6 an unsigned integer of 32 bits; SciPy and MATLAB write either here.
    guard code == 5 || code == 6, range.count % size == 0, range.count <= 1024 else {
      throw unexpected("\(what) (type 5 or 6)", reader.path)
    }
    var content = ByteReader(
      reader.bytes, range: range, path: reader.path, part: reader.part,
      isBigEndian: reader.isBigEndian)
    var values: [Value] = []
    while content.remaining > 0 { values.append(try content.integer()) }
    return values
  }

  /// The content as a variable's name.
  func text(of reader: ByteReader) throws(DatasetError) -> String {
    guard code == 1 || code == 2 || code == 16, range.count <= 1024 else {
      throw unexpected("a variable's name (type 1)", reader.path)
    }
    return String(decoding: reader.bytes[range], as: UTF8.self)
  }

  /// The error if another element was expected here.
  func unexpected(_ expected: String, _ path: String) -> DatasetError {
    .malformed(
      path: path, part: "a .mat element", expected: expected,
      found: "type \(code) with \(range.count) bytes")
  }
}

/// The numbers of a full matrix, which may be stored in a narrower type than their own.
struct MATMatrix {
  let name: String
  let shape: [Int]
  let path: String
  let elementType: NumericArray.ElementType

  private static let storedTypes: [UInt32: NumericArray.ElementType] = [
    1: .int8, 2: .uint8, 3: .int16, 4: .uint16, 5: .int32, 6: .uint32, 7: .float32, 9: .float64,
    12: .int64, 13: .uint64,
  ]

  private var part: String { "variable \(DatasetError.quoted(name))" }

  /// The matrix in row-major order and in its own type.
  ///
  /// - Parameter limit: The number of bytes that may still be taken; reduced by those of this matrix.
  func array(
    _ element: MATElement, of reader: ByteReader, limit: inout Int
  ) throws(DatasetError) -> NumericArray {
    guard let storedType = Self.storedTypes[element.code] else {
      throw element.unexpected("numbers for \(part)", path)
    }
    guard let byteCount = NumericArray.byteCount(shape: shape, elementType: storedType) else {
      throw .tooLarge(
        path: path, part: part, declared: "\(shape) elements", limit: DataFile.byteLimit)
    }
    try DatasetError.checkSize(
      element.range.count, expected: byteCount, path: path, part: part)
    let ownSize = byteCount / storedType.byteCount * elementType.byteCount
    guard ownSize <= limit else {
      throw .inflates(path: path, part: part, size: ownSize, limit: limit)
    }
    limit -= ownSize
    let size = storedType.byteCount
    var bytes = Array(reader.bytes[element.range])
    if reader.isBigEndian { bytes = reversingElements(of: bytes, byteCount: size) }
    let stored = NumericArray(
      shape: shape, elementType: storedType,
      bytes: rowMajorBytes(fromColumnMajor: bytes, shape: shape, byteCount: size))
    return try converted(stored)
  }

  private func converted(_ stored: NumericArray) throws(DatasetError) -> NumericArray {
    switch elementType {
    case stored.elementType: return stored
    case .float64: return NumericArray(shape: shape, stored.doubles)
    case .float32: return NumericArray(shape: shape, stored.floats)
    case .bool:
      guard stored.elementType == .uint8, stored.bytes.allSatisfy({ $0 <= 1 }) else {
        throw badValues(stored)
      }
      return NumericArray(shape: shape, elementType: .bool, bytes: stored.bytes)
    case .int8: return try narrowed(stored, Int8.self)
    case .uint8: return try narrowed(stored, UInt8.self)
    case .int16: return try narrowed(stored, Int16.self)
    case .uint16: return try narrowed(stored, UInt16.self)
    case .int32: return try narrowed(stored, Int32.self)
    case .uint32: return try narrowed(stored, UInt32.self)
    case .int64: return try narrowed(stored, Int64.self)
    case .uint64: return try narrowed(stored, UInt64.self)
    case .float16: throw badValues(stored)
    }
  }

  private func narrowed<Value: FixedWidthInteger & BitwiseCopyable>(
    _ stored: NumericArray, _ type: Value.Type
  ) throws(DatasetError) -> NumericArray {
    guard let integers = stored.integers else { throw badValues(stored) }
    let values = integers.compactMap { Value(exactly: $0) }
    guard values.count == integers.count else { throw badValues(stored) }
    return NumericArray(
      shape: shape, elementType: elementType, bytes: littleEndianBytes(of: values))
  }

  private func badValues(_ stored: NumericArray) -> DatasetError {
    .malformed(
      path: path, part: part, expected: "values of \(elementType)",
      found: "\(stored.elementType) values outside its range")
  }
}

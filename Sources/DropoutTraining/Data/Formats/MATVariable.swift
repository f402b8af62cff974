/// One variable of a `.mat` file: a name with an array, or with content that this reader does not support.
struct MATVariable {
  enum Content {
    case array(NumericArray)
    case words([String])
    /// Content that cannot be read; the text says what it is.
    case other(String)
  }

  let name: String
  let content: Content

  /// Reads a top-level element and inflates it if it is compressed; nil if it is empty.
  ///
  /// - Parameter inflatedLimit: The number of bytes that may still come out of compressed elements, and of numbers
  ///   that are stored in a narrower type.
  init?(element reader: inout ByteReader, inflatedLimit: inout Int) throws(DatasetError) {
    let path = reader.path
    let element = try MATElement(&reader)
    switch element.code {
    case MATElement.compressed:
      let bytes = try Self.inflated(element.range, of: reader, limit: inflatedLimit)
      inflatedLimit -= bytes.count
      var inner = ByteReader(
        bytes, path: path, part: "a compressed .mat element", isBigEndian: reader.isBigEndian)
      let matrix = try MATElement(&inner)
      guard matrix.code == MATElement.matrix else {
        throw matrix.unexpected("a matrix (type 14)", path)
      }
      guard inner.remaining == 0 else {
        throw .trailingBytes(path: path, part: inner.part, expected: inner.offset)
      }
      guard !matrix.range.isEmpty else { return nil }
      try self.init(matrix: matrix.range, of: inner, limit: &inflatedLimit)
    case MATElement.matrix:
      guard !element.range.isEmpty else { return nil }
      try self.init(matrix: element.range, of: reader, limit: &inflatedLimit)
    default: throw element.unexpected("a matrix (type 14) or a compressed one (15)", path)
    }
  }

  /// The inflated tag and content of a compressed element; the tag gives the size of the content.
  private static func inflated(
    _ range: Range<Int>, of reader: ByteReader, limit: Int
  ) throws(DatasetError) -> [UInt8] {
    let part = "a compressed .mat element"
    let inflater = try Inflater(
      reader.bytes, range: range, container: .zlib, limit: limit + 8, path: reader.path, part: part)
    let tag = try inflater.read(atMost: 8)
    var tagReader = ByteReader(
      tag, path: reader.path, part: part, isBigEndian: reader.isBigEndian)
    _ = try tagReader.integer(UInt32.self)
    let size = Int(try tagReader.integer(UInt32.self))
    guard size <= limit else {
      throw .inflates(path: reader.path, part: part, size: size, limit: limit)
    }
    return tag + (try inflater.readAll(size))
  }

  /// Reads array flags, lengths, name and numbers or words: the parts of a matrix element.
  ///
  /// - Parameter isCell: Whether it is a cell of an array; cells inside it are not read then.
  init(
    matrix range: Range<Int>, of parent: ByteReader, limit: inout Int, isCell: Bool = false
  ) throws(DatasetError) {
    let path = parent.path
    var reader = ByteReader(
      parent.bytes, range: range, path: path, part: "a .mat matrix",
      isBigEndian: parent.isBigEndian)
    let flags = try MATElement(&reader).integers(of: reader, as: UInt32.self, "array flags")
    guard flags.count == 2 else {
      throw reader.malformed("two array flags", "\(flags.count)")
    }
    let kind = flags[0] & 0xFF
    if let other = Self.otherKind(kind, flags: flags[0], isCell: isCell) {
      // Opaque objects have no lengths before their name.
      if kind != 17 { _ = try MATElement(&reader) }
      name = try MATElement(&reader).text(of: reader)
      content = .other(other)
      return
    }
    let lengths = try MATElement(&reader).integers(of: reader, as: Int32.self, "lengths")
    name = try MATElement(&reader).text(of: reader)
    guard lengths.count >= 2, lengths.count <= 32, lengths.allSatisfy({ $0 >= 0 }) else {
      throw .malformed(
        path: path, part: "variable \(DatasetError.quoted(name))",
        expected: "2 to 32 lengths of 0 or more", found: "\(lengths.prefix(40))")
    }
    let shape = lengths.map { Int($0) }
    switch kind {
    case 1: content = try MATWords(lengths: shape).cells(&reader, limit: &limit)
    case 4: content = try MATWords(lengths: shape).rows(&reader)
    default:
      let type = try Self.elementType(kind, isLogical: flags[0] & 0x200 != 0, path: path)
      let matrix = MATMatrix(name: name, shape: shape, path: path, elementType: type)
      content = .array(try matrix.array(MATElement(&reader), of: reader, limit: &limit))
      guard reader.remaining == 0 else {
        throw .trailingBytes(
          path: path, part: "variable \(DatasetError.quoted(name))",
          expected: reader.offset - range.lowerBound)
      }
    }
  }

  /// The name of a class that is not a full real matrix; nil for one that is.
  private static func otherKind(_ kind: UInt32, flags: UInt32, isCell: Bool) -> String? {
    if kind == 1, isCell { return "a cell array" }
    let names: [UInt32: String] = [
      2: "a structure", 3: "an object", 5: "a sparse matrix", 16: "a function", 17: "an object",
    ]
    return names[kind] ?? (flags & 0x800 != 0 ? "a complex matrix" : nil)
  }

  private static func elementType(
    _ kind: UInt32, isLogical: Bool, path: String
  ) throws(DatasetError) -> NumericArray.ElementType {
    let types: [UInt32: NumericArray.ElementType] = [
      6: .float64, 7: .float32, 8: .int8, 9: .uint8, 10: .int16, 11: .uint16, 12: .int32,
      13: .uint32, 14: .int64, 15: .uint64,
    ]
    guard let type = types[kind] else {
      throw .malformed(
        path: path, part: "a .mat matrix", expected: "an array class from 1 to 17",
        found: "\(kind)")
    }
    return isLogical && type == .uint8 ? .bool : type
  }
}

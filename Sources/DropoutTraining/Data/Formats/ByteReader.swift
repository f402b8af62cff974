/// A position in bytes that hands out numbers and ranges, and refuses to run past the end.
struct ByteReader {
  /// All the bytes, of which only those before `end` are read.
  let bytes: [UInt8]
  /// What errors call the file.
  let path: String
  /// What errors call this part of it.
  let part: String
  private(set) var offset: Int
  let end: Int
  /// The order of multi-byte numbers.
  var isBigEndian: Bool

  init(
    _ bytes: [UInt8], range: Range<Int>? = nil, path: String, part: String,
    isBigEndian: Bool = false
  ) {
    self.bytes = bytes
    self.path = path
    self.part = part
    self.isBigEndian = isBigEndian
    offset = range?.lowerBound ?? 0
    end = range?.upperBound ?? bytes.count
    precondition(offset >= 0 && offset <= end && end <= bytes.count, "\(offset)..<\(end)")
  }

  /// How many bytes are left.
  var remaining: Int { end - offset }

  /// The next `count` bytes, as a range of ``bytes``.
  mutating func take(_ count: Int) throws(DatasetError) -> Range<Int> {
    guard count >= 0, count <= remaining else {
      throw .truncated(path: path, part: part, expected: max(0, count), found: remaining)
    }
    defer { offset += count }
    return offset..<(offset + count)
  }

  /// The next integer.
  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(DatasetError) -> Value {
    let range = try take(MemoryLayout<Value>.size)
    var value: Value = 0
    for byte in isBigEndian ? bytes[range] : ArraySlice(bytes[range].reversed()) {
      value = value << 8 | Value(truncatingIfNeeded: byte)
    }
    return value
  }

  /// The next `count` bytes as text; Latin-1 if it is not UTF-8.
  mutating func text(_ count: Int) throws(DatasetError) -> String {
    let slice = bytes[try take(count)]
    return String(validating: slice, as: UTF8.self)
      ?? String(String.UnicodeScalarView(slice.map { Unicode.Scalar($0) }))
  }
}

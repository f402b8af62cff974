/// Reads numbers and ranges from bytes, one after the other, and throws before it runs past the end.
struct ByteReader {
  /// All bytes; only those before `end` are read.
  let bytes: [UInt8]
  /// The path of the file, for errors.
  let path: String
  /// The name of this part of the file, for errors.
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

  /// The number of bytes left to read.
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

  /// The error for content of this part that violates the format.
  func malformed(_ expected: String, _ found: String) -> DatasetError {
    .malformed(path: path, part: part, expected: expected, found: found)
  }

  /// The next `count` bytes as text; Latin-1 if it is not UTF-8.
  mutating func text(_ count: Int) throws(DatasetError) -> String {
    let slice = bytes[try take(count)]
    return String(validating: slice, as: UTF8.self)
      ?? String(String.UnicodeScalarView(slice.map { Unicode.Scalar($0) }))
  }
}

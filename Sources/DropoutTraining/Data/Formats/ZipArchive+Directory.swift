extension ZipArchive {
  /// The place of the central directory and the number of its entries (section 4.3.16).
  static func directory(
    _ bytes: [UInt8], path: String
  ) throws(DatasetError) -> (range: Range<Int>, count: Int) {
    guard bytes.starts(with: magic) || bytes.starts(with: endMagic) else {
      throw malformed(path, "a zip archive", bytes.isEmpty ? "an empty file" : "other bytes")
    }
    guard let end = endRecord(bytes) else {
      throw malformed(path, "the directory at the end", "none; the file may be cut short")
    }
    var reader = ByteReader(bytes, range: end..<bytes.count, path: path, part: part)
    _ = try reader.take(4)
    let disks = [try reader.integer(UInt16.self), try reader.integer(UInt16.self)]
    _ = try reader.integer(UInt16.self)
    var count = Int(try reader.integer(UInt16.self))
    var size = Int(try reader.integer(UInt32.self))
    var offset = Int(try reader.integer(UInt32.self))
    var limit = end
    if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF {
      (count, size, offset, limit) = try zip64Directory(bytes, before: end, path: path)
    } else if disks != [0, 0] {
      throw malformed(path, "an archive in one part", "parts \(disks)")
    }
    guard size >= 0, offset >= 0, size <= limit, offset == limit - size else {
      throw malformed(
        path, "\(size) bytes that end at byte \(limit)", "a start at byte \(offset)")
    }
    return (offset..<(offset + size), count)
  }

  /// The last offset at which an end record fits and reaches exactly to the end of the file.
  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    let last = bytes.count - 22
    return stride(from: last, through: max(0, last - 0xFFFF), by: -1).first { start in
      bytes[start...].starts(with: endMagic)
        && start + 22 + Int(bytes[start + 20]) + Int(bytes[start + 21]) << 8 == bytes.count
    }
  }

  /// The place and number of entries from the zip64 records (sections 4.3.14 and 4.3.15).
  private static func zip64Directory(
    _ bytes: [UInt8], before end: Int, path: String
  ) throws(DatasetError) -> (count: Int, size: Int, offset: Int, limit: Int) {
    guard end >= 20 else { throw malformed(path, "a zip64 locator", "none") }
    var locator = ByteReader(bytes, range: (end - 20)..<end, path: path, part: part)
    guard try locator.integer(UInt32.self) == 0x0706_4B50 else {
      throw malformed(path, "a zip64 locator", "none")
    }
    _ = try locator.integer(UInt32.self)
    let start = try locator.integer(UInt64.self)
    guard start <= UInt64(end - 20) else {
      throw malformed(path, "a zip64 directory before byte \(end - 20)", "byte \(start)")
    }
    var reader = ByteReader(bytes, range: Int(start)..<(end - 20), path: path, part: part)
    guard try reader.integer(UInt32.self) == 0x0606_4B50 else {
      throw malformed(path, "a zip64 end record", "none")
    }
    _ = try reader.take(28)
    let count = Int(truncatingIfNeeded: try reader.integer(UInt64.self))
    let size = Int(truncatingIfNeeded: try reader.integer(UInt64.self))
    let offset = Int(truncatingIfNeeded: try reader.integer(UInt64.self))
    return (count, size, offset, Int(start))
  }

  /// One header of the central directory (section 4.3.12).
  static func entry(_ reader: inout ByteReader) throws(DatasetError) -> Entry {
    let path = reader.path
    guard try reader.integer(UInt32.self) == 0x0201_4B50 else {
      throw malformed(path, "a directory header", "other bytes")
    }
    _ = try reader.take(4)
    let flags: UInt16 = try reader.integer()
    let method: UInt16 = try reader.integer()
    _ = try reader.take(4)
    let checksum: UInt32 = try reader.integer()
    let storedSize: UInt32 = try reader.integer()
    let size: UInt32 = try reader.integer()
    let nameLength = Int(try reader.integer(UInt16.self))
    let extraLength = Int(try reader.integer(UInt16.self))
    let commentLength = Int(try reader.integer(UInt16.self))
    _ = try reader.take(8)
    let headerOffset: UInt32 = try reader.integer()
    let name = try reader.text(nameLength)
    let extra = try reader.take(extraLength)
    _ = try reader.take(commentLength)
    guard flags & 1 == 0 else {
      throw .unsupported(
        path: path, part: part, found: "encryption of \(DatasetError.quoted(name))",
        advice: "save it without a password")
    }
    var wide = Zip64Fields(ByteReader(reader.bytes, range: extra, path: path, part: part))
    // Section 4.5.3: the fields that overflow are in the extra field, in this order.
    let wideSize = try wide.next(instead: size)
    let wideStoredSize = try wide.next(instead: storedSize)
    let wideOffset = try wide.next(instead: headerOffset)
    guard wideOffset <= reader.bytes.count, wideStoredSize <= reader.bytes.count,
      wideSize <= DataFile.byteLimit
    else {
      throw .tooLarge(
        path: path, part: "the zip entry \(DatasetError.quoted(name))",
        declared: "\(wideSize) bytes in \(wideStoredSize) at byte \(wideOffset)",
        limit: min(reader.bytes.count, DataFile.byteLimit))
    }
    return Entry(
      name: name, method: method, checksum: checksum, storedSize: Int(wideStoredSize),
      size: Int(wideSize), headerOffset: Int(wideOffset))
  }
}

/// The 64-bit sizes in an entry's extra field, taken one by one.
private struct Zip64Fields {
  private var reader: ByteReader
  private var isFound = false

  init(_ reader: ByteReader) { self.reader = reader }

  /// The next 64-bit number if all bits of the 32-bit one are set, else the 32-bit one.
  mutating func next(instead field: UInt32) throws(DatasetError) -> UInt64 {
    guard field == .max else { return UInt64(field) }
    while !isFound {
      let tag: UInt16 = try reader.integer()
      let length = Int(try reader.integer(UInt16.self))
      isFound = tag == 1
      if !isFound { _ = try reader.take(length) }
    }
    return try reader.integer()
  }
}

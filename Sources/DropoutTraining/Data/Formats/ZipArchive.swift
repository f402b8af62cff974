/// A zip archive held in memory, read by its central directory.
///
/// Stored and deflated entries are read, with zip64; encryption and archives in several parts are not supported.
/// Entries that overlap, or inflate to more than they declare, are refused.
///
/// - SeeAlso: PKWARE APPNOTE 6.3.10, section 4.3.
struct ZipArchive {
  /// One file of the archive.
  struct Entry: Hashable {
    var name: String
    var method: UInt16
    var checksum: UInt32
    var storedSize: Int
    var size: Int
    var headerOffset: Int
  }

  static let magic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  static let endMagic: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
  static let part = "the zip directory"

  private let bytes: [UInt8]
  private let path: String
  private let limit: Int
  /// The entries in the directory's order; names are unique.
  let entries: [Entry]

  /// Reads the directory.
  ///
  /// - Parameter limit: The largest number of bytes to which all entries together may inflate; nil: the
  ///   ``ReadingLimit`` for an archive of this size.
  init(_ bytes: [UInt8], path: String, limit: Int? = nil) throws(DatasetError) {
    self.bytes = bytes
    self.path = path
    self.limit = limit ?? ReadingLimit.bytes(forFileOf: bytes.count)
    let directory = try Self.directory(bytes, path: path)
    var reader = ByteReader(bytes, range: directory.range, path: path, part: Self.part)
    var entries: [Entry] = []
    var names: Set<String> = []
    while reader.remaining > 0 {
      let entry = try Self.entry(&reader)
      guard names.insert(entry.name).inserted else {
        throw Self.malformed(path, "each name once", "\(DatasetError.quoted(entry.name)) twice")
      }
      entries.append(entry)
    }
    guard entries.count == directory.count else {
      throw Self.malformed(path, "\(directory.count) entries", "\(entries.count)")
    }
    self.entries = entries
    let total = entries.reduce(0) { $0 + $1.size }
    guard total <= self.limit else {
      throw .inflates(path: path, part: "the archive", size: total, limit: self.limit)
    }
    try checkPlaces(before: directory.range.lowerBound)
  }

  /// The inflated content of an entry, its CRC-32 checked.
  func content(of entry: Entry) throws(DatasetError) -> [UInt8] {
    let where_ = "\(path), entry \(entry.name)"
    let range = try dataRange(of: entry)
    let content: [UInt8]
    switch entry.method {
    case 0:
      guard entry.size == entry.storedSize else {
        throw .malformed(
          path: where_, part: "a stored entry", expected: "\(entry.storedSize) bytes",
          found: "\(entry.size) declared")
      }
      content = Array(bytes[range])
    case 8:
      let inflater = try Inflater(
        bytes, range: range, container: .raw, limit: limit, path: where_, part: "the deflated data")
      content = try inflater.readAll(entry.size)
    default:
      throw .unsupported(
        path: where_, part: "compression", found: "method \(entry.method)",
        advice: "unpack it, or save arrays with numpy.savez or numpy.savez_compressed")
    }
    let found = crc32(content)
    guard found == entry.checksum else {
      throw .damaged(
        path: where_, part: "its content", expected: "CRC-32 \(String(entry.checksum, radix: 16))",
        found: String(found, radix: 16))
    }
    return content
  }

  /// The range of an entry's data, after its local header.
  private func dataRange(of entry: Entry) throws(DatasetError) -> Range<Int> {
    var reader = ByteReader(
      bytes, range: entry.headerOffset..<bytes.count, path: path,
      part: "the zip entry \(DatasetError.quoted(entry.name))")
    guard try reader.integer(UInt32.self) == 0x0403_4B50 else {
      throw Self.malformed(path, "a local header for \(DatasetError.quoted(entry.name))", "none")
    }
    _ = try reader.take(22)
    let nameLength = Int(try reader.integer(UInt16.self))
    let extraLength = Int(try reader.integer(UInt16.self))
    let name = try reader.text(nameLength)
    guard name == entry.name else {
      throw Self.malformed(
        path, "the name \(DatasetError.quoted(entry.name)) in the local header",
        DatasetError.quoted(name))
    }
    _ = try reader.take(extraLength)
    return try reader.take(entry.storedSize)
  }

  /// Refuses entries that overlap each other or the directory: zip bombs use them to inflate enormously.
  private func checkPlaces(before directoryStart: Int) throws(DatasetError) {
    var previousEnd = 0
    for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      guard entry.headerOffset >= previousEnd, entry.headerOffset < directoryStart else {
        throw Self.malformed(
          path, "entries one after the other",
          "\(DatasetError.quoted(entry.name)) at byte \(entry.headerOffset)")
      }
      previousEnd = try dataRange(of: entry).upperBound
      guard previousEnd <= directoryStart else {
        throw .truncated(
          path: path, part: "the zip entry \(DatasetError.quoted(entry.name))",
          expected: entry.storedSize,
          found: max(0, entry.storedSize - (previousEnd - directoryStart)))
      }
    }
  }

  static func malformed(
    _ path: String, _ expected: String, _ found: String
  ) -> DatasetError {
    .malformed(path: path, part: part, expected: expected, found: found)
  }
}

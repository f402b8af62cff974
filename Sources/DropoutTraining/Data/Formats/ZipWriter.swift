/// Writes a zip archive of uncompressed entries; its bytes depend only on names and contents.
struct ZipWriter {
  private let path: String
  private let file: AtomicFile
  private var offset = 0
  private var directory: [UInt8] = []
  private var count = 0

  init(path: String) throws(DatasetError) {
    self.path = path
    file = try AtomicFile(path: path)
  }

  /// Appends an entry whose content is given in consecutive pieces.
  mutating func add(name: String, content: [[UInt8]]) throws(DatasetError) {
    let size = content.reduce(0) { $0 + $1.count }
    let checksum = content.reduce(UInt32(0)) { crc32($1, seed: $0) }
    let nameBytes = Array(name.utf8)
    precondition(nameBytes.count <= UInt16.max, "a name of \(nameBytes.count) bytes")
    guard size < UInt32.max, offset < UInt32.max, count < Int(UInt16.max) - 1 else {
      throw .cannotWrite(path: path, reason: "an archive above 4 GiB would be needed")
    }
    // Version 2.0; bit 11 says that the name is UTF-8; stored; midnight of 1 January 1980.
    let flags: UInt16 = name.utf8.allSatisfy { $0 < 128 } ? 0 : 0x0800
    let common =
      littleEndianBytes(of: [20, flags, 0, 0, 0x0021] as [UInt16])
      + littleEndianBytes(of: [checksum, UInt32(size), UInt32(size)])
      + littleEndianBytes(of: [UInt16(nameBytes.count), 0])
    let header = ZipArchive.magic + common + nameBytes
    directory += [0x50, 0x4B, 0x01, 0x02] + littleEndianBytes(of: [20 as UInt16]) + common
    directory += littleEndianBytes(of: [0, 0, 0] as [UInt16])
    directory += littleEndianBytes(of: [0, UInt32(offset)] as [UInt32]) + nameBytes
    try file.write(header)
    for piece in content { try file.write(piece) }
    offset += header.count + size
    count += 1
  }

  /// Writes the directory and gives the file its name.
  mutating func finish() throws(DatasetError) {
    guard offset < UInt32.max else {
      throw .cannotWrite(path: path, reason: "an archive above 4 GiB would be needed")
    }
    try file.write(directory)
    try file.write(
      ZipArchive.endMagic
        + littleEndianBytes(of: [0, 0, UInt16(count), UInt16(count)] as [UInt16])
        + littleEndianBytes(of: [UInt32(directory.count), UInt32(offset)])
        + littleEndianBytes(of: [0 as UInt16]))
    try file.commit()
  }
}

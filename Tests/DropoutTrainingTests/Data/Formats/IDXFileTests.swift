import Testing

@testable import DropoutTraining

struct IDXFileTests {
  private static let header: [UInt8] = [0, 0, 8, 3] + big32(2, 2, 2)
  private static let images = header + [0, 1, 2, 3, 4, 5, 6, 255]
  private static let packed = gzipped(images) ?? []

  @Test func aFileMadeByHandIsRead() throws {
    let array = try IDXFile.decode(Self.images, path: "x")
    #expect(array == NumericArray(shape: [2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 255] as [UInt8]))
    #expect(try IDXFile.decode(Self.packed, path: "x") == array)
  }

  @Test func bigEndianNumbersAreTurned() throws {
    let shorts = try IDXFile.decode(
      [0, 0, 0x0B, 1] + big32(2) + [0x01, 0x02, 0xFF, 0xFE], path: "x")
    #expect(shorts.integers == [0x0102, -2])
    let floats = try IDXFile.decode([0, 0, 0x0D, 1] + big32(1) + big32(0x3FC0_0000), path: "x")
    #expect(floats.floats == [1.5])
  }

  @Test(arguments: [
    NumericArray(shape: [3], [1, 2, 255] as [UInt8]),
    NumericArray(shape: [2, 1], elementType: .int8, bytes: [128, 7]),
    NumericArray(shape: [2], elementType: .int16, bytes: [1, 2, 3, 4]),
    NumericArray(shape: [1, 1, 2], [-1, 77777] as [Int32]),
    NumericArray(shape: [2], [1.5, .nan] as [Float]), NumericArray(shape: [1], [0.1] as [Double]),
  ])
  func everyElementTypeComesBack(array: NumericArray) throws {
    let folder = try TemporaryDirectory()
    for name in ["a.idx", "a.idx.gz"] {
      try IDXFile.write(array, to: "\(folder.path)/\(name)")
      #expect(try IDXFile.read(path: "\(folder.path)/\(name)") == array)
    }
    #expect(folder.names == ["a.idx", "a.idx.gz"])
  }

  @Test func gzipInGzipIsRead() throws {
    let twice = try #require(gzipped(Self.packed))
    #expect(try IDXFile.decode(twice, path: "x").bytes == [0, 1, 2, 3, 4, 5, 6, 255])
  }

  @Test func membersOfAGzipFileAreJoined() throws {
    let halves = try #require(gzipped(Self.images.cut(9)))
    let rest = try #require(gzipped(Array(Self.images[9...])))
    #expect(try IDXFile.decode(halves + rest, path: "x").bytes.last == 255)
  }

  private static let damages = [
    Damage("empty", [], says: "expected 4 bytes, found 0"),
    Damage("one byte", [0], says: "found 1"),
    Damage("three bytes", [0, 0, 8], says: "found 3"),
    Damage("only the magic", images.cut(4), says: "expected 12 bytes, found 0"),
    Damage("cut between lengths", images.cut(8), says: "expected 12 bytes, found 4"),
    Damage("cut in a length", images.cut(15), says: "expected 12 bytes, found 11"),
    Damage("cut after the header", images.cut(16), says: "expected 8 bytes, found 0"),
    Damage("cut before the last byte", images.cut(-1), says: "expected 8 bytes, found 7"),
    Damage("first byte", images.patched(at: 0, [1]), says: "two zero bytes"),
    Damage("second byte", images.patched(at: 1, [8]), says: "two zero bytes"),
    Damage("type 0", images.patched(at: 2, [0]), says: "an element type"),
    Damage("type 10", images.patched(at: 2, [10]), says: "found 10"),
    Damage("type 255", images.patched(at: 2, [255]), says: "found 255"),
    Damage("no axis", images.patched(at: 3, [0]), says: "1 to 8 axes"),
    Damage("nine axes", images.patched(at: 3, [9]), says: "1 to 8 axes"),
    Damage("255 axes", images.patched(at: 3, [255]), says: "1 to 8 axes"),
    Damage("length 0", images.patched(at: 8, big32(0)), says: "length 1 or more"),
    Damage("length −1", images.patched(at: 8, big32(.max)), says: "declares"),
    Damage("one row more", images.patched(at: 4, big32(3)), says: "expected 12 bytes, found 8"),
    Damage("one row fewer", images.patched(at: 4, big32(1)), says: "goes on after the 4 bytes"),
    Damage("little-endian lengths", images.patched(at: 4, little32(2, 2, 2)), says: "declares"),
    Damage(
      "2³¹ × 2³¹ × 2³¹", images.patched(at: 4, big32(1 << 31, 1 << 31, 1 << 31)), says: "declares"),
    Damage("2⁴⁰", images.patched(at: 4, big32(1 << 20, 1 << 20, 1)), says: "declares"),
    Damage("2³¹", images.patched(at: 4, big32(1 << 31, 1, 1)), says: "expected 2147483648 bytes"),
    Damage("wider type", images.patched(at: 2, [0x0D]), says: "expected 32 bytes, found 8"),
    Damage("a byte behind", images + [0], says: "goes on"),
    Damage("another file behind", images + images, says: "goes on"),
    Damage("text", Array("5,0,0\n1,2,3\n".utf8), says: "two zero bytes"),
    Damage("picture", [0x89, 0x50, 0x4E, 0x47], says: "is a PNG picture"),
  ]

  @Test(arguments: damages) func damageIsRefused(damage: Damage) {
    expectRefusal(damage, file: "broken-images-idx3-ubyte") { _ = try IDXFile.decode($0, path: $1) }
  }

  private static func zipped(_ bytes: [UInt8]) -> [UInt8] { gzipped(bytes) ?? [] }

  private static let gzipDamages = [
    Damage("only the magic", packed.cut(2), says: "the file's end"),
    Damage("cut in the header", packed.cut(9), says: "the file's end"),
    Damage("cut after the header", packed.cut(10), says: "the file's end"),
    Damage("cut in the data", packed.cut(14), says: "the file's end"),
    Damage("cut before the checksum", packed.cut(-8), says: "the file's end"),
    Damage("cut in the checksum", packed.cut(-6), says: "the file's end"),
    Damage("cut before the length", packed.cut(-4), says: "the file's end"),
    Damage("cut before the last byte", packed.cut(-1), says: "the file's end"),
    Damage("wrong checksum", packed.flipped(at: packed.count - 8), says: "incorrect data check"),
    Damage("wrong length", packed.flipped(at: packed.count - 4), says: "incorrect length check"),
    Damage("unknown method", packed.patched(at: 2, [7]), says: "unknown compression method"),
    Damage("reserved flags", packed.patched(at: 3, [0xE0]), says: "unknown header flags"),
    Damage("bad block type", packed.patched(at: 10, [0x07]), says: "invalid block type"),
    Damage("zeros behind", packed + [0, 0, 0], says: "nothing after the compressed data"),
    Damage("text behind", packed + Array("more".utf8), says: "nothing after the compressed data"),
    Damage(
      "a broken member behind", packed + [0x1F, 0x8B, 9, 0, 0, 0],
      says: "unknown compression method"),
    Damage("a member too many", packed + packed, says: "goes on after the 8 bytes"),
    Damage("nothing inside", zipped([]), says: "expected 4 bytes, found 0"),
    Damage("three bytes inside", zipped([0, 0, 8]), says: "found 3"),
    Damage("half a header inside", zipped(images.cut(10)), says: "is cut short"),
    Damage("only a header inside", zipped(images.cut(16)), says: "expected 8 bytes, found 0"),
    Damage("data cut inside", zipped(images.cut(-1)), says: "expected 8 bytes, found 7"),
    Damage("a byte too many inside", zipped(images + [0]), says: "goes on"),
    Damage("wrong magic inside", zipped(images.patched(at: 0, [9])), says: "two zero bytes"),
    Damage("wrong type inside", zipped(images.patched(at: 2, [9 + 1])), says: "an element type"),
    Damage("no length inside", zipped(images.patched(at: 4, big32(0))), says: "length 1 or more"),
    Damage(
      "2³¹ inside", zipped(images.patched(at: 4, big32(1 << 31, 1, 1))),
      says: "inflates to 2147483664 bytes or more, above the limit of 671"),
    Damage(
      "2⁶⁰ inside", zipped(images.patched(at: 4, big32(1 << 30, 1 << 30, 1))), says: "declares"),
    Damage(
      "bomb", zipped(images + [UInt8](repeating: 0, count: 5_000_000)),
      says: "goes on after the 8 bytes"),
    Damage("gzip in gzip in gzip", zipped(zipped(packed)), says: "found 31 and 139"),
  ]

  @Test(arguments: gzipDamages) func gzipDamageIsRefused(damage: Damage) {
    expectRefusal(damage, file: "broken-idx3-ubyte.gz") { _ = try IDXFile.decode($0, path: $1) }
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = try TemporaryDirectory()
    for (path, kind) in [("\(folder.path)/none", "no such file"), (folder.path, "regular file")] {
      let error = #expect(throws: DatasetError.self) { _ = try IDXFile.read(path: path) }
      #expect(error?.kind == .missingFile)
      #expect(error?.description.contains(kind) == true)
    }
    let error = #expect(throws: DatasetError.self) {
      try IDXFile.write(NumericArray(shape: [1], [1] as [UInt8]), to: "\(folder.path)/no/such/x")
    }
    #expect(error?.kind == .cannotWrite)
    #expect(error?.description.contains("no/such/x") == true)
  }

  @Test func filesInPlaceOfFoldersAreNamed() throws {
    let folder = try TemporaryDirectory()
    let file = "\(folder.path)/file"
    try DataFile.write([1], to: file)
    let refused = "\(file) is a file, not a folder"
    let writing = #expect(throws: DatasetError.self) { try DataFile.write([1], to: "\(file)/x") }
    #expect(writing == .cannotWrite(path: "\(file)/x", reason: refused))
    let making = #expect(throws: DatasetError.self) { try DataFile.makeDirectory("\(file)/a/b") }
    #expect(making == .cannotWrite(path: "\(file)/a/b", reason: refused))
    let locator = DataLocator(dataDirectory: file, environment: [:])
    let locating = #expect(throws: DatasetError.self) { try locator.locate(.mnist) }
    #expect(locating?.kind == .missingFile)
    #expect(locating?.description.hasPrefix("\(file): cannot be read: it is a file, not") == true)
  }
}

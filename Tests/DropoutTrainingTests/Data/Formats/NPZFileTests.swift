import Testing

@testable import DropoutTraining

struct NPZFileTests {
  /// One entry of a zip archive, every field of its headers free.
  struct Entry {
    var name: String
    var content: [UInt8]
    var localName: String?
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var checksum: UInt32?
    var size: UInt32?
    var storedSize: UInt32?
    var offset: UInt32?
    var extra: [UInt8] = []
  }

  /// A zip archive from its entries.
  static func zip(_ entries: [Entry], count: UInt16? = nil, tail: [UInt8] = []) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let start = UInt32(body.count)
      let checksum = entry.checksum ?? crc32(entry.content)
      let size = entry.size ?? UInt32(entry.content.count)
      let stored = entry.storedSize ?? UInt32(entry.content.count)
      let localName = Array((entry.localName ?? entry.name).utf8)
      let name = Array(entry.name.utf8)
      body += ZipArchive.magic + little16(20, entry.flags, entry.method, 0, 33)
      body += little32(checksum, stored, size) + little16(UInt16(localName.count), 0)
      body += localName + entry.content
      directory += little32(0x0201_4B50) + little16(20, 20, entry.flags, entry.method, 0, 33)
      directory += little32(checksum, stored, size)
      directory += little16(UInt16(name.count), UInt16(entry.extra.count), 0, 0, 0)
      directory += little32(0, entry.offset ?? start) + name + entry.extra
    }
    let total = count ?? UInt16(entries.count)
    return body + directory + tail + little32(0x0605_4B50) + little16(0, 0, total, total)
      + little32(UInt32(directory.count), UInt32(body.count)) + little16(0)
  }

  private static func npy(_ values: [Float], _ shape: [Int]) -> [UInt8] {
    NPYFile.encode(NumericArray(shape: shape, values))
  }

  private static let features = Entry(name: "X.npy", content: npy([0, 1, 2, 3], [4, 1]))
  private static let labels = Entry(name: "y.npy", content: npy([0, 1, 0, 1], [4]))
  private static func changed(_ change: (inout Entry) -> Void) -> [UInt8] {
    var entry = features
    change(&entry)
    return zip([entry, labels])
  }

  private static let stored = NumPyFixtures.stored
  private static let deflated = NumPyFixtures.deflated
  private static let end = stored.count - 22
  /// Where the first entry's directory header is in the deflated file.
  private static let deflatedDirectory =
    deflated[(deflated.count - 6)...].prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }

  @Test(arguments: [NumPyFixtures.stored, NumPyFixtures.deflated])
  func whatNumPyWritesIsRead(bytes: [UInt8]) throws {
    let file = try NPZFile(bytes, path: "x.npz")
    #expect(file.names == ["x_train", "y_train", "x_test", "y_test"])
    let x = try file.array(named: "x_train")
    #expect(x.shape == [4, 2])
    #expect(x.floats == (0..<8).map { Float($0) / 4 })
    #expect(try file.array(named: "y_test").integers == [3, 5])
    let error = #expect(throws: DatasetError.self) { _ = try file.array(named: "z") }
    #expect(error?.description.contains("'x_train', 'y_train'") == true)
  }

  @Test func theSameArraysGiveTheSameBytes() throws {
    let folder = try TemporaryDirectory()
    let arrays = [
      ("masks", NumericArray(shape: [2, 2], [0, 1, 1, 0] as [UInt8])),
      ("gewichte_ü", NumericArray(shape: [2], [0.5, -1] as [Double])),
    ]
    var digests: Set<[UInt8]> = []
    for name in ["a.npz", "b.npz"] {
      try NPZFile.write(arrays, to: "\(folder.path)/\(name)")
      digests.insert(try DataFile.read("\(folder.path)/\(name)", expected: ""))
    }
    #expect(digests.count == 1)
    let file = try NPZFile(path: "\(folder.path)/a.npz")
    for (name, array) in arrays { #expect(try file.array(named: name) == array) }
    #expect(folder.names == ["a.npz", "b.npz"])
  }

  @Test func zip64SizesAreRead() throws {
    let content = Self.features.content
    let wide = littleEndianBytes(of: [UInt64(content.count), UInt64(content.count)])
    let bytes = Self.changed {
      $0.size = .max
      $0.storedSize = .max
      $0.extra = little16(0x7777, 2, 0) + little16(1, UInt16(wide.count)) + wide
    }
    #expect(try NPZFile(bytes, path: "x").array(named: "X").floats == [0, 1, 2, 3])
  }

  @Test func aZip64DirectoryIsRead() throws {
    let plain = Self.zip([Self.features, Self.labels])
    let end = plain.count - 22
    let size = UInt64(plain[end + 12]) | UInt64(plain[end + 13]) << 8
    let record =
      little32(0x0606_4B50) + littleEndianBytes(of: [44 as UInt64]) + little16(45, 45)
      + little32(0, 0) + littleEndianBytes(of: [2, 2, size, UInt64(end) - size])
    let locator = little32(0x0706_4B50, 0) + littleEndianBytes(of: [UInt64(end)]) + little32(1)
    let last = plain[end...].prefix(8) + little16(.max, .max) + little32(.max, .max) + little16(0)
    let bytes = plain.cut(end) + record + locator + last
    #expect(try NPZFile(bytes, path: "x").array(named: "y").floats == [0, 1, 0, 1])
  }

  private static let damages = [
    Damage("empty", [], says: "an empty file"),
    Damage("two bytes", [0x50, 0x4B], says: "a zip archive"),
    Damage("only a local mark", ZipArchive.magic, says: "cut short"),
    Damage("cut in the first header", stored.cut(20), says: "cut short"),
    Damage("cut in the first array", stored.cut(150), says: "cut short"),
    Damage("cut in the directory", stored.cut(end - 60), says: "cut short"),
    Damage("cut before the end record", stored.cut(end), says: "cut short"),
    Damage("cut in the end record", stored.cut(-1), says: "cut short"),
    Damage("bytes behind", stored + [1, 2, 3], says: "the directory at the end"),
    Damage("bytes in front", [0] + stored, says: "a zip archive"),
    Damage("wrong magic", stored.patched(at: 0, [0x51]), says: "a zip archive"),
    Damage(
      "directory out of range", stored.patched(at: end + 16, little32(1 << 30)),
      says: "start at byte 1073741824"),
    Damage(
      "directory too large", stored.patched(at: end + 12, little32(1 << 30)),
      says: "1073741824 bytes"),
    Damage(
      "directory moved", stored.patched(at: end + 16, little32(60)), says: "a start at byte 60"),
    Damage(
      "too many entries", zip([features, labels], count: 3), says: "expected 3 entries, found 2"),
    Damage(
      "too few entries", zip([features, labels], count: 1), says: "expected 1 entries, found 2"),
    Damage("two parts", stored.patched(at: end + 4, little16(1)), says: "in one part"),
    Damage("no zip64 record", stored.patched(at: end + 16, little32(.max)), says: "zip64 locator"),
    Damage(
      "name mismatch", changed { $0.localName = "Z.npy" },
      says: "'X.npy' in the local header, found 'Z.npy'"),
    Damage("longer local name", changed { $0.localName = "X.npy2" }, says: "in the local header"),
    Damage("name twice", zip([features, features]), says: "'X.npy' twice"),
    Damage("encrypted", changed { $0.flags = 1 }, says: "encryption"),
    Damage("unknown method", changed { $0.method = 12 }, says: "method 12"),
    Damage("wrong checksum", changed { $0.checksum = 1 }, says: "expected CRC-32 1"),
    Damage("flipped byte", stored.flipped(at: 100), says: "CRC-32"),
    Damage("sizes differ", changed { $0.size = 4 }, says: "found 4 declared"),
    Damage("stored beyond the file", changed { $0.storedSize = 1 << 20 }, says: "more than"),
    Damage("stored over the directory", changed { $0.storedSize = 400 }, says: "is cut short"),
    Damage("offset out of range", changed { $0.offset = 1 << 31 }, says: "at byte 2147483648"),
    Damage("offset inside", changed { $0.offset = 7 }, says: "a local header for 'X.npy'"),
    Damage(
      "entries over each other",
      zip([
        features, Entry(name: "y.npy", content: features.content, localName: "X.npy", offset: 0),
      ]), says: "one after the other"),
    Damage(
      "same place twice", zip([features, Entry(name: "y.npy", content: [], offset: 0)]),
      says: "y.npy"),
    Damage("directory mark", zip([features, labels], tail: [1, 2, 3]), says: "a start at byte"),
    Damage("zip64 without field", changed { $0.size = .max }, says: "is cut short"),
    Damage(
      "zip64 of 2⁶³",
      changed {
        $0.size = .max
        $0.extra = little16(1, 8) + [UInt8](repeating: 0xFF, count: 8)
      }, says: "declares 18446744073709551615 bytes"),
    Damage(
      "declared larger", deflated.patched(at: deflatedDirectory + 24, little32(5000)),
      says: "expected 5000 bytes, found"),
    Damage(
      "declared smaller", deflated.patched(at: deflatedDirectory + 24, little32(100)),
      says: "goes on after the 100 bytes"),
    Damage(
      "declared 4 GiB", deflated.patched(at: deflatedDirectory + 24, little32(.max - 1)),
      says: "the archive inflates to 4294967"),
    Damage(
      "flipped in deflated data", deflated.patched(at: 60, [0xFF, 0xFF, 0xFF]), says: "x_train.npy"),
    Damage("stored as deflated", changed { $0.method = 8 }, says: "expected 144 bytes, found"),
    Damage("no labels", zip([features]), says: "found 'X'"),
    Damage(
      "no arrays", zip([Entry(name: "readme.txt", content: [65])]), says: "entry readme.txt: line 1"
    ),
    Damage("no entries", zip([]), says: "no names"),
    Damage(
      "objects", zip([Entry(name: "X.npy", content: NumPyFixtures.objects), labels]),
      says: "Python objects (a pickle)"),
    Damage("no array inside", changed { $0.content = [1, 2, 3, 4, 5, 6, 7] }, says: "magic bytes"),
    Damage(
      "fewer labels", zip([features, Entry(name: "y.npy", content: npy([0, 1], [2]))]),
      says: "4 examples and 2 labels"),
    Damage(
      "labels with fractions",
      zip([features, Entry(name: "y.npy", content: npy([0, 1, 0.5, 1], [4]))]),
      says: "found 0.5, a number with a fraction: a regression target"),
    Damage(
      "a missing label",
      zip([features, Entry(name: "y.npy", content: npy([0, 1, .nan, 1], [4]))]),
      says: "expected classes: whole numbers or words, found nan"),
    Damage(
      "not a number", zip([Entry(name: "X.npy", content: npy([0, 1, .nan, 1], [4, 1])), labels]),
      says: "nan in example 3"),
    Damage(
      "infinite",
      zip([Entry(name: "X.npy", content: npy([0, 1, 2, .infinity], [4, 1])), labels]),
      says: "inf in example 4"),
    Damage(
      "one class", zip([features, Entry(name: "y.npy", content: npy([1, 1, 1, 1], [4]))]),
      says: "found 1"),
    Damage(
      "scalar features", zip([Entry(name: "X.npy", content: npy([1], [])), labels]),
      says: "shape []"),
    Damage(
      "empty features", zip([Entry(name: "X.npy", content: npy([], [0, 3])), labels]),
      says: "shape [0, 3]"),
    Damage(
      "no one-hot rows",
      zip([features, Entry(name: "y.npy", content: npy([0, 1, 1, 1, 0, 0, 1, 0], [4, 2]))]),
      says: "row 2"),
    Damage(
      "ambiguous names", zip([features, labels, Entry(name: "x.npy", content: features.content)]),
      says: "'X' and 'x'"),
  ]

  @Test(arguments: damages) func damageIsRefused(damage: Damage) {
    expectRefusal(damage, file: "broken.npz") { bytes, path in
      let parts = try DatasetFile.parts(bytes, path: path, options: DatasetOptions())
      _ = try parts.dataset(name: "broken", options: DatasetOptions())
    }
  }
}

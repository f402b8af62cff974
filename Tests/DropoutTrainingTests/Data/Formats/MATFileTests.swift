import Testing

@testable import DropoutTraining

struct MATFileTests {
  /// Builds `.mat` files element by element.
  struct Builder {
    var isBigEndian = false

    func word(_ value: UInt32) -> [UInt8] { isBigEndian ? big32(value) : little32(value) }

    func header(text: String = "MATLAB 5.0 MAT-file") -> [UInt8] {
      let head = Array(text.utf8) + [UInt8](repeating: 32, count: 124 - text.utf8.count)
      return head + (isBigEndian ? [1, 0, 0x4D, 0x49] : [0, 1, 0x49, 0x4D])
    }

    func element(_ type: UInt32, _ content: [UInt8], size: UInt32? = nil) -> [UInt8] {
      let padding = [UInt8](repeating: 0, count: (8 - content.count % 8) % 8)
      return word(type) + word(size ?? UInt32(content.count)) + content + padding
    }

    func matrix(
      _ name: String, lengths: [Int32], values: [Double], kind: UInt32 = 6, storedType: UInt32 = 9,
      extra: [UInt8] = []
    ) -> [UInt8] {
      let numbers = littleEndianBytes(of: values)
      let stored = isBigEndian ? reversingElements(of: numbers, byteCount: 8) : numbers
      let content =
        element(6, word(kind) + word(0))
        + element(5, lengths.flatMap { word(UInt32(bitPattern: $0)) })
        + element(1, Array(name.utf8)) + element(storedType, stored) + extra
      return element(14, content)
    }
  }

  private static let little = Builder()
  private static let features = little.matrix("X", lengths: [2, 2], values: [1, 2, 3, 4])
  private static let labels = little.matrix("y", lengths: [2, 1], values: [0, 1])
  private static let head = little.header()
  private static let good = head + features + labels

  @Test(arguments: [NumPyFixtures.course, NumPyFixtures.compressedCourse])
  func whatSciPyWritesIsRead(bytes: [UInt8]) throws {
    let file = try MATFile(bytes, path: "data.mat")
    #expect(file.names == ["X", "y", "Xval", "yval"])
    let x = try file.array(named: "X")
    #expect(x.shape == [6, 2])
    #expect(x.doubles == (0..<12).map { Double($0) / 4 })
    #expect(try file.array(named: "y").integers == [0, 1, 0, 1, 0, 1])
    #expect(try file.array(named: "Xval").doubles == [1, 1.25, 1.5, 1.75])
  }

  @Test func everyKindOfVariableIsKnown() throws {
    let file = try MATFile(NumPyFixtures.kinds, path: "kinds.mat")
    for (name, type) in [
      ("d", .float64), ("s", .float32), ("i1", .int8), ("u2", .uint16), ("i4", .int32),
      ("i8", .int64),
    ] as [(String, NumericArray.ElementType)] {
      let array = try file.array(named: name)
      #expect(array.elementType == type)
      #expect(array.shape == [2, 3])
      #expect(array.integers == [0, 1, 2, 3, 4, 5])
    }
    let truths = try file.array(named: "b")
    #expect(truths.elementType == .bool)
    #expect(truths.bytes == [0, 0, 0, 1, 1, 1])
    #expect(try file.array(named: "cube").integers == (0..<24).map { $0 })
    for (name, kind) in [
      ("cell", "a cell array"), ("struct", "a structure"), ("text", "text"),
      ("z", "a complex matrix"), ("sp", "a sparse matrix"),
    ] {
      let error = #expect(throws: DatasetError.self) { _ = try file.array(named: name) }
      #expect(error?.description.contains("variable '\(name)': \(kind)") == true)
    }
    #expect(throws: DatasetError.self) { _ = try file.array(named: "absent") }
  }

  @Test func bigEndianFilesAreRead() throws {
    let big = Builder(isBigEndian: true)
    let bytes = big.header() + big.matrix("X", lengths: [2, 2], values: [1, 2, 3, -4.5])
    #expect(try MATFile(bytes, path: "x").array(named: "X").doubles == [1, 3, 2, -4.5])
    for bytes in [Self.good, Self.head + Self.compressed(Self.features)] {
      #expect(try MATFile(bytes, path: "x").array(named: "X").doubles == [1, 3, 2, 4])
    }
  }

  private static func patched(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
    good.patched(at: 128 + offset, bytes)
  }

  /// A compressed element (RFC 1950) that inflates to `content`.
  static func compressed(_ content: [UInt8]) -> [UInt8] {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in content {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    let deflated = (gzipped(content) ?? []).dropFirst(10).dropLast(8)
    let bytes = [0x78, 0x9C] + deflated + big32(b << 16 | a)
    return little32(15, UInt32(bytes.count)) + bytes
  }

  private func words(_ values: String..., width: Int) -> [UInt8] {
    let columns = (0..<width).flatMap { column in
      values.map { value in
        let bytes = Array(value.utf8)
        return column < bytes.count ? bytes[column] : 0x20
      }
    }
    let little = Self.little
    return little.element(
      14,
      little.element(6, little32(4, 0))
        + little.element(5, little32(UInt32(values.count), UInt32(width)))
        + little.element(1, []) + little.element(16, columns))
  }

  private func cells(_ content: [UInt8], count: UInt32) -> [UInt8] {
    let little = Self.little
    return little.element(
      14,
      little.element(6, little32(1, 0)) + little.element(5, little32(count, 1))
        + little.element(1, Array("y".utf8)) + content)
  }

  @Test func labelsMayBeWords() throws {
    let cellArray = cells(words("ash", width: 3) + words("red beech", width: 9), count: 2)
    let named = words("ash", "beech", width: 5)
    // The name goes where the empty one is: behind flags (16 bytes) and lengths (16 bytes).
    let matrix = Self.little.element(
      14, named[8..<40] + Self.little.element(1, Array("y".utf8)) + named[48...])
    for (labels, expected) in [
      (cellArray, ["ash", "red beech"]), (matrix, ["ash", "beech"]),
    ] {
      let parts = try DatasetFile.parts(
        Self.head + Self.features + labels, path: "w.mat", options: DatasetOptions())
      #expect(parts.train.labels == .names(expected))
    }
    let nested = cells(cells(words("a", width: 1), count: 1), count: 1)
    let file = try MATFile(Self.head + nested, path: "n.mat")
    let error = #expect(throws: DatasetError.self) { _ = try file.values(named: "y") }
    #expect(error?.description.contains("variable 'y': a cell array is not supported") == true)
  }

  private static let packed = NumPyFixtures.compressedCourse
  /// Size of the first compressed element.
  private static let packedSize = packed[132..<136].reversed().reduce(0) { $0 << 8 | Int($1) }

  private static let damages = [
    Damage("empty", [], says: "an empty file"),
    Damage("cut in the header", good.cut(100), says: "expected 128 bytes, found 100"),
    Damage("only a header", head, says: "no names"),
    Damage("cut in a tag", good.cut(132), says: "expected 4 bytes, found 0"),
    Damage("cut after a tag", good.cut(136), says: "found 0"),
    Damage("cut in the flags", good.cut(148), says: "is cut short"),
    Damage("cut in the numbers", good.cut(128 + 80), says: "is cut short"),
    Damage("cut between variables", head + features, says: "found 'X'"),
    Damage("cut before the last byte", good.cut(-1), says: "is cut short"),
    Damage("no byte order mark", good.patched(at: 126, [0, 0]), says: "'IM' or 'MI'"),
    Damage("wrong version", good.patched(at: 124, [0, 9]), says: "'IM' or 'MI'"),
    Damage("wrong byte order", good.patched(at: 124, [1, 0, 0x4D, 0x49]), says: "broken.mat"),
    Damage("level 7.3", little.header(text: "MATLAB 7.3 MAT-file"), says: "-v7"),
    Damage("HDF5", [0x89, 0x48, 0x44, 0x46] + head, says: "an HDF5 file"),
    Damage(
      "level 4", little32(0, 2, 2, 0, 2) + [88, 0] + [UInt8](repeating: 0, count: 132),
      says: "level 4; save it with save('-v7'"),
    Damage("unknown element", patched(0, little32(99)), says: "type 99"),
    Damage(
      "numbers at the top", head + little.element(9, [1, 2, 3, 4, 5, 6, 7, 8]),
      says: "type 9 with 8 bytes"),
    Damage("small element of 5 bytes", patched(0, little32(0x0005_0001)), says: "1 to 4 bytes"),
    Damage("element of 4 GiB", patched(4, little32(.max)), says: "expected 4294967295 bytes"),
    Damage("flags of wrong type", patched(8, little32(9)), says: "array flags"),
    Damage("one flag", patched(12, little32(4)), says: "two array flags"),
    Damage("class 0", patched(16, little32(0)), says: "found 0"),
    Damage("class 99", patched(16, little32(99)), says: "found 99"),
    Damage("class cell", patched(16, little32(1)), says: "a cell array"),
    Damage(
      "complex without imaginary part", patched(16, little32(0x806)), says: "a complex matrix"),
    Damage("lengths of wrong type", patched(24, little32(7)), says: "lengths"),
    Damage("negative length", patched(32, little32(.max)), says: "lengths of 0 or more"),
    Damage(
      "one length", head + little.matrix("X", lengths: [4], values: [1, 2, 3, 4]) + labels,
      says: "2 to 32 lengths"),
    Damage("2³¹ × 2³¹", patched(32, little32(0x7FFF_FFFF, 0x7FFF_FFFF)), says: "declares"),
    Damage(
      "2⁴⁰", patched(32, little32(1 << 20, 1 << 20)), says: "expected 8796093022208 bytes, found 32"
    ),
    Damage("one row more", patched(32, little32(3)), says: "expected 48 bytes, found 32"),
    Damage("one row fewer", patched(32, little32(1)), says: "goes on after the 16 bytes"),
    Damage("name of wrong type", patched(40, little32(5)), says: "a variable's name"),
    Damage("numbers of wrong type", patched(56, little32(8)), says: "numbers for variable 'X'"),
    Damage("numbers of narrower type", patched(56, little32(7)), says: "goes on after"),
    Damage(
      "a class that cannot hold them",
      patched(16, little32(9)).patched(at: 128 + 64, littleEndianBytes(of: [0.5])),
      says: "values of uint8"),
    Damage(
      "more in a matrix",
      head + little.matrix("X", lengths: [1, 1], values: [1], extra: little.element(9, [0])),
      says: "goes on"),
    Damage("name twice", head + features + features, says: "'X' twice"),
    Damage("bytes behind", good + [1, 2, 3], says: "is cut short"),
    Damage("zeros behind", good + [UInt8](repeating: 0, count: 8), says: "type 0"),
    Damage("cut in compressed data", packed.cut(128 + 8 + 40), says: "is cut short"),
    Damage(
      "compressed element shortened", packed.patched(at: 132, little32(40)).cut(176),
      says: "the file's end"),
    Damage("wrong zlib header", packed.patched(at: 136, [0]), says: "incorrect header check"),
    Damage("flipped compressed byte", packed.flipped(at: 128 + 8 + 45), says: "broken.mat"),
    Damage(
      "wrong Adler-32", packed.flipped(at: 128 + 8 + packedSize - 1), says: "incorrect data check"),
    Damage(
      "more comes out than declared",
      head + compressed(little32(14, 8) + [UInt8](repeating: 0, count: 5_000_000)),
      says: "goes on after the 8 bytes"),
    Damage(
      "less comes out than declared", head + compressed(little32(14, 800) + [1, 2, 3, 4]),
      says: "expected 800 bytes, found 4"),
    Damage(
      "4 GiB declared in compressed data", head + compressed(little32(14, .max) + [1, 2, 3, 4]),
      says: "inflates to 4294967295 bytes"),
    Damage(
      "numbers as compressed data", head + compressed(little32(9, 8, 0, 0)), says: "found type 9"),
    Damage(
      "compressed twice", head + compressed(compressed(features)), says: "found type 15"),
    Damage(
      "small element as compressed data", head + compressed(little32(0x0004_000E, 8, 0, 0)),
      says: "goes on"),
    Damage("no compressed data", head + little.element(15, []), says: "the file's end"),
    Damage(
      "text as compressed data", head + little.element(15, Array("not compressed!!".utf8)),
      says: "is damaged"),
    Damage(
      "fewer labels", head + features + little.matrix("y", lengths: [1, 1], values: [1]),
      says: "2 examples and 1 labels"),
    Damage(
      "not a number", head + little.matrix("X", lengths: [2, 1], values: [1, .nan]) + labels,
      says: "nan in example 2"),
    Damage(
      "labels with fractions",
      head + features + little.matrix("y", lengths: [2, 1], values: [0, 0.5]),
      says: "found 0.5, a number with a fraction"),
  ]

  @Test(arguments: damages) func damageIsRefused(damage: Damage) {
    expectRefusal(damage, file: "broken.mat") { bytes, path in
      let parts = try DatasetFile.parts(bytes, path: path, options: DatasetOptions())
      _ = try parts.dataset(name: "broken", options: DatasetOptions())
    }
  }
}

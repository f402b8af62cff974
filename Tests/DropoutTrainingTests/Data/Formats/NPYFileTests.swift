import Testing

@testable import DropoutTraining

struct NPYFileTests {
  /// An `.npy` file from its parts; the header is not padded.
  static func file(
    _ header: String, _ data: [UInt8], version: UInt8 = 1, length: UInt32? = nil
  ) -> [UInt8] {
    let text = Array(header.utf8)
    let size = length ?? UInt32(text.count)
    let lengthBytes = version == 1 ? little16(UInt16(size)) : little32(size)
    return NPYFile.magic + [version, 0] + lengthBytes + text + data
  }

  private static func header(
    descr: String = "'<f4'", order: String = "False", shape: String = "(2, 3)"
  ) -> String {
    "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }\n"
  }

  private static let data = littleEndianBytes(of: (0..<6).map { Float($0) })
  private static let good = file(header(), data)

  @Test(arguments: NumPyFixtures.saved.indices)
  func everyTypeThatNumPyWritesIsRead(index: Int) throws {
    let saved = NumPyFixtures.saved[index]
    let array = try NPYFile.decode(saved.bytes, path: "x.npy")
    if array.shape == [2, 3, 4] {
      #expect(array.integers == (0..<24).map { $0 })
      return
    }
    #expect(array.shape == [2, 3])
    let expected: [Double] =
      array.elementType == .bool ? [0, 1, 0, 1, 0, 1] : [0, 1, 2, 3, 4, 5]
    #expect(array.doubles == expected)
    #expect(array.floats.map(Double.init) == expected)
    #expect(array.integers?.map(Double.init) == expected)
    let isOurs = saved.descr.first != ">" && !saved.isFortranOrder
    if isOurs { #expect(NPYFile.encode(array) == saved.bytes, "not what numpy.save writes") }
    #expect(try NPYFile.decode(NPYFile.encode(array), path: "x.npy") == array)
  }

  @Test func everyVersionAndRankIsRead() throws {
    for bytes in [NumPyFixtures.version2, NumPyFixtures.version3] {
      #expect(try NPYFile.decode(bytes, path: "x").doubles == [0, 1, 2, 3, 4, 5])
    }
    let scalar = try NPYFile.decode(NumPyFixtures.scalar, path: "x")
    #expect(scalar == NumericArray(shape: [], [1.5] as [Float]))
    #expect(NPYFile.encode(scalar) == NumPyFixtures.scalar)
    let vector = NumericArray(shape: [3], [1, 2, 3] as [Int32])
    #expect(NPYFile.encode(vector) == NumPyFixtures.vector)
    let empty = try NPYFile.decode(NumPyFixtures.empty, path: "x")
    #expect(empty.shape == [0, 3])
    #expect(NPYFile.encode(empty) == NumPyFixtures.empty)
  }

  @Test func aFileIsWrittenAndReadBack() throws {
    let folder = try TemporaryDirectory()
    let array = NumericArray(shape: [1, 2, 1], [.nan, -0.0] as [Float])
    try NPYFile.write(array, to: "\(folder.path)/a.npy")
    #expect(try NPYFile.read(path: "\(folder.path)/a.npy") == array)
  }

  private static let damages = [
    Damage("empty", [], says: "expected 6 bytes, found 0"),
    Damage("cut in the magic", good.cut(4), says: "found 4"),
    Damage("cut before the version", good.cut(6), says: "found 0"),
    Damage("cut in the length", good.cut(9), says: "found 1"),
    Damage("cut in the header", good.cut(30), says: "the .npy header is cut short"),
    Damage("cut after the header", good.cut(-24), says: "expected 24 bytes, found 0"),
    Damage("cut in the data", good.cut(-1), says: "expected 24 bytes, found 23"),
    Damage("a byte behind", good + [0], says: "goes on after the 24 bytes"),
    Damage("wrong magic", good.patched(at: 0, [0x92]), says: "magic bytes"),
    Damage("wrong letters", good.patched(at: 1, Array("numpy".utf8)), says: "magic bytes"),
    Damage("version 0", good.patched(at: 6, [0]), says: "version 0.0"),
    Damage("version 4", good.patched(at: 6, [4]), says: "version 4.0"),
    Damage("version 1.1", good.patched(at: 7, [1]), says: "version 1.1"),
    Damage("version 2, wrong length", good.patched(at: 6, [2]), says: "declares"),
    Damage(
      "header of 4 GiB", file(header(), data, version: 2, length: .max), says: "4294967295 bytes"),
    Damage("header too long", file(header(), data, length: 60_000), says: "is cut short"),
    Damage("header of no bytes", file("", data), says: "expected '{'"),
    Damage("objects", NumPyFixtures.objects, says: "numpy.unique(y, return_inverse=True)[1]"),
    Damage("structured type", NumPyFixtures.structured, says: "structured dtype"),
    Damage("not a dictionary", file("[1, 2]\n", data), says: "expected '{'"),
    Damage("number as header", file("42\n", data), says: "expected '{'"),
    Damage("empty dictionary", file("{}\n", data), says: "the key descr"),
    Damage("no order", file("{'descr': '<f4', 'shape': (2, 3), }", data), says: "fortran_order"),
    Damage(
      "no shape", file("{'descr': '<f4', 'fortran_order': False}", data), says: "the key shape"),
    Damage(
      "no type", file("{'fortran_order': False, 'shape': (2, 3)}", data), says: "the key descr"),
    Damage(
      "a key twice", file("{'shape': (1,), 'shape': (2, 3), }", data), says: "each once"),
    Damage(
      "another key", file("{'descr': '<f4', 'extra': 1, }", data), says: "'extra'"),
    Damage("order 1", file(header(order: "1"), data), says: "True or False"),
    Damage("order in quotes", file(header(order: "'False'"), data), says: "True or False"),
    Damage("negative length", file(header(shape: "(-2, -3)"), data), says: "found '-2'"),
    Damage("length with a fraction", file(header(shape: "(2.0, 3)"), data), says: "'2.0'"),
    Damage("shape as list", file(header(shape: "[2, 3]"), data), says: "expected '('"),
    Damage("shape as number", file(header(shape: "6"), data), says: "expected '('"),
    Damage("unclosed shape", file(header(shape: "(2, 3"), data), says: "shape"),
    Damage(
      "2³¹ × 2³¹ × 8", file(header(shape: "(2147483648, 2147483648, 8)"), data), says: "declares"),
    Damage("2⁴⁰", file(header(shape: "(1048576, 1048576)"), data), says: "declares"),
    Damage("2⁶⁴", file(header(shape: "(18446744073709551616,)"), data), says: "lengths of 0 to"),
    Damage("2³⁰", file(header(shape: "(268435456,)"), data), says: "expected 1073741824 bytes"),
    Damage(
      "forty axes",
      file(header(shape: "(\(Array(repeating: "1", count: 40).joined(separator: ",")))"), data),
      says: "at most 32 axes"),
    Damage("long double", file(header(descr: "'<f16'"), data), says: "dtype '<f16'"),
    Damage(
      "words", file(header(descr: "'<U1'"), [UInt8](repeating: 0, count: data.count)),
      says: "only labels may be words"),
    Damage(
      "no characters", file(header(descr: "'<U1'"), data), says: "characters that do not exist"),
    Damage("words without width", file(header(descr: "'<U0'"), data), says: "dtype '<U0'"),
    Damage("words of a sign", file(header(descr: "'<U+1'"), data), says: "dtype '<U+1'"),
    Damage("words too wide", file(header(descr: "'<U70000'"), data), says: "dtype '<U70000'"),
    Damage("complex", file(header(descr: "'<c8'"), data), says: "dtype '<c8'"),
    Damage("no byte order", file(header(descr: "'f4'"), data), says: "dtype 'f4'"),
    Damage("meaningless byte order", file(header(descr: "'|f4'"), data), says: "dtype '|f4'"),
    Damage("type as number", file(header(descr: "4"), data), says: "a quoted key"),
    Damage("unclosed quote", file("{'descr: 1", data), says: "a closing quote"),
    Damage("unclosed dictionary", file("{'descr': '<f4', ", data), says: "a quoted key"),
    Damage("no colon", file("{'descr' '<f4'}", data), says: "expected ':'"),
    Damage("more behind the dictionary", file(header() + "x", data), says: "nothing after"),
    Damage("newline in a name", file("{'a\nb': 1}", data), says: "a\\u{a}b"),
    Damage("NUL bytes", good.patched(at: 10, [0, 0, 0]), says: "expected '{'"),
    Damage(
      "neither true nor false", file(header(descr: "'|b1'"), [0, 1, 2, 0, 0, 0]), says: "found 2"),
  ]

  @Test(arguments: damages) func damageIsRefused(damage: Damage) {
    expectRefusal(damage, file: "broken.npy") { _ = try NPYFile.decode($0, path: $1) }
  }
}

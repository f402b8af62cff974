import Testing

@testable import DropoutTraining

/// Valid files with bytes turned, cut, doubled and overwritten: each loads, or is refused in one line.
///
/// Deterministic: the damage comes from fixed keys, so a case that fails once fails always.
struct FuzzTests {
  struct Seed: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    var testDescription: String { name }
  }

  private static let idx: [UInt8] = [0, 0, 8, 3] + big32(2, 2, 2) + [0, 1, 2, 3, 4, 5, 6, 255]

  private static let table = Array("a,\"b\",y\r\n1,2.5,0\n-3e2,4,1\n5,6,0\n".utf8)

  /// `y` is `numpy.array(["ash", "ü"] * 3, "<U3")`, written by hand.
  private static let words: [UInt8] = {
    let header = "{'descr': '<U3', 'fortran_order': False, 'shape': (6,), }\n"
    let texts: [UInt32] = [0x61, 0x73, 0x68, 0xFC, 0, 0]
    let y =
      NPYFile.magic + [1, 0] + little16(UInt16(header.utf8.count)) + Array(header.utf8)
      + littleEndianBytes(of: texts + texts + texts)
    let x = NPYFile.encode(
      NumericArray(shape: [6, 2], (0..<12).map { Float($0) }))
    return NPZFileTests.zip([
      NPZFileTests.Entry(name: "X.npy", content: x), NPZFileTests.Entry(name: "y.npy", content: y),
    ])
  }()

  @Test func wordsOfNumPyAreLabels() throws {
    let parts = try DatasetFile.parts(Self.words, path: "w.npz", options: DatasetOptions())
    #expect(parts.train.labels == .names(["ash", "ü", "ash", "ü", "ash", "ü"]))
    #expect(parts.train.features.numbers == (0..<12).map { Float($0) })
  }

  private static let seeds =
    [
      Seed(name: "a.idx", bytes: idx), Seed(name: "a.idx.gz", bytes: gzipped(idx) ?? []),
      Seed(name: "a.csv", bytes: table),
      Seed(name: "a.csv.gz", bytes: gzipped(table) ?? []),
      Seed(
        name: "csv.zip",
        bytes: NPZFileTests.zip([NPZFileTests.Entry(name: "a.csv", content: table)])),
      Seed(
        name: "a.arff",
        bytes: Array(
          "@relation 'r'\n@attribute \"a b\" real\n@attribute class {x,'y z'}\n@data\n1,x\n-3e2,'y z'\n5,x\n"
            .utf8)),
      Seed(name: "a.libsvm", bytes: Array("+1 1:0.5 3:2e1\n-1 2:7 # b\n+1 3:-1\n".utf8)),
      Seed(name: "words.npz", bytes: words), Seed(name: "stored.npz", bytes: NumPyFixtures.stored),
      Seed(name: "deflated.npz", bytes: NumPyFixtures.deflated),
      Seed(name: "plain.mat", bytes: NumPyFixtures.course),
      Seed(name: "compressed.mat", bytes: NumPyFixtures.compressedCourse),
      Seed(name: "kinds.mat", bytes: NumPyFixtures.kinds),
    ]
    + [0, 5, 14, 17].map { Seed(name: "\($0).npy", bytes: NumPyFixtures.saved[$0].bytes) }

  private static func load(_ bytes: [UInt8], _ name: String) throws -> Bool {
    if name.contains(".idx") { return try IDXFile.decode(bytes, path: name).count > 0 }
    if name.hasSuffix(".npy") {
      let array = try NPYFile.decode(bytes, path: name)
      return array.count == array.shape.reduce(1, *)
    }
    let parts = try DatasetFile.parts(bytes, path: name, options: DatasetOptions())
    return try parts.dataset(name: name, options: DatasetOptions()).train.count > 0
  }

  private static func damaged(_ bytes: [UInt8], _ random: inout RandomSequence) -> [UInt8] {
    var result = bytes
    for _ in 0...random.below(3) where !result.isEmpty {
      let place = random.below(result.count)
      switch random.below(6) {
      case 0: result[place] ^= 1 << UInt8(random.below(8))
      case 1: result[place] = [0, 1, 0x7F, 0x80, 0xFF][random.below(5)]
      case 2: result = result.cut(place)
      case 3: result.insert(contentsOf: result[place...].prefix(8), at: place)
      case 4: result.removeSubrange(place..<min(result.count, place + 1 + random.below(8)))
      default:
        let fill: UInt8 = random.below(2) == 0 ? 0xFF : 0
        for i in place..<min(result.count, place + 8) { result[i] = fill }
      }
    }
    return result
  }

  @Test(arguments: seeds) func damageIsLoadedOrRefused(seed: Seed) throws {
    if seed.name != "kinds.mat" { #expect(try Self.load(seed.bytes, seed.name)) }
    var random = RandomSequence(RandomKey(seed: 42).folding(RandomUse("fuzz \(seed.name)")))
    var refused = 0
    for round in 0..<400 {
      let bytes = Self.damaged(seed.bytes, &random)
      do {
        _ = try Self.load(bytes, seed.name)
      } catch let error as DatasetError {
        refused += 1
        let line = error.description
        #expect(line.contains(seed.name) && !line.contains("\n"), "round \(round): \(line)")
      }
    }
    #expect(refused > 100, "only \(refused) of 400 refused")
  }

  /// Every beginning of a file that is not text is refused; only that of a `.mat` file may be one with fewer variables.
  @Test(
    arguments: seeds.filter { !["a.csv", "a.arff", "a.libsvm", "kinds.mat"].contains($0.name) })
  func everyBeginningIsRefused(seed: Seed) {
    for count in stride(from: 0, to: seed.bytes.count, by: max(1, seed.bytes.count / 300)) {
      let bytes = seed.bytes.cut(count)
      if seed.name.hasSuffix(".mat"), let file = try? MATFile(bytes, path: seed.name) {
        #expect(file.names.count < 4)
        continue
      }
      #expect(throws: DatasetError.self, "\(count) bytes") { _ = try Self.load(bytes, seed.name) }
    }
  }
}

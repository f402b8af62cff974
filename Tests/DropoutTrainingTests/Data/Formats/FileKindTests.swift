import Testing

@testable import DropoutTraining

struct FileKindTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let kind: FileKind
    var testDescription: String { "\(kind)" }

    init(_ bytes: [UInt8], _ kind: FileKind) {
      self.bytes = bytes
      self.kind = kind
    }

    init(_ text: String, _ kind: FileKind) { self.init(Array(text.utf8), kind) }
  }

  private static func utf16(_ text: String, isBigEndian: Bool = false) -> [UInt8] {
    littleEndianBytes(of: text.utf16.map { isBigEndian ? $0.bigEndian : $0 })
  }

  private static func matlab4(_ type: UInt32) -> [UInt8] {
    little32(type, 2, 1, 0, 2) + Array("X\0".utf8) + littleEndianBytes(of: [1.5, 2] as [Double])
  }

  private static let read = [
    Case(gzipped([1, 2, 3]) ?? [], .gzip), Case(NumPyFixtures.stored, .zip),
    Case([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), .zip),
    Case(NumPyFixtures.vector, .npy), Case(NumPyFixtures.course, .mat),
    Case([0, 0, 8, 1] + big32(2) + [1, 2], .idx),
    Case("% made up\n\n  @RELATION trees\n@attribute a numeric\n@data\n1\n", .arff),
    Case("-1 2:1.119 3:-0.110\n+1 1:0.818\n", .libsvm),
    Case("# from somewhere\n1\n0 1:1e-3 # a comment\n", .libsvm),
    Case("3,7 1:0.5 9:1\n", .libsvm), Case("2 qid:1 1:0.5\n", .libsvm),
  ]

  private static let tables = [
    "a,b,label\n1,2,0\n", "a;b;label\n1,5;2;0\n", "1\t2\t3\n", "\u{FEFF}x,y\n1,2\n", "1,2\0\n3,4\n",
    "gr\u{FC}n,1\n", "time 12:30,1\n2:5,0\n", "PAR1,PAR2,label\n1,2,0\n", "ARROW1\n1\n",
    "[a],b\n1,2\n",
    "{id},b\n1,2\n", "MATLAB,b\n1,2\n", "# @relation\n1,2\n", "12345678{\"a\",2\n", "BZh,1\n2,3\n",
    "version,1\n", "<5,1\n>6,2\n", "X\n1\n", "cnum,b\n1,2\n",
  ].map { Case($0, .table) }

  private static let foreign = [
    Case(
      "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n",
      .foreign(.gitLFSPointer)),
    Case("\n <!DOCTYPE html>\n<html>", .foreign(.html)), Case("<html><body>403", .foreign(.html)),
    Case("<?xml version=\"1.0\"?>", .foreign(.html)), Case("[{\"a\": 1}]", .foreign(.json)),
    Case("{\n  \"a\": [1, 2]}", .foreign(.json)), Case("[[1, 2], [3, 4]]", .foreign(.json)),
    Case("# Created by Octave 8.4\n# name: X\n", .foreign(.octaveText)),
    Case([0xFF, 0xFE] + utf16("a,b\n1,2\n"), .foreign(.utf16)),
    Case([0xFE, 0xFF] + utf16("a,b\n1,2\n", isBigEndian: true), .foreign(.utf16)),
    Case(utf16("a,b,c,label\n0.0,1.1,1\n"), .foreign(.utf16)),
    Case(utf16("a,b,c,label\n0.0,1.1,1\n", isBigEndian: true), .foreign(.utf16)),
    Case([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .foreign(.oldOffice)),
    Case([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A], .foreign(.hdf5)),
    Case("MATLAB 7.3 MAT-file, Platform: GLNXA64", .foreign(.matlab73)),
    Case(matlab4(0), .foreign(.matlab4)), Case(matlab4(10), .foreign(.matlab4)),
    Case(Array("PAR1".utf8) + [0x15, 0, 0x15], .foreign(.parquet)),
    Case(Array("ARROW1".utf8) + [0, 0, 1], .foreign(.arrow)),
    Case([0x80, 4, 0x95, 0x33, 0x0A], .foreign(.pickle)), Case([0x80, 2, 0x7D], .foreign(.pickle)),
    Case("cnumpy.core.multiarray\n_reconstruct\np0\n", .foreign(.pickle)),
    Case("(dp0\nS'a'\n", .foreign(.pickle)),
    Case(littleEndianBytes(of: [60 as UInt64]) + Array("{\"X\":{".utf8), .foreign(.safetensors)),
    Case("RDX3\nX\n", .foreign(.rData)), Case([0x58, 0x0A, 0, 0, 0, 3], .foreign(.rData)),
    Case("SQLite format 3\0", .foreign(.sqlite)), Case("BZh91AY&SY", .foreign(.bzip2)),
    Case([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .foreign(.xz)),
    Case([0x28, 0xB5, 0x2F, 0xFD, 4], .foreign(.zstandard)),
    Case([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .foreign(.sevenZip)),
    Case("Rar!\u{1A}", .foreign(.rar)),
    Case(
      Array("a.csv".utf8) + [UInt8](repeating: 0, count: 252) + Array("ustar".utf8), .foreign(.tar)),
    Case([0x89, 0x50, 0x4E, 0x47, 0x0D], .foreign(.png)),
    Case([0xFF, 0xD8, 0xFF, 0xE0], .foreign(.jpeg)),
    Case([1, 2, 3, 0, 5, 6, 200, 1], .foreign(.unknown)),
  ]

  @Test(arguments: read + tables + foreign) func contentDecides(item: Case) {
    for name in ["data", "data.csv", "data.xyz", "a.b/data.txt"] {
      #expect(FileKind(item.bytes, name: name) == item.kind)
    }
  }

  /// Only what no content says is left to the name.
  @Test func theNameDecidesOnlyWhatContentLeavesOpen() {
    for (name, kind) in [("a.npz", .zip), ("a.NPY", .npy), ("a.mat", .mat)] as [(String, FileKind)]
    {
      #expect(FileKind([1, 2, 3, 0, 5], name: name) == kind)
      #expect(FileKind(Array("1,2\n".utf8), name: name) == kind)
      #expect(FileKind(Array("<html>".utf8), name: name) == .foreign(.html))
      #expect(FileKind(gzipped([1]) ?? [], name: name) == .gzip)
    }
    #expect(FileKind([], name: "a.csv") == .table)
  }

  /// What is read is never taken for something else because of its first numbers or letters.
  @Test func randomTablesAreTables() {
    var random = RandomSequence(RandomKey(seed: 7).folding(RandomUse("tables")))
    let letters = Array("abcXYZ019.,;-+e \t\n\"'%#@[]{}<>:_|/\\".utf8)
    for _ in 0..<2_000 {
      let bytes = (0..<(1 + random.below(60))).map { _ in letters[random.below(letters.count)] }
      switch FileKind(bytes, name: "t.csv") {
      case .table, .libsvm, .foreign(.json): break
      case let other: Issue.record("\(String(decoding: bytes, as: UTF8.self)) is \(other)")
      }
    }
  }

  @Test(arguments: ForeignFormat.allCases) func everyRefusalSaysWhatItIsAndWhatToDo(
    format: ForeignFormat
  ) {
    let line = DatasetError.foreign(path: "some/data", format: format).description
    #expect(line.hasPrefix("some/data is \(format.noun); \(format.advice)"))
    #expect(line.utf8.count < 200)
    #expect(DatasetError.foreign(path: "x", format: format).kind == .badData)
  }
}

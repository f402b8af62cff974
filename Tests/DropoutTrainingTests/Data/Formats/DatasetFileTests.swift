import Testing

@testable import DropoutTraining

/// Files in all the wrappings and under all the names that people have them in.
struct DatasetFileTests {
  private static let table = Array("a,b,label\n1,2,ash\n3,4,beech\n5,6,ash\n7,8,beech\n".utf8)

  private func parts(_ bytes: [UInt8], _ name: String = "data") throws -> RawParts {
    try DatasetFile.parts(bytes, path: "some/\(name)", options: DatasetOptions())
  }

  private func refusal(_ bytes: [UInt8], _ name: String = "data") -> String {
    let error = #expect(throws: DatasetError.self) { _ = try parts(bytes, name) }
    #expect(error?.kind == .badData)
    return error?.description ?? ""
  }

  private func packed(_ bytes: [UInt8]) throws -> [UInt8] { try #require(gzipped(bytes)) }

  private func zip(_ names: [String], _ content: [UInt8] = table) -> [UInt8] {
    NPZFileTests.zip(names.map { NPZFileTests.Entry(name: $0, content: content) })
  }

  @Test func gzippedTablesAreRead() throws {
    for name in ["t.csv.gz", "t.csv", "t.GZ"] {
      let examples = try parts(packed(Self.table), name).train
      #expect(examples.features == [1, 2, 3, 4, 5, 6, 7, 8])
      #expect(examples.labels == .names(["ash", "beech", "ash", "beech"]))
    }
    // A browser may take one layer off, or a second gzip may put one on.
    #expect(try parts(Self.table, "t.csv.gz").train.featureCount == 2)
    #expect(try parts(packed(packed(Self.table)), "t.csv.gz").train.featureCount == 2)
    #expect(
      refusal(try packed(packed(packed(Self.table)))).contains("packed more than twice"))
  }

  @Test func whatIsGzippedIsKnownBeforeItIsInflated() throws {
    #expect(
      refusal(try packed([0x80, 4, 0x95, 1, 2, 3]), "mnist.pkl.gz").contains("a Python pickle"))
    #expect(refusal(try packed(Array("<html>".utf8)), "a.gz").contains("an HTML or XML page"))
    #expect(refusal(try packed([0, 0, 8, 1] + big32(1) + [5])).contains("a single IDX file"))
    #expect(refusal(try packed([])).contains("an empty file"))
    let zeros = try packed([UInt8](repeating: 0x31, count: 100 << 20))
    let line = refusal(zeros, "bomb.csv.gz")
    #expect(line.contains("the gzipped content inflates to"), "\(line)")
    #expect(try parts(packed(NumPyFixtures.stored), "a.npz.gz").test?.labels.count == 2)
    #expect(try parts(packed(NumPyFixtures.course), "a.mat.gz").test?.labels.count == 2)
  }

  /// Excel in many countries writes its separator first.
  @Test func aLineThatNamesTheSeparatorIsNoRow() throws {
    for start in ["sep=;\r\n", "\u{FEFF}sep=;\n"] {
      let text = "\(start)a;b;label\n1,5;2;ash\n3;4;beech\n5;6;ash\n"
      let read = try parts(Array(text.utf8), "t.csv").train
      #expect(read.labels == .names(["ash", "beech", "ash"]))
      #expect(read.features == [1.5, 2, 3, 4, 5, 6])
    }
    #expect(try parts(Array("sep,b\n1,0\n2,1\n3,0\n".utf8), "t.csv").train.featureNames == ["sep"])
  }

  @Test func aSingleTableInAnArchiveIsRead() throws {
    let read = try parts(zip(["train.csv"]), "data.zip")
    #expect(read.train.labels.count == 4)
    #expect(read.train.notes == ["read from train.csv in the archive"])
    #expect(
      try parts(zip(["a/", "a/t.csv", "__MACOSX/._t.csv", "a/.DS_Store"])).train.featureCount == 2)
    #expect(try parts(zip(["t.csv.gz"], packed(Self.table))).train.featureCount == 2)
    let several = refusal(zip(["train.csv", "test.csv"]), "data.zip")
    #expect(several.contains("some/data.zip is a zip archive of 'train.csv', 'test.csv'"))
    #expect(several.contains("unpack it"))
  }

  @Test func documentsThatAreArchivesAreRefusedByName() {
    for (names, says) in [
      (["[Content_Types].xml", "xl/workbook.xml"], "an Excel workbook"),
      (["mimetype", "content.xml"], "an OpenDocument file"),
      (["net/data.pkl", "net/version"], "a PyTorch file"),
    ] {
      #expect(refusal(zip(names)).contains(says))
    }
  }

  private func npz(_ arrays: [(String, NumericArray)]) -> [UInt8] {
    NPZFileTests.zip(
      arrays.map { NPZFileTests.Entry(name: $0.0 + ".npy", content: NPYFile.encode($0.1)) })
  }

  private static let features = NumericArray(shape: [3, 2], [0, 1, 2, 3, 4, 5] as [Float])
  private static let labels = NumericArray(shape: [3], [2, 0, 2] as [Int64])

  @Test(arguments: [
    ("x_train", "y_train"), ("X", "y"), ("data", "target"), ("train_images", "train_labels"),
    ("Train-X", "Train-Y"), ("features", "labels"), ("fea", "gnd"), ("arr_0", "arr_1"),
    ("train_set_x_orig", "train_set_y_orig"), ("inputs", "targets"), ("X", "label"),
  ])
  func arraysAreFoundByTheirUsualNames(x: String, y: String) throws {
    let read = try parts(npz([(x, Self.features), (y, Self.labels)]))
    #expect(read.train.features == [0, 1, 2, 3, 4, 5])
    #expect(read.train.labels == .integers([2, 0, 2]))
    #expect(read.test == nil)
    #expect(
      read.train.notes.isEmpty == (y.lowercased().contains("y") && x.lowercased().contains("x")))
  }

  @Test func whatScikitLearnAndKerasSaveIsTakenWhole() throws {
    let pictures = NumericArray(shape: [3, 1, 2], [0, 51, 102, 153, 204, 255] as [UInt8])
    let both = try parts(
      npz([
        ("data", Self.features), ("images", pictures), ("target", Self.labels),
        ("test_images", pictures), ("test_labels", Self.labels),
      ]))
    #expect(both.train.featureCount == 2)
    #expect(both.train.notes == ["arrays data and target", "arrays not used: images"])
    #expect(both.test?.imageShape == Dataset.ImageShape(height: 1, width: 2))
    let few = refusal(npz([("X", Self.features), ("z", Self.labels)]))
    #expect(few.contains("data, target, found 'X', 'z'"))
  }

  @Test func transposedFeaturesAreRecognised() {
    let turned = NumericArray(shape: [2, 3], [0, 2, 4, 1, 3, 5] as [Float])
    let line = refusal(
      npz([("X", turned), ("y", NumericArray(shape: [1, 3], [2, 0, 2] as [Int64]))]))
    #expect(line.contains("array 'X' is 2 × 3 beside 3 labels: it looks transposed; save X.T"))
    let pictures = NumericArray(shape: [4, 4, 1, 3], [UInt8](repeating: 1, count: 48))
    let colour = refusal(npz([("X", pictures), ("y", Self.labels)]))
    #expect(colour.contains("numpy.moveaxis(X, -1, 0) (MATLAB: permute(X, [4 1 2 3]))"))
  }

  /// One label a row takes 16 bytes, however few its array has.
  @Test func labelsAreCountedBeforeTheyAreNumbers() throws {
    let features = NumericArray(shape: [1_000, 1], [UInt8](repeating: 0, count: 1_000))
    let labels = NumericArray(shape: [1_000], [UInt8](repeating: 0, count: 1_000))
    let error = #expect(throws: DatasetError.self) {
      _ = try RawExamples(
        features: features, labels: .numbers(labels), path: "x", names: ("X", "y"), limit: 15_999)
    }
    #expect(error == .inflates(path: "x", part: "y", size: 16_000, limit: 15_999))
    _ = try RawExamples(
      features: features, labels: .numbers(labels), path: "x", names: ("X", "y"), limit: 16_000)
  }

  @Test func arraysInAFolderAreRead() throws {
    let folder = try TemporaryDirectory()
    let x = try folder.file("set/X.npy", NPYFile.encode(Self.features))
    let alone = #expect(throws: DatasetError.self) { _ = try Dataset.load(path: x) }
    #expect(alone?.description.contains("labels beside a single .npy array") == true)
    _ = try folder.file("set/y.npy", NPYFile.encode(Self.labels))
    let other = try folder.file("set/other.npy", NPYFile.encode(Self.features))
    for path in [x, "\(folder.path)/set"] {
      let parts = try DatasetFile.parts(path: path, options: DatasetOptions())
      #expect(parts.train.labels == .integers([2, 0, 2]))
    }
    let unused = #expect(throws: DatasetError.self) { _ = try Dataset.load(path: other) }
    #expect(unused?.description.contains("found 'X.npy', 'other.npy', 'y.npy'") == true)
    let none = try TemporaryDirectory()
    _ = try none.file("train.csv", Self.table)
    let empty = #expect(throws: DatasetError.self) { _ = try Dataset.load(path: none.path) }
    #expect(
      empty?.description.contains(
        "the path of one file (test examples: data.test-file), found 'train.csv'") == true)
  }
}

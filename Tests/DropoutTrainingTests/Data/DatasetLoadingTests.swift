import Foundation
import Testing

@testable import DropoutTraining

struct DatasetLoadingTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func idx(_ shape: [Int], _ values: [UInt8]) -> [UInt8] {
    IDXFile.encode(NumericArray(shape: shape, values))
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try folder.file(name, Array(text.utf8))
  }

  /// Two training and one test picture of 1 × 2 pixels under the names given.
  private func pictures(_ names: [String], directory: String) throws -> String {
    let files = [
      idx([2, 1, 2], [0, 255, 51, 102]), idx([2], [5, 3]), idx([1, 1, 2], [255, 0]), idx([1], [5]),
    ]
    for (name, bytes) in zip(names, files) {
      let content = name.hasSuffix(".gz") ? try #require(gzipped(bytes)) : bytes
      _ = try folder.file("\(directory)/\(name)", content)
    }
    return "\(folder.path)/\(directory)"
  }

  @Test(arguments: ["-.gz", "-", ".", "..gz"]) func directoriesOfPicturesAreRead(form: String)
    throws
  {
    let separator = form.prefix(1)
    let suffix = form.dropFirst()
    let names = IDXDirectory.stems.map { $0.replacing("-idx", with: "\(separator)idx") + suffix }
    let data = try Dataset.load(path: pictures(names, directory: "pictures"))
    #expect(data.train.features == [0, 1, 0.2, 0.4])
    #expect(data.test.features == [1, 0])
    #expect(data.imageShape == Dataset.ImageShape(height: 1, width: 2))
    #expect(data.classCount == 2)
    #expect(data.classNames == ["3", "5"])
    #expect(data.train.labels == [1, 0])
    #expect(data.test.labels == [1])
  }

  private func refusal(_ path: String, _ options: DatasetOptions = DatasetOptions()) -> String {
    let error = #expect(throws: DatasetError.self) {
      _ = try Dataset.load(path: path, options: options)
    }
    return error?.description ?? ""
  }

  @Test func mislabelledDirectoriesAreRefused() throws {
    let names = IDXDirectory.stems
    let path = try pictures(names, directory: "swapped")
    _ = try folder.file("swapped/\(names[1])", idx([2, 1, 2], [1, 2, 3, 4]))
    #expect(refusal(path).contains("train-labels-idx1-ubyte: the IDX data: expected labels"))
    _ = try folder.file("swapped/\(names[1])", idx([3], [1, 2, 3]))
    #expect(refusal(path).contains("2 examples and 3 labels"))
    _ = try folder.file("swapped/\(names[0])", idx([2], [1, 2]))
    #expect(refusal(path).contains("looks like labels"))
    _ = try pictures(names, directory: "swapped")
    _ = try folder.file("swapped/\(names[2])", idx([1, 3, 1], [1, 2, 3]))
    #expect(refusal(path).contains("expected 2 features"))
    try FileManager.default.removeItem(atPath: "\(path)/\(names[3])")
    #expect(refusal(path).contains("t10k-labels-idx1-ubyte.gz: no such file"))
  }

  @Test(arguments: [
    ("stored.npz", NumPyFixtures.stored), ("deflated.npz", NumPyFixtures.deflated),
  ])
  func archivesInKerasStyleAreRead(name: String, bytes: [UInt8]) throws {
    let data = try Dataset.load(path: folder.file(name, bytes))
    #expect(data.train.features.numbers == (0..<8).map { Float($0) / 4 })
    #expect(data.test.labels == [0, 1])
    #expect(data.classNames == ["3", "5"])
    #expect(data.name.hasSuffix(name))
  }

  @Test func theCourseFileIsReadWithItsValidationPart() throws {
    let options = DatasetOptions()
    for bytes in [NumPyFixtures.course, NumPyFixtures.compressedCourse] {
      let data = try Dataset.load(
        path: folder.file("data", bytes), options: options, name: "course")
      #expect(data.train.count == 6)
      #expect(data.test.features == [1, 1.25, 1.5, 1.75])
      #expect(data.test.labels == [1, 0])
      #expect(data.classNames == nil)
      #expect(data.name == "course")
    }
  }

  /// A setting that would have no effect is refused, by the name it was given under.
  @Test(arguments: [
    (DatasetOptions(labelColumn: .name("x")), "data.label"),
    (DatasetOptions(ignoredColumns: [.number(1)]), "data.ignore"),
    (DatasetOptions(header: true), "data.header"),
    (DatasetOptions(separator: .tab), "data.separator"),
    (DatasetOptions(decimal: .comma), "data.decimal"),
    (DatasetOptions(missing: .drop), "data.missing"),
    (DatasetOptions(wordEncoding: .oneHot), "data.encode"),
  ])
  func settingsOfTablesAreRefusedForOtherFiles(options: DatasetOptions, setting: String) throws {
    for (name, bytes) in [("a.npz", NumPyFixtures.stored), ("b.mat", NumPyFixtures.course)] {
      let path = try folder.file(name, bytes)
      #expect(refusal(path, options).hasPrefix("\(setting): expected a table"))
      #expect(throws: DatasetError.self) {
        try Dataset.load(bytes: bytes, name: name, options: options)
      }
      _ = try Dataset.load(path: path)
    }
  }

  /// numpy's astype(str) makes words of what is missing, which are no class.
  @Test(arguments: ["nan", "NaN", "None", "<NA>", ""])
  func missingLabelsOfArraysAreRefused(mark: String) throws {
    let features = NumericArray(shape: [3, 1], [1, 2, 3] as [Float])
    func raw(_ words: [String]) throws -> RawExamples {
      try RawExamples(
        features: features, labels: .words(words, shape: [3]), path: "x", names: ("X", "y"))
    }
    #expect(try raw(["a", "b", "a"]).labels == .names(["a", "b", "a"]))
    let error = #expect(throws: DatasetError.self) { _ = try raw(["a", mark, "b"]) }
    #expect(error?.description.contains("in example 2, a missing value") == true)
  }

  @Test func labelsComeInSeveralShapes() throws {
    let features = NumericArray(shape: [3, 1], [1, 2, 3] as [Float])
    let shapes: [NumericArray] = [
      NumericArray(shape: [3], [2, 0, 1] as [UInt8]),
      NumericArray(shape: [3, 1], [2, 0, 1] as [Double]),
      NumericArray(shape: [1, 3], [2, 0, 1] as [Float]),
      NumericArray(shape: [3, 3], [0, 0, 1, 1, 0, 0, 0, 1, 0] as [Float]),
    ]
    for labels in shapes {
      let raw = try RawExamples(
        features: features, labels: .numbers(labels), path: "x", names: ("X", "y"))
      #expect(raw.labels == .integers([2, 0, 1]))
    }
  }

  @Test(arguments: [
    ([2, 2, 3], 6, 2, 3), ([2, 2, 3, 1], 6, 2, 3), ([2, 1, 2, 3], 6, 2, 3), ([2, 6], 6, 0, 0),
    ([2], 1, 0, 0), ([2, 2, 2, 3], 12, 0, 0),
  ])
  func picturesKeepTheirShape(shape: [Int], features: Int, height: Int, width: Int) throws {
    let array = NumericArray(shape: shape, [UInt8](repeating: 51, count: 2 * features))
    let raw = try RawExamples(
      features: array, labels: .numbers(NumericArray(shape: [2], [0, 1] as [UInt8])), path: "x",
      names: ("X", "y"))
    #expect(raw.featureCount == features)
    #expect(raw.imageShape == (height > 0 ? Dataset.ImageShape(height: height, width: width) : nil))
    #expect(raw.features[0] == (shape.count > 2 ? 0.2 : 51))
  }

  private func table(_ count: Int) -> String {
    (0..<count).map { "\(2 * $0),\($0 * $0),\($0 % 3 == 0 ? "b" : "a")" }.joined(separator: "\n")
  }

  @Test func aSplitIsDecidedByItsSeedAndNothingElse() throws {
    let path = try file("t.csv", table(50))
    let first = try Dataset.load(path: path)
    #expect(first.train.count == 40)
    #expect(first.test.count == 10)
    #expect(first.classNames == ["a", "b"])
    #expect(try Dataset.load(path: path).checksum == first.checksum)
    let other = try Dataset.load(path: path, options: DatasetOptions(splitSeed: 1))
    #expect(other.checksum != first.checksum)
    #expect(other.train.count == 40)
    let plain = try Dataset.load(path: path, options: DatasetOptions(standardise: false))
    let all = (plain.train.features.numbers + plain.test.features.numbers).enumerated()
      .filter { $0.offset % 2 == 0 }.map(\.element)
    let even = (0..<50).map { Float(2 * $0) }
    #expect(all.sorted() == even)
    let most = try Dataset.load(path: path, options: DatasetOptions(testFraction: 0.96))
    #expect(most.train.labels.sorted() == [0, 1])
    for fraction in [0, 1, -0.5, .nan] {
      #expect(refusal(path, DatasetOptions(testFraction: fraction)).contains("data.test-fraction"))
    }
  }

  @Test func aSecondFileHoldsTheTestExamples() throws {
    let train = try file("train.csv", "x,y\n1,10\n2,30\n")
    let test = try file("test.csv", "x,y\n3,20\n")
    let data = try Dataset.load(path: train, options: DatasetOptions(testPath: test))
    #expect(data.train.labels == [0, 2])
    #expect(data.test.labels == [1])
    #expect(data.classNames == ["10", "20", "30"])
    let named = try file("named.csv", "x,y\n3,z\n")
    let mixed = try Dataset.load(path: train, options: DatasetOptions(testPath: named))
    #expect(mixed.classNames == ["10", "30", "z"])
    let wide = try file("wide.csv", "x,w,y\n3,1,1\n")
    #expect(refusal(train, DatasetOptions(testPath: wide)).contains("it has 'w' besides"))
    let archive = try folder.file("a.npz", NumPyFixtures.stored)
    #expect(refusal(archive, DatasetOptions(testPath: test)).contains("has test examples"))
    #expect(refusal(train, DatasetOptions(testPath: archive)).contains("holds one part"))
  }

  @Test func standardisingUsesTheTrainingExamplesOnly() throws {
    let train = try file("train.csv", "x,w,y\n1,5,0\n3,5,1\n")
    let test = try file("test.csv", "x,w,y\n5,6,1\n")
    let options = DatasetOptions(testPath: test, standardise: true)
    let data = try Dataset.load(path: train, options: options)
    #expect(data.train.features == [-1, 0, 1, 0])
    #expect(data.test.features == [3, 0])
  }

  @Test func otherFilesAreRefusedWithAdvice() throws {
    #expect(refusal(try folder.file("a.npy", NumPyFixtures.vector)).contains("numpy.savez"))
    #expect(refusal(try folder.file("a.bin", idx([1], [1]))).contains("give the folder"))
    #expect(refusal(try file("fake.npz", "1,2\n")).contains("fake.npz"))
    #expect(refusal(try file("fake.mat", "1,2\n")).contains("expected 128 bytes"))
    #expect(refusal("\(folder.path)/none.csv").contains("no such file"))
    #expect(refusal("\(folder.path)/none\nsuch.csv").contains("none\\u{a}such.csv"))
  }

  @Test func optionsSurviveJSONAndMayBeLeftOut() throws {
    for standardise in [Standardising.auto, .always, .never] {
      let options = DatasetOptions(
        labelColumn: .name("y"), ignoredColumns: [.name("id"), .number(-2)], header: true,
        separator: .semicolon, decimal: .comma, missing: .drop, wordEncoding: .oneHot,
        testPath: "t.csv", testFraction: 0.5, trainCount: 7, testCount: 3, splitSeed: 9,
        standardise: standardise)
      let copy = try JSONDecoder().decode(
        DatasetOptions.self, from: JSONEncoder().encode(options))
      #expect(copy == options)
    }
    let few = try JSONDecoder().decode(
      DatasetOptions.self, from: Data(#"{"labelColumn": -1, "splitSeed": 3}"#.utf8))
    #expect(few == DatasetOptions(labelColumn: .number(-1), splitSeed: 3))
  }

  @Test func whatIsExportedLoadsAsTheSameData() throws {
    let data = Dataset(
      name: "d", classCount: 2,
      train: Examples(featureCount: 2, features: [0, 1, 0.2, 0.4], labels: [1, 0]),
      test: Examples(featureCount: 2, features: [1, 0, 0.6, 0.8], labels: [0, 1]),
      imageShape: Dataset.ImageShape(height: 1, width: 2))
    for name in ["d.npz", "d.csv", "d"] {
      let written = try data.export(to: "\(folder.path)/\(name)")
      let options = DatasetOptions(testPath: name == "d.csv" ? written[1] : nil)
      let path = name == "d" ? "\(folder.path)/d" : written[0]
      #expect(try Dataset.load(path: path, options: options).checksum == data.checksum)
    }
    let table = try Dataset.load(path: file("t.csv", table(9)))
    // Names survive.
    let named = try Dataset.load(
      path: file(
        "n.csv", "kind,size; 1,odd\n" + (0..<9).map { "\($0 % 3),\($0),\($0)\n" }.joined()),
      options: DatasetOptions(labelColumn: .name("kind")))
    let names = try named.export(to: "\(folder.path)/named.csv")
    let back = try Dataset.load(path: names[0], options: DatasetOptions(testPath: names[1]))
    #expect(
      back.reading?.summary.hasPrefix("class: kind (0, 1, 2); 2 features: size; 1, odd") == true)
    #expect(back.checksum == named.checksum)
    let error = #expect(throws: DatasetError.self) { try table.export(to: "\(folder.path)/e") }
    #expect(error?.kind == .cannotWrite)
  }
}

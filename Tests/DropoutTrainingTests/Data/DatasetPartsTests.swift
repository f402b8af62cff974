import Foundation
import Testing

@testable import DropoutTraining

/// Parts of files: drawn by class, and with what is said of them.
struct DatasetPartsTests {
  private func load(_ text: String, _ options: DatasetOptions = DatasetOptions()) throws -> Dataset
  {
    try Dataset.load(bytes: Array(text.utf8), name: "t.csv", options: options)
  }

  private func refusal(_ text: String, _ options: DatasetOptions) -> String {
    let error = #expect(throws: DatasetError.self) { _ = try load(text, options) }
    return error?.description ?? ""
  }

  /// 150 rows sorted by class, as everybody has iris.
  private let sorted =
    "x,species\n"
    + (0..<150).map { "\($0 % 5),\(["setosa", "versicolor", "virginica"][$0 / 50])\n" }.joined()

  @Test func sortedFilesGiveEveryClassItsShare() throws {
    let whole = try load(sorted)
    #expect(whole.train.labels.classCounts == [40, 40, 40])
    #expect(whole.test.labels.classCounts == [10, 10, 10])
    let few = try load(sorted, DatasetOptions(trainCount: 30, testCount: 6))
    #expect(few.train.labels.classCounts == [10, 10, 10])
    #expect(few.test.labels.classCounts == [2, 2, 2])
    #expect(few.reading?.notes == [])
  }

  @Test func anotherSeedDrawsOthers() throws {
    let text = (0..<60).map { "\($0)e-2,\($0 % 2)\n" }.joined()
    func drawn(_ seed: UInt64) throws -> Dataset {
      try load(text, DatasetOptions(trainCount: 10, testCount: 4, splitSeed: seed))
    }
    #expect(try drawn(1).checksum == drawn(1).checksum)
    #expect(try drawn(1).train != drawn(2).train)
    #expect(try drawn(1).test != drawn(2).test)
  }

  @Test func aPartThatLacksAClassSaysSo() throws {
    let rare = (0..<99).map { "\($0 % 5),\($0 % 2 == 0 ? "a" : "b")\n" }.joined() + "1,rare\n"
    let split = try load(rare)
    #expect(split.train.labels.classCounts.count == 3)
    #expect(split.reading?.notes == ["no test example of class rare"])
    let two = try load(rare, DatasetOptions(trainCount: 2))
    #expect(two.reading?.notes == ["no example of class rare in either part"])
  }

  @Test func oneClassToLearnFromIsRefused() {
    #expect(refusal("1,a\n2,b\n", DatasetOptions()).contains("classes or more, found 1 of class"))
    #expect(refusal(sorted, DatasetOptions(trainCount: 1)).contains("alone"))
  }

  @Test func moreThanThereAreIsRefused() {
    let train = refusal(sorted, DatasetOptions(trainCount: 121))
    #expect(train.hasPrefix("data.train: ") && train.contains("at most the 120"))
    let test = refusal(sorted, DatasetOptions(testCount: 31))
    #expect(test.hasPrefix("data.test: ") && test.contains("at most the 30"))
  }

  @Test func aFractionHasNoEffectOnPartsOfTheirOwn() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.file("train.csv", Array("1,a\n2,b\n".utf8))
    let options = DatasetOptions(testPath: path, testFraction: 0.3)
    let error = #expect(throws: DatasetError.self) {
      _ = try Dataset.load(path: path, options: options)
    }
    #expect(error?.description.hasPrefix("data.test-fraction: ") == true)
    #expect(
      try Dataset.load(path: path, options: DatasetOptions(testPath: path)).reading?.setsTestAside
        == false)
  }

  /// Real MNIST: a part has each digit's share, as NumPy counts it with integers.
  @Test(.enabled(if: RealDataTests.directory != nil)) func partsOfMNISTHaveEachDigitsShare() throws
  {
    let path = try #require(RealDataTests.directory) + "/mnist"
    let part = try Dataset.load(path: path, options: DatasetOptions(trainCount: 2_000))
    #expect(part.train.labels.classCounts == [197, 225, 199, 204, 195, 181, 197, 209, 195, 198])
    #expect(part.test.count == 10_000)
  }
}

import Testing

@testable import DropoutTraining

struct LIBSVMFileTests {
  private func examples(_ text: String) throws -> RawExamples {
    try LIBSVMFile.decode(
      Array(text.utf8), path: "t.libsvm", limit: ReadingLimit.bytes(forFileOf: text.utf8.count))
  }

  private func refusal(_ text: String) -> String {
    let error = #expect(throws: DatasetError.self) { _ = try examples(text) }
    return error?.description ?? ""
  }

  @Test func whatIsLeftOutIsZero() throws {
    let read = try examples("# made up\n-1 2:1.5 3:-2\r\n+1 1:1e1\t4:.5 # why\n\n-1\n1.0 4:7\n")
    #expect(read.featureCount == 4)
    #expect(
      read.features == [0, 1.5, -2, 0, 10, 0, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, 7])
    #expect(read.labels == .integers([-1, 1, -1, 1]))
  }

  @Test func indicesMayCountFromZero() throws {
    let read = try examples("1 0:5 2:6\n2 1:7\n")
    #expect(read.featureCount == 3)
    #expect(read.features == [5, 0, 6, 0, 7, 0])
  }

  @Test func theKindIsFoundOutFromTheContent() throws {
    let bytes = Array("+1 1:0.5 2:1\n-1 1:0.25\n+1 2:2\n".utf8)
    let parts = try DatasetFile.parts(bytes, path: "a1a", options: DatasetOptions())
    #expect(parts.train.features == [0.5, 1, 0.25, 0, 0, 2])
    // One line may be longer than what is looked at.
    let long = (0..<3).map { "\($0)" + (1...1_500).map { " \($0):0.5" }.joined() }
    let wide = try DatasetFile.parts(
      Array(long.joined(separator: "\n").utf8), path: "wide", options: DatasetOptions())
    #expect(wide.train.featureCount == 1_500)
  }

  @Test(arguments: [
    ("1,3 1:0.5\n", "line 1, column 1: expected a number as label, one an example, found '1,3'"),
    ("1 qid:3 1:0.5\n", "line 1, column 2: expected index:value"),
    ("1 2:1 2:3\n", "line 1, column 3: expected index:value, indices in ascending order"),
    ("1 1:1\n1 1:nan\n", "line 2, column 2"), ("1 1:1\n1 -1:1\n", "line 2, column 2"),
    ("1 1:1\n1 99999999999:1\n", "line 2, column 2"), ("1 1:1\nx 1:1\n", "found 'x'"),
    ("1\n0\n", "index:value pairs, found none"), ("", "found none"),
  ])
  func damageIsRefused(text: String, says: String) {
    #expect(refusal(text).contains(says))
  }

  /// Two files need not mention the same features, nor both the one with index 0.
  @Test func testExamplesHaveTheFeaturesOfBothFiles() throws {
    let folder = try TemporaryDirectory()
    let train = try folder.file("a", Array("1 1:1 2:2\n-1 2:3\n".utf8))
    let test = try folder.file("a.t", Array("1 0:9 4:4\n-1 1:5\n".utf8))
    let data = try Dataset.load(
      path: train, options: DatasetOptions(testPath: test, standardise: .never))
    #expect(data.train.features == [0, 1, 2, 0, 0, 0, 0, 3, 0, 0])
    #expect(data.test.features == [9, 0, 0, 0, 4, 0, 5, 0, 0, 0])
    let back = try Dataset.load(
      path: test, options: DatasetOptions(testPath: train, standardise: .never))
    #expect(back.train.features == data.test.features)
    #expect(back.test.features == data.train.features)
  }

  @Test func fractionsAreARegressionTarget() {
    let text = (0..<60).map { "\(Double($0 % 9) / 8) 1:\($0)" }.joined(separator: "\n")
    let error = #expect(throws: DatasetError.self) {
      _ = try Dataset.load(bytes: Array(text.utf8), name: "t.libsvm")
    }
    #expect(
      error?.description.contains("'0.125' in example 2, a number with a fraction: a regression")
        == true)
  }

  /// A line of twenty bytes may ask for a table of any width.
  @Test func tablesOfNothingAreRefused() throws {
    let line = refusal("1 1:1\n0 2000000000:1\n")
    #expect(line.contains("the table of 2 rows and 2000000000 columns takes more than"))
    #expect(try examples("1 1:1\n0 100000:1\n").featureCount == 100_000)
    // What is packed has the limit of the file, not of the text in it.
    let text = Array(String(repeating: "1 300:1\n0 1:1\n", count: 50_000).utf8)
    #expect(try examples(String(decoding: text, as: UTF8.self)).featureCount == 300)
    let packed = try #require(gzipped(text))
    let error = #expect(throws: DatasetError.self) {
      _ = try DatasetFile.parts(packed, path: "t.gz", options: DatasetOptions())
    }
    #expect(error?.description.contains("100000 rows and 300 columns") == true)
  }
}

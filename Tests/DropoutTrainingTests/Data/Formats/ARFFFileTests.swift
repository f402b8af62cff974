import Testing

@testable import DropoutTraining

struct ARFFFileTests {
  @Test(arguments: [
    DatasetOptions(header: true), DatasetOptions(separator: .comma),
    DatasetOptions(decimal: .point),
  ])
  func settingsThatTheFormatDecidesAreRefused(options: DatasetOptions) {
    let text = "@relation r\n@attribute a numeric\n@attribute k {x,y}\n@data\n1,x\n2,y\n"
    let error = #expect(throws: DatasetError.self) {
      _ = try ARFFFile.decode(Array(text.utf8), path: "t.arff", options: options)
    }
    #expect(error?.kind == .usage)
  }

  private func examples(
    _ text: String, _ options: DatasetOptions = DatasetOptions()
  ) throws -> RawExamples {
    let parts = try DatasetFile.parts(Array(text.utf8), path: "t.arff", options: options)
    return parts.train
  }

  private func refusal(_ text: String) -> String {
    let error = #expect(throws: DatasetError.self) { _ = try examples(text) }
    return error?.description ?? ""
  }

  private static let head = """
    % made up
    @relation 'some trees'

    @ATTRIBUTE height numeric
    @attribute 'c d' REAL
    @attribute "it\\"s" integer % a comment would be a type
    @attribute kind {ash, 'red beech',"cedar"}
    @data

    """

  @Test func whatIsDeclaredIsRead() throws {
    let text =
      Self.head.replacing(" % a comment would be a type", with: "")
      + "0.5,1.25,-3,ash\r\n% no row\n 1e1 ,\t2, 7 , 'red beech' \n\n3,4,5,\"cedar\"\n"
    let read = try examples(text)
    #expect(read.featureCount == 3)
    #expect(read.features == [0.5, 1.25, -3, 10, 2, 7, 3, 4, 5])
    #expect(read.labels == .names(["ash", "red beech", "cedar"]))
    #expect(read.labelName == "kind")
    #expect(read.featureNames == ["height", "c d", "it\"s"])
  }

  @Test func theClassMayStandAnywhere() throws {
    let text = "@relation r\n@attribute class {a,b}\n@attribute x real\n@data\na,1\nb,2\n"
    #expect(try examples(text).labels == .names(["a", "b"]))
    let numbers = "@relation r\n@attribute x {0,1}\n@attribute y {1,2}\n@data\n0,1\n1,2\n"
    #expect(try examples(numbers).labels == .integers([1, 2]))
    let first = try examples(numbers, DatasetOptions(labelColumn: .number(1)))
    #expect(first.labels == .integers([0, 1]))
  }

  @Test(arguments: [
    ("@relation r\n@attribute x real\n@data\n1\n", "two attributes or more, one of them the class"),
    ("@relation r\n@attribute x real\n@attribute y real\n1,2\n", "expected @attribute or @data"),
    ("@relation r\n@attribute x real\n@attribute y real\n", "expected @data, found the file's end"),
    ("@relation r\n@attribute x real\n@attribute x real\n@data\n1,2\n", "no earlier attribute has"),
    ("@relation r\n@attribute x relational\n@data\n1\n", "numbers, text or {values}"),
    ("@relation r\n@attribute x {a,b\n@data\na\n", "a comma or }"),
    ("@relation r\n@attribute 'x real\n@data\na\n", "a closing quote"),
    ("@relation r\n@attribute x real\n@attribute y {a,b}\n@data\n1,c\n", "line 5, column 2"),
    ("@relation r\n@attribute x real\n@attribute y {a,b}\n@data\n{0 1, 1 a}\n", "a sparse row"),
    (
      "@relation r\n@attribute x real\n@attribute y {a,b}\n@data\n1,'a' b\n",
      "a comma after the value"
    ),
    ("@relation r\n@attribute x real\n@attribute y {a,b}\n@data\n1,a,3\n", "line 5"),
    ("@relation r\n@attribute x real\n@attribute y {a,b}\n@data\n", "t.arff"),
  ])
  func damageIsRefused(text: String, says: String) {
    #expect(refusal(text).contains(says))
  }
}

import Testing

@testable import DropoutTraining

struct TableHeaderTests {
  private static func words(_ row: Int) -> String { ["oak", "ash", "elm"][row % 3] }

  /// Headers of sixty rows: counted as a row, each would make a class of its own.
  @Test(arguments: [
    "0,1,2,3,label", "0,1,2,3,kind", "1,2,3,4,y", "0,1,2,3,4", "a,b,c,d,label",
    "2019,2020,2021,2022,kind",
    "x,,,\"\",y",
  ]) func headersAreNoRows(header: String) throws {
    guard !header.contains(",,") else {
      return #expect(refusal(SampleTable(header: header).text).contains("column 2 has no name"))
    }
    let table = try table(SampleTable(header: header).text)
    #expect(table.labels.count == 60)
    #expect(Set(table.labels.texts).count == 3)
    #expect(table.featureNames == header.split(separator: ",").prefix(4).map(String.init))
  }

  @Test(arguments: [
    "0,1,2,3,species", "0,1,2,3,kind", "2019,2020,2021,2022,class",
    "400,402,404,406,tree", "2019,2020,2021,2022,kind", "0.5,1,1.5,2,tree", "1,2,3,4,tree",
  ])
  func headersOfNumbersBesideLabelsOfWords(header: String) throws {
    let table = try table(SampleTable(header: header, label: Self.words).text)
    #expect(table.labels.count == 60)
    #expect(Set(table.labels.texts) == ["oak", "ash", "elm"])
  }

  @Test func aTitleAboveTheTableIsNamed() {
    let line = refusal("My data of 2020\n" + SampleTable().text)
    #expect(
      line.contains("line 1: expected names of 5 columns, found 'My data of 2020' alone; remove"))
  }

  /// A header that no rule finds is one example of a class of its own, which is said.
  @Test func aFirstLineThatMayBeAHeaderIsSaid() throws {
    let text = SampleTable(header: "3,1,4,1.5,tree", label: Self.words).text
    #expect(
      try table(text).notes == [
        "class tree has one example, the first line: if that is a header, set data.header=true"
      ])
    #expect(try table(text, DatasetOptions(header: false)).notes.isEmpty)
  }

  @Test func aLabelInFrontOfNumbersNamesIt() throws {
    let rows = (0..<60).map { "\($0 % 3),0.5,\($0),2.5,1" }
    let table = try table("label,0,1,2,3\n" + rows.joined(separator: "\n"))
    #expect(table.labels == .integers((0..<60).map { Int64($0 % 3) }))
    #expect(table.featureNames == ["0", "1", "2", "3"])
  }

  @Test(arguments: [
    "0,1,2,oak\n5,6,7,oak\n5,6,8,ash\n", "0,1,2\n5,6,2\n5,7,0\n", "1,2,3\n4,5,6\n7,8,6\n",
  ]) func firstRowsOfDataAreRows(text: String) throws {
    #expect(try table(text).labels.count == 3)
  }

  @Test func aTableOfWordsHasAHeaderUnlessItsWordsComeAgain() throws {
    let data = "p,x,n\ne,x,b\np,y,n\ne,y,b\n"
    let table = try table(data)
    #expect(table.labels.count == 4)
    #expect(table.featureNames == ["column 1=e", "column 1=p", "column 2=x", "column 2=y"])
    #expect(try DropoutTrainingTests.table("cap,odour,kind\n" + data).labels.count == 4)
  }

  @Test func aNamedColumnImpliesAHeader() throws {
    let text = "7,9,8\n5,6,0\n3,4,1\n"
    #expect(try table(text).labels.count == 3)
    let named = try table(text, DatasetOptions(labelColumn: .name("9")))
    #expect(named.labels == .integers([6, 4]))
    #expect(named.labelName == "9")
    // A number that is a name is the name.
    #expect(
      try table("0,1,2\n5,6,7\n1,1,8\n", DatasetOptions(labelColumn: .number(1))).labelName == "1")
  }
}

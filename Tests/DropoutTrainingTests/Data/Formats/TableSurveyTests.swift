import Testing

@testable import DropoutTraining

struct TableSurveyTests {
  private static let classes = RawLabels.integers((0..<60).map { Int64($0 % 3) })

  private static let forms: [(SampleTable, [String])] = [
    (SampleTable(), []),
    (SampleTable(header: nil), []),
    (SampleTable(separator: ";", header: "a;b;c;d;label"), ["separated by semicolons"]),
    (
      SampleTable(separator: ";", decimal: ",", header: "a;b;c;d;label"),
      ["separated by semicolons", "decimal commas"]
    ),
    (
      SampleTable(separator: ";", decimal: ",", header: nil),
      ["separated by semicolons", "decimal commas"]
    ),
    (SampleTable(separator: "\t", header: "a\tb\tc\td\tlabel"), ["separated by tabs"]),
    (
      SampleTable(separator: "\t", decimal: ",", header: nil),
      ["separated by tabs", "decimal commas"]
    ),
    (SampleTable(separator: " ", header: nil), ["separated by blanks"]),
    (SampleTable(separator: "  ", header: nil, lead: { _ in "   " }), ["separated by blanks"]),
    (SampleTable(separator: " \t", header: "a b c d label"), ["separated by blanks"]),
    (SampleTable(separator: "|", header: "a|b|c|d|label"), ["separated by bars"]),
    (SampleTable(separator: ", ", header: "a, b, c, d, label"), []),
    (SampleTable(header: "a,b,c,d,label,", tail: ","), ["left out: the empty last column"]),
    (SampleTable(header: nil, tail: ","), ["left out: the empty last column"]),
    (SampleTable(header: "a,b,c,d,label", tail: ","), ["left out: the empty last column"]),
    (SampleTable(header: "a,b,c,d,label,"), ["left out: the empty last column"]),
    (
      SampleTable(header: "a,b,c,d,label,Unnamed: 5", tail: ","),
      ["left out: the empty last column"]
    ),
    (SampleTable(header: nil, tail: ",,"), ["left out: 2 empty columns"]),
  ]

  @Test(arguments: forms.indices) func theSameTableInManyForms(index: Int) throws {
    let (form, notes) = Self.forms[index]
    let table = try table(form.text)
    #expect(table.features.numbers == SampleTable.features)
    #expect(table.labels == Self.classes)
    #expect(table.notes == notes)
    #expect(table.featureNames == (form.header == nil ? nil : ["a", "b", "c", "d"]))
    #expect(table.labelName == (form.header == nil ? "column 5" : "label"))
  }

  @Test func oneFeatureWithDecimalCommasIsNoPairOfFeatures() throws {
    let rows = (0..<60).map { "\($0 / 10),\($0 % 10)25;\($0 % 2)" }
    let table = try table(rows.joined(separator: "\n"))
    #expect(table.featureCount == 1)
    #expect(table.features[23] == 2.325)
    #expect(table.labels == .integers((0..<60).map { Int64($0 % 2) }))
  }

  @Test func separatorAndMarkMayBeSet() throws {
    // By itself a file of two numbers a line, by what is said one with decimal commas and a label.
    let text = "1,5 0\n2,5 1\n3,5 0\n"
    #expect(try table(text, DatasetOptions(separator: .blank)).features == [1.5, 2.5, 3.5])
    let quoted = "\"1,5\",0\n\"2,5\",1\n"
    #expect(refusal(quoted).contains("found '1,5'"))
    #expect(try table(quoted, DatasetOptions(decimal: .comma)).features == [1.5, 2.5])
    let thousands = SampleTable(separator: ";", header: nil, tail: "").text
    #expect(refusal(thousands, DatasetOptions(decimal: .comma)).contains("line 1, column 1"))
    #expect(
      refusal("1,2,0\n3,4,1\n", DatasetOptions(separator: .semicolon))
        .contains("separated by semicolons, found one field"))
    for (name, separator) in [
      ("comma", FieldSeparator.comma), (";", .semicolon), ("tab", .tab), ("blank", .blank),
      ("|", .bar),
    ] { #expect(FieldSeparator(named: name) == separator) }
    #expect(FieldSeparator(named: "x") == nil)
    #expect(DecimalMark(named: "comma") == .comma)
  }

  @Test func commentsAndEmptyRowsAreLeftOutAndSaid() throws {
    let text = "# made by hand\n" + SampleTable().text + "# the end\n,,,,\n"
    let table = try table(text)
    #expect(table.features.numbers == SampleTable.features)
    #expect(table.notes == ["2 comment lines left out", "1 empty row left out"])
    let saved = try DropoutTrainingTests.table("# x,label\n" + "1.5,0\n2.5,1\n")
    #expect(saved.featureNames == ["x"])
    #expect(saved.notes.first == "names from the first comment")
  }

  @Test func rowNamesWithoutANameAreAnIndex() throws {
    // As R's write.table writes a data frame.
    let rows = (0..<20).map { "\"\($0 + 1)\" \($0 * $0) \"\($0 % 2 == 0 ? "b" : "a")\"" }
    let table = try table("\"x\" \"kind\"\n" + rows.joined(separator: "\n"))
    #expect(table.featureNames == ["x"])
    let squares = (0..<20).map { Float($0 * $0) }
    #expect(table.features.numbers == squares)
  }
}

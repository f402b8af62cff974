import Testing

@testable import DropoutTraining

struct TableColumnsTests {
  private func text(_ header: String, _ row: (Int) -> String, count: Int = 60) -> String {
    ([header] + (0..<count).map(row)).joined(separator: "\n") + "\n"
  }

  /// `x,y,team` and its like: the header, what is asked for, the column taken.
  @Test(
    arguments: [
      ("x,y,team", nil, "team"), ("x,y,label", nil, "label"), ("x,y,class", nil, "class"),
      ("x,label,y", nil, "label"), ("Species,x,y", nil, "Species"), ("x,z,y", nil, "y"),
      ("y,x,z", nil, "z"), ("class,x,label", nil, "label"), ("x,survived,age", nil, "survived"),
      ("x,y,team", "x", "x"), ("x,y,label", "2", "y"), ("x,y,label", "-2", "y"),
    ] as [(String, String?, String)])
  func theLabelIsTakenByOneRule(header: String, asked: String?, taken: String) throws {
    let text = text(header) { "\($0 % 2),\($0 % 4 / 2),\($0 % 3 / 2)" }
    let table = try table(text, DatasetOptions(labelColumn: asked.map { ColumnReference($0) }))
    #expect(table.labelName == taken)
    #expect(
      table.featureNames == header.split(separator: ",").map(String.init).filter { $0 != taken })
  }

  @Test func anotherColumnCalledLikeAClassIsSaid() throws {
    let table = try table(text("target,x,species") { "\($0 % 3),\($0),\($0 % 3)" })
    #expect(table.labelName == "species")
    #expect(table.notes == ["features called like a class: target"])
  }

  private static let indices: [(header: String, value: @Sendable (Int) -> String, note: String)] = [
    ("", { "\($0)" }, "left out: column 1 (counts 0, 1, 2, …)"),
    ("Unnamed: 0", { "\($0)" }, "left out: Unnamed: 0 (counts 0, 1, 2, …)"),
    ("Unnamed: 0", { "\(($0 * 7) % 60)" }, "left out: Unnamed: 0 (numbers of rows)"),
    ("", { "\(($0 * 7) % 60)" }, "left out: column 1 (an identifier)"),
    ("index", { "\($0 + 1)" }, "left out: index (counts 1, 2, 3, …)"),
    ("Id", { "\($0 + 1)" }, "left out: Id (counts 1, 2, 3, …)"),
    ("id", { "\(($0 * 7_919 + 47_894_532) % 1_000_003)" }, "left out: id (an identifier)"),
    ("PassengerId", { "\($0 + 1)" }, "left out: PassengerId (counts 1, 2, 3, …)"),
    ("customer_id", { "A-\($0)" }, "left out: customer_id (an identifier)"),
    ("customerID", { $0 % 2 == 0 ? "A\($0)" : "\($0)" }, "left out: customerID (an identifier)"),
  ]

  @Test(arguments: indices.indices) func indicesAndIdentifiersAreLeftOut(index: Int) throws {
    let (name, value, note) = Self.indices[index]
    let sample = SampleTable(header: "\(name),a,b,c,d,label", lead: { value($0) + "," })
    let table = try table(sample.text)
    #expect(table.features.numbers == SampleTable.features)
    #expect(table.featureNames == ["a", "b", "c", "d"])
    #expect(table.notes == [note])
    // What else is left out brings none of them back; an empty list keeps all.
    let fewer = try DropoutTrainingTests.table(
      sample.text, DatasetOptions(ignoredColumns: [.name("b")]))
    #expect(fewer.featureNames == ["a", "c", "d"])
    guard !name.isEmpty, Float(value(0)) != nil, Float(value(1)) != nil else { return }
    #expect(
      try DropoutTrainingTests.table(sample.text, DatasetOptions(ignoredColumns: [])).featureCount
        == 5)
  }

  @Test func aFirstColumnThatCountsIsAnIndexWithoutAHeader() throws {
    let sample = SampleTable(header: nil, lead: { "\($0 + 1)," })
    #expect(try table(sample.text).features.numbers == SampleTable.features)
    #expect(try table(sample.text).notes == ["left out: column 1 (counts 1, 2, 3, …)"])
    let named = SampleTable(header: "time,a,b,c,d,label", lead: { "\($0)," })
    #expect(try table(named.text).featureCount == 5)
    #expect(
      try table(named.text).notes == ["time counts the rows: if it is an index, set data.ignore=1"])
    #expect(try table("0,0\n1,1\n2,0\n").featureCount == 1)
  }

  /// An index counts the rows without a value, too.
  @Test(arguments: ["index", "Unnamed: 0", "PassengerId"], [0, 7])
  func anIndexCountsRowsThatAreLeftOut(name: String, gap: Int) throws {
    let sample = SampleTable(
      header: "\(name),e,a,b,c,d,label", lead: { "\($0),\($0 % 9 == gap ? "" : "5")," })
    let table = try table(sample.text, DatasetOptions(missing: .drop))
    #expect(table.featureNames == ["e", "a", "b", "c", "d"])
    #expect(
      table.notes == [
        "left out: \(name) (counts 0, 1, 2, …)",
        "\(gap == 0 ? 7 : 6) rows with a missing value left out",
      ])
  }

  /// pandas' index after rows were drawn, shuffled or joined, or written a second time, and a shuffled first column
  /// without a header.
  private static let orders: [(header: String?, lead: @Sendable (Int) -> String)] = [
    ("Unnamed: 0,a,b,c,d,label", { "\($0 / 2)," }),
    ("index,a,b,c,d,label", { "\($0 * 7 % 13)," }),
    ("Unnamed: 0.1,a,b,c,d,label", { "\($0)," }), (nil, { "\(60 - $0)," }),
    (nil, { "\($0 * 7 % 60)," }),
  ]

  @Test(arguments: orders.indices) func indicesInAnyOrderAreLeftOut(index: Int) throws {
    let (header, lead) = Self.orders[index]
    let table = try table(SampleTable(header: header, lead: lead).text)
    #expect(table.features.numbers == SampleTable.features)
    #expect(table.notes.contains { $0.hasPrefix("left out: ") })
  }

  @Test func aSecondIndexIsLeftOutToo() throws {
    let twice = SampleTable(
      header: ",Unnamed: 0,a,b,c,d,label", lead: { "\($0),\($0 * 7 % 60)," })
    #expect(try table(twice.text).features.numbers == SampleTable.features)
    // Numbers with fractions are measured, whatever they are called.
    let measured = SampleTable(header: "index,a,b,c,d,label", lead: { "\($0).5," })
    #expect(try table(measured.text).featureCount == 5)
    // A first column of a few whole numbers is a feature.
    let few = SampleTable(header: nil, lead: { "\($0 % 4)," })
    #expect(try table(few.text).featureCount == 5)
  }

  /// Two columns that could be the class, and a third that is last: nobody can know.
  @Test func severalColumnsCalledLikeAClassAreRefused() throws {
    let text = SampleTable(header: "survived,b,class,d,alone").text
    #expect(
      refusal(text).contains(
        "'survived', 'class' are all called like a column of classes; choose one with data.label=survived"
      ))
    #expect(try table(text, DatasetOptions(labelColumn: .name("alone"))).featureCount == 4)
    #expect(try table(SampleTable(header: "class,b,c,d,label").text).labelName == "label")
  }

  @Test func aFeatureTooFineForItsSizeIsNamed() throws {
    let times = SampleTable(header: "time,a,b,c,d,label", lead: { "\(1_600_000_000 + $0 * $0)," })
    #expect(
      try table(times.text).notes == [
        "time has more digits than 32-bit numbers keep: subtract a constant from it"
      ])
    // Whole numbers up to 2²⁴ are kept exactly.
    for start in [16_000, 16_000_000] {
      let plain = SampleTable(header: "time,a,b,c,d,label", lead: { "\(start + $0 % 7)," })
      #expect(try table(plain.text).notes == [])
    }
    let fine = SampleTable(header: "time,a,b,c,d,label", lead: { "\(160_000).\($0 + 10)," })
    #expect(try table(fine.text).notes.count == 1)
  }

  @Test func whatIsNoIndexStays() throws {
    let repeated = SampleTable(header: "id,a,b,c,d,label", lead: { "\($0 / 2)," })
    #expect(try table(repeated.text).featureCount == 5)
    #expect(
      try table(repeated.text).notes == [
        "id has some values more than once: if it is an identifier, set data.ignore=id"
      ])
    let measured = SampleTable(header: "humid,a,b,c,d,label", lead: { "\($0 * $0 + 1)," })
    #expect(try table(measured.text).featureCount == 5)
    let unnamed = SampleTable(header: ",a,b,c,d,label", lead: { "\($0 / 2)," })
    #expect(refusal(unnamed.text).contains("column 1 has no name in the header"))
  }

  @Test func columnsAreLeftOutByNameOrNumber() throws {
    let sample = SampleTable(
      header: nil, lead: { "\(9_000 - $0 * 3),\(["M", "B"][$0 % 2])," }, label: { "\($0 % 7)" })
    let wdbc = try table(
      sample.text, DatasetOptions(labelColumn: .number(2), ignoredColumns: [.number(1)]))
    #expect(wdbc.featureCount == 5)
    #expect(wdbc.labels == .names((0..<60).map { ["M", "B"][$0 % 2] }))
    #expect(wdbc.notes == ["left out: column 1 (data.ignore)"])
    let kept = try table(sample.text, DatasetOptions(labelColumn: .number(2)))
    #expect(
      kept.notes == [
        "column 1 has almost only different numbers: if it is an identifier, set data.ignore=1"
      ])
    // Without the label's column, that of the words is named.
    let fractions = sample.text.replacing("\n", with: ".5\n")
    #expect(refusal(fractions).contains("column 2 holds words: data.label=2"))
    let named = SampleTable().text
    let few = try table(named, DatasetOptions(ignoredColumns: [.name("a"), .number(-2)]))
    #expect(few.featureNames == ["b", "c"])
    #expect(few.notes == ["left out: a, d (data.ignore)"])
    let all: [ColumnReference] = ["a", "b", "c", "d"].map { .name($0) }
    #expect(refusal(named, DatasetOptions(ignoredColumns: all)).contains("no feature is left"))
    #expect(
      refusal(
        named, DatasetOptions(labelColumn: .name("label"), ignoredColumns: [.name("label")])
      )
      .contains("data.ignore=label: it is the column of labels"))
    #expect(
      refusal(named, DatasetOptions(ignoredColumns: [.name("z")]))
        .contains("a column to leave out called 'z', found 'a', 'b'"))
  }

  @Test func aLeakingIndexIsNoFeature() throws {
    // Sorted by class, so that the row's number gives the class away.
    let sample = SampleTable(
      header: "Unnamed: 0,a,b,c,d,label", lead: { "\($0)," }, label: { "\($0 / 20)" })
    let data = try Dataset.load(bytes: Array(sample.text.utf8), name: "leak.csv")
    #expect(
      data.reading?.summary
        == "class: label (0, 1, 2); 4 features: a, b, c, d; left out: Unnamed: 0 (counts 0, 1, 2, …)"
    )
  }
}

import Testing

@testable import DropoutTraining

struct CSVFileTests {
  private func read(
    _ text: String, _ options: DatasetOptions = DatasetOptions()
  ) throws -> RawExamples {
    try CSVFile.decode(Array(text.utf8), path: "x.csv", options: options)
  }

  @Test func plainNumbersAreRead() throws {
    let table = try read("1,2,0\n3,4.5,1\n-1e-3,+.5,0")
    #expect(table.featureCount == 2)
    #expect(table.features == [1, 2, 3, 4.5, -1e-3, 0.5])
    #expect(table.labels == .integers([0, 1, 0]))
    #expect(try read("\u{FEFF}1,2,0\n3,4.5,1\n-.001,.5,0\n").features == table.features)
  }

  @Test(arguments: [
    "a,b,y\r\n1,2,0\r\n3,4,1\r\n", "\u{FEFF}a,b,y\n1,2,0\n3,4,1", "a,b,y\n\n1,2,0\n   \n3,4,1\n\n",
    "a,b,y\r1,2,0\r3,4,1\r", "\"a\",\"b\",\"y\"\n\"1\",2,\"0\"\n3,\"4\",1\n",
    " a , b,y\n 1 ,2, 0\n3,4\t,1\n",
    "\"a\nb\",\"c,\"\"d\",y\n1,2,0\n3,4,1\n",
  ])
  func theSameTableInManyForms(text: String) throws {
    let table = try read(text)
    #expect(table.features == [1, 2, 3, 4])
    #expect(table.labels == .integers([0, 1]))
  }

  @Test func theLabelColumnIsFoundOrChosen() throws {
    let text = "label,b,c\n7,1,2\n8,3,4\n"
    #expect(try read(text).features == [1, 2, 3, 4])
    for column in [ColumnReference("b"), ColumnReference("2"), ColumnReference("-2")] {
      let table = try read(text, DatasetOptions(labelColumn: column))
      #expect(table.features == [7, 2, 8, 4])
      #expect(table.labels == .integers([1, 3]))
    }
    #expect(try read("1,2,3\n4,5,6\n").labels == .integers([3, 6]))
    #expect(try read("b,c,d\n1,2,3\n4,5,6\n").labels == .integers([3, 6]))
  }

  @Test func aHeaderMayBeDeclared() throws {
    let text = "4,1,2\n5,6,7\n"
    #expect(try read(text).labels.count == 2)
    #expect(try read(text, DatasetOptions(header: true)).labels == .integers([7]))
    let counting = "0,1,2\n5,6,7\n"
    #expect(try read(counting).labels == .integers([7]))
    #expect(try read(counting, DatasetOptions(header: false)).labels.count == 2)
  }

  @Test func labelsAreIntegersOrNames() throws {
    #expect(try read("1,-1\n2,1.0\n").labels == .integers([-1, 1]))
    #expect(
      try read("1,setosa\n2,\"Iris, \"\"red\"\"\"\n").labels
        == .names(["setosa", "Iris, \"red\""]))
    #expect(try read("1,3\n2,b\n").labels == .names(["3", "b"]))
  }

  /// Decimal texts with the bit patterns NumPy's `np.float32(text)` gives.
  @Test(
    arguments: [
      ("0.1", 0x3DCC_CCCD), ("16777217", 0x4B80_0000), ("3.4028235e38", 0x7F7F_FFFF),
      ("1e-45", 0x0000_0001), ("0.3333333333333333333333", 0x3EAA_AAAB),
      ("123456.789", 0x47F1_2065),
      ("-0", 0x8000_0000), ("5.", 0x40A0_0000), (".5e1", 0x40A0_0000), ("5.E0", 0x40A0_0000),
      ("00012", 0x4140_0000), ("1e-60", 0),
    ] as [(String, UInt32)])
  func decimalsAreRoundedCorrectly(text: String, bits: UInt32) {
    #expect(DecimalNumber.float(Array(text.utf8)[...])?.bitPattern == bits)
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1,5", "0x10", "nan", "inf", "-inf", "1e39", "1 2",
    "1_000",
    "--1", "1.2.3", "１", "NA",
  ])
  func otherTextIsNoNumber(text: String) {
    #expect(DecimalNumber.float(Array(text.utf8)[...]) == nil)
  }

  @Test func whatIsWrittenReadsBackBitForBit() throws {
    var random = RandomSequence(RandomKey(seed: 5))
    let features = (0..<300).map { _ in Float(random.normal() * random.normal() * 1e-3) }
    let examples = Examples(
      featureCount: 3, features: features, labels: (0..<100).map { Int32($0 % 3) })
    let table = try CSVFile.decode(CSVFile.encode(examples), path: "x.csv")
    #expect(table.features.numbers == features)
    #expect(table.labels == .integers(examples.labels.map { Int64($0) }))
    let names = ["a,b", "say \"c\"", "d"]
    let named = try CSVFile.decode(CSVFile.encode(examples, classNames: names), path: "x.csv")
    #expect(named.labels == .names(examples.labels.map { names[Int($0)] }))
  }

  private static func text(_ name: String, _ text: String, says: String) -> Damage {
    Damage(name, Array(text.utf8), says: says)
  }

  private static let damages = [
    text("empty", "", says: "an empty file"),
    text("only blank lines", "\n\r\n  \n", says: "found none"),
    text("only a mark", "\u{FEFF}", says: "found none"),
    text("only a header", "a,b,y\n", says: "only a header"),
    text("one column", "1\n2\n", says: "one field"),
    text("colons", "1:2:0\n3:4:1\n", says: "one field"),
    text("short line", "1,2,0\n3,4\n", says: "line 2: expected 3 fields, found 2"),
    text("long line", "1,2,0\n\n3,4,5,1\n", says: "line 3: expected 3 fields, found 4"),
    text("comma at a line's end", "1,2,0\n3,4,1,\n", says: "expected 3 fields, found 4"),
    text("comma at the file's end", "1,2,0\n3,4,", says: "line 2, column 3: expected a label"),
    text("header shorter", "a,y\n1,2,3,0\n", says: "expected 2 fields, found 4"),
    text("header without a name", "a,y\n1,2,0\n1,3,1\n", says: "column 1 has no name"),
    text("name twice", "a,a,y\n1,2,0\n", says: "line 1, column 2"),
    text("empty name", "a,,y\n1,2,0\n", says: "column 2 has no name"),
    text(
      "word in numbers", "1,2,0\n3,abc,1\n",
      says: "line 2, column 2: expected a finite number, found 'abc'"),
    text(
      "word in the first line", "1,abc,0\n3,4,1\n", says: "found 'abc' in line 1 and '4' in line 2"),
    text("NaN", "1,2,0\n3,NaN,1\n", says: "found 'NaN'"),
    text("infinity", "1,2,0\ninf,3,1\n", says: "line 2, column 1"),
    text("negative infinity", "1,2,0\n-Infinity,3,1\n", says: "found '-Infinity'"),
    text("too large", "1,2,0\n1e39,3,1\n", says: "found '1e39'"),
    text("hexadecimal", "1,2,0\n0x1p3,3,1\n", says: "found '0x1p3'"),
    text(
      "missing number", "1,2,0\n,3,1\n",
      says: "line 2, column 1: expected a finite number, found ''"),
    text("missing label", "1,2,0\n1,3,\n1,1,1\n", says: "line 2, column 3: expected a label"),
    text("decimal comma", "1,2,0\n\"1,5\",3,1\n", says: "found '1,5'"),
    text("unclosed quote", "1,2,0\n1,\"3,1\n", says: "line 2, column 2: expected a closing quote"),
    text(
      "text behind a quote", "1,2,0\n\"1\"x,3,1\n",
      says: "the end of the field after its closing quote"),
    text("quote inside", "1,2,0\n1\"2,3,1\n", says: "a quote inside it"),
    text("NUL byte", "1,2,0\n1\u{0},3,1\n", says: "a NUL byte"),
    text("NUL in a quoted label", "1,2,0\n1,3,\"\u{0}\"\n", says: "line 2, column 3"),
    Damage(
      "no UTF-8 in a label", Array("1,2,a\n1,3,".utf8) + [0xFF, 0xFE], says: "line 2, column 3"),
    Damage(
      "no UTF-8 in a number", Array("1,2,a\n1,".utf8) + [0xFF] + Array(",b\n".utf8),
      says: "line 2, column 2"),
    Damage("UTF-16", [0xFF, 0xFE, 0x31, 0, 0x2C, 0], says: "UTF-16"),
    Damage("big-endian UTF-16", [0xFE, 0xFF, 0, 0x31], says: "UTF-16"),
    text("one class", "1,2,7\n3,4,7\n", says: "found 1"),
    text("one example", "1,2,7\n", says: "2 or more"),
    text(
      "very long field", "1,2,0\n" + String(repeating: "x", count: 100_000) + ",3,1\n",
      says: "xxx…'"),
    text(
      "very many digits", "1,2,0\n" + String(repeating: "9", count: 100_000) + ",3,1\n",
      says: "999…'"),
  ]

  @Test(arguments: damages) func damageIsRefused(damage: Damage) {
    expectRefusal(damage, file: "broken.csv") { bytes, path in
      let parts = try DatasetFile.parts(bytes, path: path, options: DatasetOptions())
      _ = try parts.dataset(name: "broken", options: DatasetOptions())
    }
  }

  @Test(arguments: [
    (ColumnReference.name("z"), "called 'z', found 'a', 'b'"), (.number(0), "1 to 2"),
    (.number(3), "a label column 3"), (.number(-3), "a label column -3"),
    (.number(.min), "a label column"), (.number(.max), "a label column"),
  ])
  func unknownLabelColumnsAreRefused(column: ColumnReference, says: String) {
    let damage = Damage("label column", Array("a,b\n1,0\n2,1\n".utf8), says: says)
    expectRefusal(damage, file: "broken.csv") {
      _ = try CSVFile.decode($0, path: $1, options: DatasetOptions(labelColumn: column))
    }
  }

  @Test func aNameNeedsAHeader() {
    let damage = Damage("no header", Array("1,0\n2,1\n".utf8), says: "no names")
    expectRefusal(damage, file: "broken.csv") {
      _ = try CSVFile.decode($0, path: $1, options: DatasetOptions(labelColumn: .name("y")))
    }
  }

  /// A field costs forty bytes however little it holds, so a line of commas is refused where it has too many.
  @Test func aFileOfCommasIsRefusedEarly() {
    let commas = [UInt8](repeating: UInt8(ascii: ","), count: 3 << 20)
    let error = #expect(throws: DatasetError.self) {
      _ = try DatasetFile.parts(commas, path: "x.csv", options: DatasetOptions())
    }
    #expect(error?.description == "x.csv: line 1: expected at most 1048576 fields, found more")
  }
}

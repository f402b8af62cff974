import Synchronization
import Testing

@testable import DropoutTraining

struct TableTests {
  /// Words that become columns may ask for a table of any size.
  @Test func wordsThatBecomeTooMuchAreRefused() {
    let rows = (0..<30_000).map { "w\($0 % 1_000),\($0 % 2)" }.joined(separator: "\n")
    let error = #expect(throws: DatasetError.self) {
      _ = try table("word,label\n\(rows)\n", DatasetOptions(wordEncoding: .oneHot))
    }
    #expect(error?.description.contains("30000 rows and 1000 columns takes more than") == true)
  }

  private static func gaps(_ mark: String) -> SampleTable {
    SampleTable(label: { $0 % 10 == 0 ? mark : "\($0 % 3)" })
  }

  @Test(arguments: ["", "nan", "NaN", "NA", "N/A", "?", "None", "null", "<NA>", "#N/A"])
  func missingLabelsAreRefusedOrLeftOut(mark: String) throws {
    let text = Self.gaps(mark).text
    #expect(refusal(text).contains("line 2, column 5 (label): expected a label, found '\(mark)'"))
    #expect(refusal(text).contains("data.missing=drop"))
    let table = try table(text, DatasetOptions(missing: .drop))
    #expect(table.labels.count == 54)
    #expect(Set(table.labels.texts) == ["0", "1", "2"])
    #expect(table.notes == ["6 rows with a missing value left out"])
    guard !mark.isEmpty else { return }
    let kept = try DropoutTrainingTests.table(text, DatasetOptions(missing: .keep))
    #expect(Set(kept.labels.texts) == ["0", "1", "2", mark])
  }

  @Test func missingFeaturesAreRefusedOrLeftOut() throws {
    let rows = (0..<30).map { "\($0 == 7 ? "?" : "\($0 * $0)"),\($0 == 9 ? "" : "2"),\($0 % 2)" }
    let text = rows.joined(separator: "\n")
    #expect(refusal(text).contains("line 8, column 1: expected a finite number, found '?'"))
    let table = try table(text, DatasetOptions(missing: .drop))
    #expect(table.labels.count == 28)
    #expect(table.features.count == 56)
    #expect(
      refusal("?,1\n?,0\n", DatasetOptions(missing: .drop)).contains(
        "no row without a missing value"))
  }

  @Test func wordsBecomeOneColumnAWord() throws {
    let works = ["Private", "State-gov", "Self"]
    let rows = (0..<12).map { "\(20 + $0),\(works[$0 % 3]),\($0 % 2 == 0 ? "<=50K" : ">50K")" }
    let text = "age,work,income\n" + rows.joined(separator: "\n")
    let table = try table(text)
    #expect(table.featureNames == ["age", "work=Private", "work=Self", "work=State-gov"])
    #expect(table.features.numbers.prefix(12) == [20, 1, 0, 0, 21, 0, 0, 1, 22, 0, 1, 0])
    #expect(table.notes == ["one column per word: work (3)"])
    #expect(
      refusal(text, DatasetOptions(wordEncoding: .refuse))
        .contains("line 2, column 2 (work): expected a finite number, found 'Private'"))
  }

  @Test func columnsOfManyWordsAreNamed() throws {
    let rows = (0..<40).map { "\($0 * $0),Mr X\($0),\($0 % 2)" }
    let text = "age,name,survived\n" + rows.joined(separator: "\n")
    let line = refusal(text)
    #expect(line.contains("column 2 (name): expected numbers or at most 32 different words"))
    #expect(line.contains("data.ignore=name"))
    #expect(try table(text, DatasetOptions(ignoredColumns: [.name("name")])).featureCount == 1)
    #expect(try table(text, DatasetOptions(wordEncoding: .oneHot)).featureCount == 41)
    let some = rows.prefix(32).joined(separator: "\n")
    #expect(try table("age,name,survived\n" + some).featureCount == 33)
  }

  @Test func wordsAndNumbersInOneColumnAreRefused() {
    let first = refusal("x,ticket,label\n1,A 5,0\n2,77,1\n3,88,0\n")
    #expect(
      first.contains("column 2 (ticket): expected words or numbers, found 'A 5' in line 2 and '77'")
    )
    #expect(first.contains("data.ignore=ticket"))
    #expect(
      refusal("x,ticket,label\n1,77,0\n2,A 5,1\n")
        .contains("line 3, column 2: expected a finite number, found 'A 5'"))
  }

  /// What looks like a number and cannot be read is no word.
  @Test(arguments: [
    "1.234,5", "12 %", "$5", "1'000", "1e400", "inf", "-Infinity", "0x1p3", "1 234",
  ])
  func numbersThatCannotBeReadAreNoWords(text: String) {
    #expect(
      refusal("\"\(text)\",2,0\n\"\(text)\",3,1\n").contains(
        "line 1, column 1: expected a finite number"))
  }

  @Test func otherEncodingsAreNamed() {
    let latin = Array("a,label\n1,gr".utf8) + [0xFC] + Array("n\n2,rot\n".utf8)
    #expect(throws: DatasetError.table(path: "x.csv", .notUTF8(line: 2, column: 2))) {
      try CSVFile.decode(latin, path: "x.csv")
    }
    let wide = Array("a,label\n1,0\n".utf8).flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
    let error = #expect(throws: DatasetError.self) { try CSVFile.decode(wide, path: "x.csv") }
    #expect(error?.description.contains("UTF-16") == true)
  }

  /// A name that counts how often it is compared.
  private struct CountedName: Hashable {
    static let comparisons = Atomic(0)
    let number: Int

    static func == (a: CountedName, b: CountedName) -> Bool {
      comparisons.add(1, ordering: .relaxed)
      return a.number == b.number
    }

    func hash(into hasher: inout Hasher) { hasher.combine(number) }
  }

  @Test func namesAreComparedAFewTimesEach() {
    let names = (1...20_000).map { CountedName(number: $0) }
    #expect(TableHeader.firstRepeat(in: names, but: CountedName(number: 0)) == nil)
    // Each with the exempt one, and with those that share its place in the set, also as the set grows.
    #expect(CountedName.comparisons.load(ordering: .relaxed) < 20 * names.count)
    #expect(TableHeader.firstRepeat(in: ["a", "", "b", "", "a"], but: "") == 4)
  }

  @Test func aWideTableIsReadOrRefusedAsWanted() throws {
    let names = (0..<100_000).map { "c\($0)" }
    let row = [String](repeating: "1", count: names.count).joined(separator: ",")
    let text = [names.joined(separator: ","), row, row].joined(separator: "\n")
    #expect(try table(text).featureCount == 99_999)
    let limited = DatasetOptions().limited(columns: 120, rows: nil)
    #expect(
      throws: DatasetError.table(
        path: "x.csv", .tooLarge(part: "columns", found: 100_000, limit: 120))
    ) { try table(text, limited) }
    #expect(
      refusal(SampleTable().text, DatasetOptions().limited(columns: nil, rows: 59)).contains(
        "at most 59 rows"))
    #expect(refusal(SampleTable().text, DatasetOptions().limited(columns: nil, rows: 60)).isEmpty)
  }
}

import Testing

@testable import DropoutTraining

struct LabelJudgeTests {
  private func text(_ header: String = "", count: Int = 60, _ row: (Int) -> String) -> String {
    header + (0..<count).map(row).joined(separator: "\n")
  }

  @Test(arguments: [("1.0", "2.0"), ("0.000000e+00", "1.000000e+00"), ("-1", "1"), ("1.", "2.")])
  func wholeNumbersAreClassesHoweverTheyAreWritten(first: String, second: String) throws {
    let table = try table(text { "\($0 % 7),\($0 % 2 == 0 ? first : second)" })
    guard case .integers(let labels) = table.labels else {
      Issue.record("\(table.labels)")
      return
    }
    #expect(labels[0] < labels[1])
  }

  @Test func fractionsAreARegressionTarget() {
    let line = refusal(text("rooms,area,price\n") { "\($0 % 4),\($0 * 3 + 40),\(150_000 + $0).5" })
    #expect(
      line.contains("column 3 (price), the last: expected classes, found '150000.5' in line 2"))
    #expect(line.contains("regression"))
    #expect(refusal(text { "\($0 % 4),\($0 % 2 == 0 ? "0.95" : "1.05")" }).contains("regression"))
  }

  /// A mark for a value that is missing does not make classes of measurements.
  @Test func wordsAmongFractionsAreARegressionTargetToo() {
    let marked = text(count: 400) { "\($0 % 7),\($0 % 10 == 0 ? "n.d." : "\($0 % 70).5")" }
    #expect(refusal(marked).contains("a number with a fraction: a regression target"))
    // Words with a few numbers among them are classes.
    #expect(refusal(text { "\($0 % 7),\(["low", "high", "1.5"][$0 % 3])" }).isEmpty)
  }

  /// Two rows a label, over a range only half as wide again: scikit-learn's diabetes.
  @Test func narrowRangesWithGapsAreARegressionTarget() {
    let diabetes = text(count: 442) { "\($0 % 7),\(25 + $0 % 214 * 3 / 2)" }
    #expect(refusal(diabetes).contains("214 different labels in 442 rows"))
    #expect(refusal(text(count: 442) { "\($0 % 7),\($0 % 214)" }).isEmpty)
  }

  /// The same for files without columns.
  @Test func labelsOfArraysAreJudgedAlike() throws {
    func refusal(_ labels: RawLabels) -> String? {
      let raw = RawExamples(
        path: "x.npz", featureCount: 1,
        features: Features((0..<labels.count).map { Float($0 % 7) / 4 }), labels: labels)
      do {
        let data = try RawParts(train: raw).dataset(name: "x", options: DatasetOptions())
        return data.reading?.notes.first
      } catch { return error.description }
    }
    #expect(
      refusal(.integers((0..<60).map { Int64($0 * 1_000 + 5) }))?
        .contains("found 60 different ones in 60 examples: a regression target") == true)
    #expect(
      refusal(.names((0..<60).map { "\($0 % 30).5" }))?
        .contains("'0.5' in example 1, a number with a fraction: a regression target") == true)
    #expect(
      refusal(.integers((0..<60).map { Int64($0 % 12) }))
        == "12 classes for 60 examples: are they classes?")
    #expect(refusal(.integers((0..<600).map { Int64($0 % 12) })) == nil)
  }

  @Test func asManyLabelsAsRowsAreARegressionTarget() {
    let house = text("rooms,area,price\n") { "\($0 % 4),\($0 * 3 + 40),\(150_000 + $0 * 1_237)" }
    #expect(refusal(house).contains("found 60 different labels in 60 rows: a regression target"))
    // A coordinate in the last column, as in x,y,group without a name that says so.
    #expect(refusal(text(count: 100) { "\($0 % 7),\($0)" }).contains("100 different labels"))
    let gaps = text(count: 400) { "\($0 % 7),\(25 + $0 / 2 * 3)" }
    #expect(refusal(gaps).contains("200 different labels in 400 rows"))
    #expect(refusal(text { "\($0 % 7 + 3),name\($0)" }).contains("60 different labels"))
  }

  @Test func anotherColumnThatLooksLikeClassesIsNamed() {
    let wine = text(count: 178) { "\(1 + $0 / 60),\(Float($0 % 13) / 4),\(300 + $0 * 7)" }
    #expect(refusal(wine).contains("column 1 holds 3 whole numbers: data.label=1"))
    let iris = text(count: 90) {
      "\(["setosa", "versicolor"][$0 % 2]),\($0),\(Float($0 % 9) + 0.2)"
    }
    #expect(refusal(iris).contains("column 1 holds words: data.label=1"))
    let digits = text { "\($0 % 10),\($0 * 37 % 256),0" }
    let line = refusal(digits)
    #expect(line.contains("column 3"))
    #expect(line.contains("found 1; column 1 holds 10 whole numbers: data.label=1"))
  }

  @Test func classesAsManyAsATenthOfTheRowsAreSaid() throws {
    let many = try table(text(count: 120) { "\($0 % 7),\($0 % 12)" })
    #expect(many.notes == ["12 classes for 120 rows: is column 2 the class?"])
    #expect(try table(text(count: 121) { "\($0 % 7),\($0 % 12)" }).notes == [])
    #expect(try table(text(count: 50) { "\($0 % 7),\($0 % 10)" }).notes == [])
    // As random-walks writes its hundred classes.
    #expect(try table(text(count: 120) { "\($0 % 7),\($0 % 100)" }).labels.count == 120)
  }
}

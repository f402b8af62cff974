@testable import DropoutReproductions
import Testing

@testable import DropoutLab

struct ReproductionTableTests {
  private let table = ReproductionTable(
    name: "t", title: "Error, %", labelColumns: ["network", "mask"],
    rows: [
      .init(labels: ["a, b", "x|y"], published: "1.60", over: [1, 2, 3], remark: "\"so\""),
      .init(labels: ["c", "z"], ours: 0.00012345, form: .magnitude),
    ])

  /// The interval of 1, 2, 3 by SciPy: `stats.t.interval(0.95, 2, 2, 1 / 3 ** 0.5)`, −0.484 to 4.484.
  @Test func cellsHoldWhatIsKnown() {
    #expect(
      table.cells == [
        ["network", "mask", "published", "ours", "95 % interval", "seeds", "remark"],
        ["a, b", "x|y", "1.60", "2.00", "\u{2212}0.48…4.48", "3", "\"so\""],
        ["c", "z", "–", "0.00012", "–", "–", ""],
      ])
  }

  @Test func csvQuotesAndKeepsDigits() {
    let lines = table.csv.split(separator: "\n")
    #expect(lines[0] == "network,mask,published,ours,low,high,seeds,remark")
    #expect(lines[1].hasPrefix("\"a, b\",x|y,1.60,2.0,-0.48"))
    #expect(lines[1].hasSuffix(",3,\"\"\"so\"\"\""))
    #expect(lines[2] == "c,z,,0.00012345,,,,")
  }

  @Test func emptyColumnsAreLeftOut() {
    let plain = ReproductionTable(
      name: "p", title: "", labelColumns: ["k"], rows: [.init(labels: ["a"], ours: 1.5)])
    #expect(plain.cells == [["k", "ours"], ["a", "1.50"]])
  }

  @Test func oneSeedHasNoInterval() {
    let row = ReproductionTable.Row(labels: ["a"], over: [2])
    #expect(row.ours == 2 && row.low == nil && row.seeds == 1)
    #expect(ReproductionTable.Row(labels: ["a"], over: []).ours == nil)
  }

  @Test func printedDigitsStandBesideOursForTheCoursesFileAlone() {
    let printed = PublishedNotebook.all[2]
    let outcome = NotebookTraining.Outcome(
      costs: [0.6543912405149825, 0.0610169865749056, 0.0605824], trainAccuracy: 0.9289099526066351,
      testAccuracy: 0.945)
    let rows = DigitTable(isCourseFile: true).rows(printed, outcome)
    #expect(rows.map(\.published) == printed.costs + printed.accuracies)
    #expect(
      rows.map(\.remark) == ["all digits", "all digits", "7 decimals", "all digits", "1 decimal"])
    let sentence = DigitTable(isCourseFile: true).findings([printed], [outcome])
    #expect(sentence[0].contains("at least 7 decimals, the accuracies do not come back"))
    let other = DigitTable(isCourseFile: false)
    #expect(other.rows(printed, outcome).allSatisfy { $0.published == nil && $0.remark.isEmpty })
    #expect(other.findings([printed], [outcome]).isEmpty)
  }

  @Test(arguments: [
    ("0.6557412523481002", 0.6557412523481002, 16), ("0.163299875257…", 0.16329987525779, 12),
    ("0.95", 0.95, 2), ("0.95", 0.945, 1), ("0.928909952607", 0.9289099526066351, 12),
    ("0.91", 0.2, 0), ("0.6557412523481002", 0.65574125235, 11),
  ])
  func sharedDecimalsAreCounted(published: String, value: Double, count: Int) {
    #expect(DigitTable.sharedDecimals(published, value) == count)
  }
}

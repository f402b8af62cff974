@testable import DropoutStatistics
import DropoutTraining
import Testing

struct PairedDifferencesTests {
  @Test(arguments: [200, 300, 2000, 10_000, 59_999])
  func equalNumbersOfExamplesTieWhateverTheErrorsAre(testCount: Int) {
    let n = Double(testCount)
    // Three examples apart, at error rates where the doubles of the differences vary.
    let counts = stride(from: 3, to: testCount, by: max(1, testCount / 40)).map(Double.init)
    let differences = PairedDifferences(counts.map { $0 / n }, counts.map { ($0 - 3) / n })
    #expect(differences.areAllEqual)
    #expect(differences.standardDeviation == 0)
    let neighbours = PairedDifferences([3 / n, 3 / n], [0, 1 / n])
    #expect(!neighbours.areAllEqual)
  }

  @Test func decimalsComeBackAsTheyAreWritten() {
    #expect(PairedDifferences([0.3, 0.335], [0.2, 0.33]).values == [0.1, 0.005])
    #expect(PairedDifferences([250.5, 3], [250.25, 1]).values == [0.25, 2])
    #expect(PairedDifferences([3e-9], [1e-9]).values == [2e-9])
    #expect(PairedDifferences([3e20], [1e20]).values == [2e20])
  }

  @Test func aHugeLossDoesNotSwallowTheOthers() {
    let differences = PairedDifferences([0.5, 0.6, 0.7, 1e30], [0.4, 0.7, 0.7, 0.5])
    #expect(differences.negatives == 1)
    #expect(differences.positives == 2)
    #expect(differences.zeros == 1)
    #expect(differences.mean.isFinite)
  }

  @Test func noScoresHaveNoDifferences() {
    let none = PairedDifferences([], [])
    #expect(none.count == 0 && none.mean == 0)
    #expect(none.standardDeviation == nil)
    #expect(PairedDifferences([0, 0], [0, 0]).mean == 0)
  }
}

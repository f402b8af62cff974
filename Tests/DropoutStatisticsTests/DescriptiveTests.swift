@testable import DropoutStatistics
import TestSupport
import Testing

struct DescriptiveTests {
  /// Public repository google-research/rliable, tests/rliable/metrics_test.py: rows are runs, columns
  /// tasks; median and mean over task means, the interquartile mean over everything.
  @Test func aggregatesAreThoseOfRliable() {
    let x: [[Double]] = [[1, 2], [2, 2], [1, 1], [2, 1]]
    let y: [[Double]] = [[1, 1], [2, 2], [3, 3]]
    func taskMeans(_ runs: [[Double]]) -> [Double] {
      [0, 1].map { task in Descriptive.mean(runs.map { $0[task] }) }
    }
    #expect(Descriptive.median(taskMeans(x)) == 1.5)
    #expect(Descriptive.mean(taskMeans(x)) == 1.5)
    #expect(Descriptive.interquartileMean(x.flatMap(\.self)) == 1.5)
    #expect(Descriptive.median(taskMeans(y)) == 2)
    #expect(Descriptive.mean(taskMeans(y)) == 2)
    #expect(Descriptive.interquartileMean(y.flatMap(\.self)) == 2)
    expectClose(
      UnpairedSuperiority.probabilityOfImprovement(x, over: y), 1.0 / 3, absolute: 1e-12,
      relative: 0)
  }

  @Test func interquartileMeanCutsAQuarterAtEachEnd() {
    #expect(Descriptive.interquartileMean([100, 1, 2, 3, -50]) == 2)
    #expect(Descriptive.interquartileMean([9, 1, 5]) == 5)
  }

  @Test func medianTakesTheMiddle() {
    #expect(Descriptive.median([3, 1, 2]) == 2)
    #expect(Descriptive.median([4, 1, 2, 3]) == 2.5)
    #expect(Descriptive.standardDeviation([1]) == nil)
    #expect(Descriptive.standardDeviation([1, 2, 3]) == 1)
  }

  @Test func superiorityCountsTiesHalf() {
    #expect(UnpairedSuperiority.probabilityGreater([1, 2], than: [1, 3]) == 0.375)
    #expect(PairedDifferences([1, 2, 3, 4], [2, 2, 4, 3]).probabilityOfSuperiority == 0.625)
    #expect(PairedDifferences([]).probabilityOfSuperiority == 0.5)
  }

  /// SciPy 1.17: `stats.binomtest(k, n).proportion_ci(method='wilson')`.
  @Test(arguments: [
    (9, 200, 0.023852543001492987, 0.08329670400181959), (0, 50, 0, 0.07134759913335872),
    (1984, 2000, 0.9870439223284632, 0.9950697031467842),
  ])
  func wilsonAgreesWithSciPy(successes: Int, trials: Int, low: Double, high: Double) {
    let interval = ShareInterval.wilson(successes: successes, trials: trials)
    expectClose(interval.low, low)
    expectClose(interval.high, high)
  }

  @Test func quantilesInterpolate() {
    #expect(Descriptive.quantile(0.5, of: [3, 1, 2]) == 2)
    #expect(Descriptive.quantile(0.5, of: [1, 2]) == 1.5)
    #expect(Descriptive.quantile(0.1, of: [0, 10]) == 1)
    #expect(Descriptive.quantile(0.5, of: [1, .infinity, .nan]) == .infinity)
    #expect(Descriptive.quantile(0.5, of: [.infinity, .infinity]) == .infinity)
    #expect(Descriptive.quantile(0.5, of: []) == nil)
  }
}

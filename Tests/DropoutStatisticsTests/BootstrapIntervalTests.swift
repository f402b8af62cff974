@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct BootstrapIntervalTests {
  static let sleep = [-1.2, -2.4, -1.3, -1.3, 0.0, -1.0, -1.8, -0.8, -4.6, -1.4]

  /// The exact bootstrap distribution of the sleep data (all 92,378 compositions of a resample);
  /// the tolerances are four standard deviations of 10,000 resamples, the seed is fixed.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func sleepDataGiveTheExactDistributionsInterval(seed: UInt64) throws {
    let bootstrap = try #require(
      BootstrapInterval(PairedDifferences(Self.sleep), key: RandomKey(seed: seed)))
    expectClose(bootstrap.biasCorrection, -0.08030416037755898, absolute: 0.05, relative: 0)
    expectClose(bootstrap.acceleration, -0.07757998547517171, absolute: 1e-12, relative: 0)
    expectClose(
      bootstrap.levels, [0.006135686540535459, 0.9406365547011583], absolute: 0.011, relative: 0)
    expectClose(bootstrap.biasCorrected.low, -2.64, absolute: 0.12, relative: 0)
    expectClose(bootstrap.biasCorrected.high, -1.05, absolute: 0.06, relative: 0)
    expectClose(bootstrap.percentile.low, -2.38, absolute: 0.06, relative: 0)
    expectClose(bootstrap.percentile.high, -0.95, absolute: 0.04, relative: 0)
  }

  @Test func sameKeySameIntervalOtherKeyOther() throws {
    let differences = PairedDifferences(Self.sleep)
    let first = BootstrapInterval(differences, resamples: 1000, key: RandomKey(seed: 1))
    #expect(first == BootstrapInterval(differences, resamples: 1000, key: RandomKey(seed: 1)))
    let other = BootstrapInterval(differences, resamples: 1000, key: RandomKey(seed: 2))
    #expect(first?.biasCorrected != other?.biasCorrected)
  }

  @Test(arguments: [Self.sleep, [1, -1, 2, -2, 0.5, -0.5], [0, 0, 0, 0, 0, 1]])
  func swappingMirrorsAndReorderingChangesNothing(values: [Double]) throws {
    func interval(_ values: [Double]) throws -> BootstrapInterval {
      try #require(
        BootstrapInterval(PairedDifferences(values), resamples: 2000, key: RandomKey(seed: 3)))
    }
    let straight = try interval(values)
    let mirrored = try interval(values.map { -$0 })
    #expect(mirrored.biasCorrected.low == -straight.biasCorrected.high)
    #expect(mirrored.biasCorrected.high == -straight.biasCorrected.low)
    #expect(mirrored.percentile.low == -straight.percentile.high)
    #expect(try interval(values.reversed()) == straight)
  }

  @Test func equalDifferencesGiveThatPoint() throws {
    // 0.3 − 0.2 and 0.2 − 0.1 are different doubles.
    let differences = PairedDifferences([0.3, 0.2, 0.9], [0.2, 0.1, 0.8])
    let bootstrap = try #require(BootstrapInterval(differences, key: RandomKey(seed: 1)))
    #expect(bootstrap.biasCorrected == ConfidenceInterval(low: 0.1, high: 0.1))
    #expect(bootstrap.percentile == bootstrap.biasCorrected)
  }

  @Test func oneSeedHasNoInterval() {
    #expect(BootstrapInterval(PairedDifferences([1.0]), key: RandomKey(seed: 1)) == nil)
    #expect(BootstrapInterval(PairedDifferences([]), key: RandomKey(seed: 1)) == nil)
  }

  @Test(arguments: [
    [1, 2], [0, 1e-9], [1e15, 1, 2, 3, 4], [-1e-12, 0, 0, 0, 0, 0, 5],
    [1, 1, 1, 1, 1, 1, 1, 1, 100],
  ])
  func intervalsAreFiniteAndOrdered(values: [Double]) throws {
    let bootstrap = try #require(
      BootstrapInterval(PairedDifferences(values), resamples: 500, key: RandomKey(seed: 9)))
    for interval in [bootstrap.percentile, bootstrap.biasCorrected] {
      #expect(interval.low.isFinite && interval.high.isFinite)
      #expect(interval.low <= interval.high)
    }
    #expect(bootstrap.levels.allSatisfy { (0...1).contains($0) })
  }
}

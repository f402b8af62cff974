@testable import DropoutStatistics
import DropoutTraining
import Foundation
import Testing

/// The simulated coverage of every interval that is printed, against what is promised.
///
/// A promise of 95 % is kept by a coverage of 93.5 to 96.5 %. Each band is that, widened by 3.5
/// standard errors of the studies: a method that keeps its promise fails one of the 23 bands
/// with probability below 0.02, and the studies' keys are fixed. `Documentation/Intervals.md` has the
/// figures of more studies.
@Suite(.serialized)
struct CoverageTests {
  #if DEBUG
    static let studies = 300
  #else
    static let studies = 3_000
  #endif

  /// 3.5 standard errors of a share near 95 %.
  static let slack = 3.5 * (0.05 * 0.95 / Double(studies)).squareRoot()
  static let band = (0.935 - slack)...(0.965 + slack)

  private func meanCoverage(_ data: SimulatedDifferences, _ seeds: Int) -> Double {
    CoverageStudy.coverage(Self.studies, of: data, seeds: seeds) {
      MeanInterval(PairedDifferences($0))?.interval
    }
  }

  @Test(
    arguments: [SimulatedDifferences.normal, .exponential, .lognormal], [8, 10, 16, 32, 64])
  func theIntervalOfAMeanKeepsItsPromise(data: SimulatedDifferences, seeds: Int) {
    let coverage = meanCoverage(data, seeds)
    #expect(Self.band.contains(coverage), "\(coverage) on \(data.rawValue), \(seeds) seeds")
  }

  /// Where no run of a study failed, nothing speaks of failures: 0.97ⁿ of the studies. The others' intervals are
  /// not exact either, which the band of 0.13 allows for; the seeds are fixed, so nothing here is by chance.
  @Test(arguments: [8, 10, 16, 32, 64])
  func failuresThatNoSeedShowsAreInNoInterval(seeds: Int) {
    var unseen = 1.0
    for _ in 0..<seeds { unseen *= 0.97 }
    let coverage = meanCoverage(.failuresInOne, seeds)
    #expect(abs(coverage - (1 - unseen)) < 0.13, "\(coverage) with \(seeds) seeds")
  }

  /// Means of hundreds of values, as `dropout why` prints them.
  @Test(arguments: [SimulatedDifferences.normal, .exponential, .lognormal])
  func meansOfManyValuesKeepTheirPromise(data: SimulatedDifferences) {
    let coverage = CoverageStudy.coverage(Self.studies, of: data, seeds: 200) {
      let estimate = Estimate($0)
      return ConfidenceInterval(low: estimate.low, high: estimate.high)
    }
    #expect(Self.band.contains(coverage), "\(coverage) on \(data.rawValue)")
  }

  /// The interval of a standard deviation is for normal differences and is told to be.
  @Test func theIntervalOfASpreadIsForNormalDifferences() {
    let normal = Self.spreadCoverage(.normal, seeds: 10, studies: Self.studies)
    #expect(Self.band.contains(normal), "\(normal)")
    #expect(Self.spreadCoverage(.exponential, seeds: 10, studies: Self.studies) < 0.85)
  }

  /// How often the interval of a standard deviation holds the true one.
  static func spreadCoverage(
    _ data: SimulatedDifferences, seeds: Int, studies: Int
  ) -> Double {
    CoverageStudy.share(studies, of: "spread of \(data.rawValue)") { random in
      let errors = (0..<seeds).map { _ in data.draw(&random) }
      let differences = PairedDifferences(errors, [Double](repeating: 0, count: seeds))
      return differences.standardDeviationInterval.map {
        $0.low <= data.standardDeviation && data.standardDeviation <= $0.high
      } ?? false
    }
  }

  /// Wilson's interval of a share jumps with the counts; its promise is kept where ten errors or more
  /// are expected.
  @Test(arguments: [(0.05, 200), (0.15, 200), (0.015, 2_000), (0.10, 2_000)])
  func wilsonsIntervalKeepsItsPromise(share: Double, trials: Int) {
    let coverage = Self.wilsonCoverage(share, trials: trials, studies: Self.studies)
    #expect(Self.band.contains(coverage), "\(coverage) for \(share) of \(trials)")
  }

  static func wilsonCoverage(_ share: Double, trials: Int, studies: Int) -> Double {
    CoverageStudy.share(studies, of: "share \(share) of \(trials)") { random in
      let count = (0..<trials).count { _ in random.uniform() < share }
      let interval = ShareInterval.wilson(successes: count, trials: trials)
      return interval.low <= share && share <= interval.high
    }
  }
}

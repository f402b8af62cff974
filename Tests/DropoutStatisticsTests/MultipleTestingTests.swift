@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct MultipleTestingTests {
  /// Computed with statsmodels 0.15 and by hand. Holm without the running maximum would give 0.04 for
  /// the largest.
  @Test func fourValuesAreAdjustedAsStatsmodelsDoes() {
    let p = [0.01, 0.04, 0.03, 0.005]
    func expect(_ got: [Double], _ expected: [Double]) {
      expectClose(got, expected, absolute: 1e-12, relative: 0)
    }
    expect(MultipleTesting.holm(p), [0.03, 0.06, 0.06, 0.02])
    expect(MultipleTesting.hochberg(p), [0.03, 0.04, 0.04, 0.02])
    expect(MultipleTesting.hommel(p), [0.03, 0.04, 0.04, 0.02])
    expect(MultipleTesting.benjaminiHochberg(p), [0.02, 0.04, 0.04, 0.02])
    expect(MultipleTesting.bonferroni(p), [0.04, 0.16, 0.12, 0.02])
  }

  /// A test is rejected by a closed procedure where every set of tests that contains it is: its p is
  /// the largest p of those sets. Bonferroni in each set gives Holm, Simes gives Hommel.
  private func closed(_ p: [Double], _ combine: ([Double]) -> Double) -> [Double] {
    p.indices.map { index in
      var largest = 0.0
      for set in 1..<(1 << p.count) where set >> index & 1 == 1 {
        let members = p.indices.filter { set >> $0 & 1 == 1 }.map { p[$0] }.sorted()
        largest = max(largest, min(1, combine(members)))
      }
      return largest
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func holmAndHommelAreClosedProcedures(seed: UInt64) {
    var random = RandomSequence(RandomKey(seed: seed))
    let p = (0..<Int(seed + 1)).map { _ in random.uniform() * random.uniform() / 2 }
    let bonferroni = closed(p) { Double($0.count) * $0[0] }
    let simes = closed(p) { members in
      members.enumerated().map { Double(members.count) * $1 / Double($0 + 1) }.min() ?? 1
    }
    expectClose(MultipleTesting.holm(p), bonferroni, absolute: 1e-14, relative: 0)
    expectClose(MultipleTesting.hommel(p), simes, absolute: 1e-14, relative: 0)
    // Each step of the ladder is at least as powerful as the one before.
    for (holm, (hochberg, hommel)) in zip(
      MultipleTesting.holm(p), zip(MultipleTesting.hochberg(p), MultipleTesting.hommel(p)))
    {
      #expect(hochberg <= holm && hommel <= hochberg + 1e-15)
    }
  }

  /// SciPy 1.17: `stats.false_discovery_control([0.01, 0.02, 0.03, 0.04, 0.2, 0.9])`.
  @Test func falseDiscoveryControlAgreesWithSciPy() {
    expectClose(
      MultipleTesting.benjaminiHochberg([0.01, 0.02, 0.03, 0.04, 0.2, 0.9]),
      [0.06, 0.06, 0.06, 0.06, 0.24, 0.9], absolute: 1e-14)
  }

  @Test func noTestsAndOneTestAreLeftAlone() {
    #expect(MultipleTesting.holm([]) == [])
    #expect(MultipleTesting.hommel([]) == [])
    #expect(MultipleTesting.hommel([0.3]) == [0.3])
    #expect(MultipleTesting.holm([0.3]) == [0.3])
    #expect(MultipleTesting.holm([0.9, 0.8]) == [1, 1])
  }
}

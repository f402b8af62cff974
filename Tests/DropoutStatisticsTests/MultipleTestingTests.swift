@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct MultipleTestingTests {
  /// Computed with statsmodels 0.15 and by hand. Without the running maximum the largest would be 0.04.
  @Test func fourValuesAreAdjustedAsStatsmodelsDoes() {
    expectClose(
      MultipleTesting.holm([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02], absolute: 1e-12,
      relative: 0)
  }

  /// Holm is Bonferroni closed: a test is rejected if every set of tests that contains it is, so its p is the
  /// largest of theirs.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func holmIsAClosedProcedure(seed: UInt64) {
    var random = RandomSequence(RandomKey(seed: seed))
    let p = (0..<Int(seed + 1)).map { _ in random.uniform() * random.uniform() / 2 }
    let closed: [Double] = p.indices.map { index in
      let sets = (1..<(1 << p.count)).filter { $0 >> index & 1 == 1 }
      let bonferroni: [Double] = sets.map { set in
        let members = p.indices.filter { set >> $0 & 1 == 1 }.map { p[$0] }
        return min(1, Double(members.count) * (members.min() ?? 1))
      }
      return bonferroni.max() ?? 0
    }
    expectClose(MultipleTesting.holm(p), closed, absolute: 1e-14, relative: 0)
  }

  @Test func noTestsAndOneTestAreLeftAlone() {
    #expect(MultipleTesting.holm([]) == [])
    #expect(MultipleTesting.holm([0.3]) == [0.3])
    #expect(MultipleTesting.holm([0.9, 0.8]) == [1, 1])
  }
}

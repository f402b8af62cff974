@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

/// Against SciPy:
/// ```
/// import numpy, scipy.stats
/// def t(x, y, axis): return abs(scipy.stats.ttest_ind(x, y, equal_var=False, axis=axis).statistic)
/// scipy.stats.permutation_test((a, b), t, alternative="greater", vectorized=True, n_resamples=numpy.inf).pvalue
/// ```
struct UnpairedPermutationTestTests {
  private func test(
    _ a: [Double], _ b: [Double], seed: UInt64 = 0
  ) throws -> UnpairedPermutationTest {
    try #require(UnpairedPermutationTest(a, b, key: RandomKey(seed: seed)))
  }

  @Test(arguments: [
    ([0.71, 0.69, 0.74, 0.72], [0.75, 0.73, 0.78, 0.77], 0.05714285714285714, 70),
    ([3.1, 2.9, 3.4], [2.0, 4.4, 5.1, 3.9, 4.8], 0.19642857142857142, 56),
    ([1, 2, 2, 3, 4], [2, 3, 3, 5, 5, 9], 0.09307359307359307, 462),
  ])
  func exactTestsAreSciPys(a: [Double], b: [Double], p: Double, divisions: Int) throws {
    let test = try test(a, b)
    #expect(test.isExact && test.divisions == divisions)
    expectClose(test.p, p)
    #expect(try self.test(b.reversed(), a).count == test.count)
  }

  /// R's data set "sleep", its two groups taken as unpaired.
  @Test func tenAgainstTenAreStillCounted() throws {
    let test = try test(MeanTestsTests.sleepA, MeanTestsTests.sleepB)
    #expect(test.isExact && test.divisions == 184_756)
    expectClose(test.p, 0.08144796380090498)
  }

  /// With more, the random divisions give nearly the exact p: 4 standard errors of 131,072 divisions.
  @Test func randomDivisionsAgreeWithAllOfThem() throws {
    let a = [0.1, 0.4, 0.2, 0.9, 0.5, 0.3, 0.8, 0.6, 0.2, 0.7, 0.4]
    let b = [0.5, 0.9, 0.4, 1.1, 0.8, 0.7, 0.6, 1.2, 0.3, 1.0]
    let test = try test(a, b)
    #expect(!test.isExact && test.divisions == 131_072)
    let exact = 0.03608001905215528
    let error = (exact * (1 - exact) / 131_072).squareRoot()
    #expect(abs(test.p - exact) < 4 * error, "\(test.p) against \(exact)")
    #expect(try self.test(a, b) == test && self.test(a.reversed(), b) == test)
    #expect(try self.test(a, b, seed: 1).count != test.count)
  }

  @Test func smallestPsAreReached() throws {
    for (a, b) in [(3, 3), (4, 4), (2, 5), (3, 6)] {
      let low = (0..<a).map { Double($0) / 100 }
      let high = (0..<b).map { 10 + Double($0) / 100 }
      expectClose(try test(low, high).p, UnpairedPermutationTest.smallestP(a, b))
    }
    expectClose(UnpairedPermutationTest.smallestP(4, 4), 2.0 / 70)
  }

  @Test func groupsThatDoNotVaryAreTested() throws {
    expectClose(try test([1, 1, 1, 1], [2, 2, 2, 2]).p, 2.0 / 70)
    #expect(try test([1, 1], [1, 1]).p == 1)
    #expect(UnpairedPermutationTest([1], [1, 2], key: RandomKey(seed: 0)) == nil)
  }
}

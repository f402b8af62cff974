@testable import DropoutStatistics
import Testing

struct RankCorrelationTests {
  // scipy.stats.spearmanr of ten pairs, SciPy 1.17:
  // x = [1,2,2,3,5,8,13,21,4,6]; y = [2,1,4,3,3,7,6,9,8,1]
  @Test func agreesWithSciPy() throws {
    let correlation = try #require(
      RankCorrelation([1, 2, 2, 3, 5, 8, 13, 21, 4, 6], [2, 1, 4, 3, 3, 7, 6, 9, 8, 1]))
    #expect(abs(correlation.rho - 0.5718681174866245) < 1e-14)
    #expect(abs(correlation.p - 0.08412025214979084) < 1e-12)
    #expect(correlation.leastP == 0)
  }

  /// R: `cor.test(1:n, 1:n, method = "spearman")$p.value`, which is 2/n!.
  @Test(arguments: [(3, 0.3333333333333333), (4, 0.08333333333333333), (5, 0.016666666666666666)])
  func aPerfectOrderOfFewHasItsExactP(count: Int, p: Double) throws {
    let values = (1...count).map(Double.init)
    for other in [values, values.map { $0 * $0 }, values.reversed()] {
      let correlation = try #require(RankCorrelation(values, other))
      #expect(abs(correlation.rho.magnitude - 1) < 1e-15)
      #expect(abs(correlation.p - p) < 1e-15 && correlation.leastP == correlation.p)
    }
  }

  /// All orders of y counted in Python: the share whose |spearmanr(x, order).statistic| is at least as
  /// large (to 1e-12), and the smallest such share.
  @Test(
    arguments: [
      ([1, 2, 3, 4, 5], [2, 1, 4, 3, 5], 0.13333333333333333, 0.016666666666666666),
      ([1, 1, 2, 2], [3, 4, 5, 6], 0.3333333333333333, 0.3333333333333333),
      ([1, 2, 2, 3, 5, 8], [2, 1, 4, 3, 3, 7], 0.18888888888888888, 0.011111111111111112),
      (
        [1, 2, 2, 3, 5, 8, 13, 21], [2, 1, 4, 3, 3, 7, 6, 9], 0.014484126984126985,
        9.92063492063492e-05
      ),
      (
        [1, 1, 1, 2, 2, 2, 3, 3, 3], [1, 2, 3, 2, 3, 4, 3, 4, 5], 0.058333333333333334,
        0.0011904761904761906
      ),
    ] as [([Double], [Double], Double, Double)])
  func fewWithTiesHaveTheirExactP(
    x: [Double], y: [Double], p: Double, least: Double
  ) throws {
    let correlation = try #require(RankCorrelation(x, y))
    #expect(abs(correlation.p - p) < 1e-12)
    #expect(abs(correlation.leastP - least) < 1e-12)
  }

  @Test func orderAloneCounts() throws {
    let correlation = try #require(RankCorrelation([1, 2, 30, 400], [-5, 0, 1, 99]))
    #expect(correlation.rho == 1)
    #expect(RankCorrelation([1, 2, 3], [4, 4, 4]) == nil)
    #expect(RankCorrelation([1, 2], [1, 2]) == nil)
  }

  // scipy.stats.kruskal([1, 2, 2, 9], [3, 4, 2, 5], [7, 8])
  @Test func kruskalWallisAgreesWithSciPy() throws {
    let test = try #require(KruskalWallisTest([[1, 2, 2, 9], [3, 4, 2, 5], [7, 8]]))
    #expect(abs(test.p - 0.2542174648607147) < 1e-12)
    #expect(KruskalWallisTest([[1, 2, 3]]) == nil)
    #expect(KruskalWallisTest([[1, 1], [1, 1]]) == nil)
  }

  /// All divisions counted in Python, as above, with scipy.stats.kruskal.
  @Test(
    arguments: [
      ([[1, 2], [3, 4]], 0.3333333333333333, 0.3333333333333333),
      ([[1, 2, 2], [3, 4, 2, 5]], 0.11428571428571428, 0.02857142857142857),
      ([[1, 2], [2, 3], [5, 5]], 0.13333333333333333, 0.13333333333333333),
    ] as [([[Double]], Double, Double)])
  func fewGroupsHaveTheirExactP(groups: [[Double]], p: Double, least: Double) throws {
    let test = try #require(KruskalWallisTest(groups))
    #expect(abs(test.p - p) < 1e-12 && abs(test.leastP - least) < 1e-12)
  }
}

import DropoutLab
import Testing

struct RankCorrelationTests {
  // x = [1,2,2,3,5,8,13,21]; y = [2,1,4,3,3,7,6,9]; scipy.stats.spearmanr(x, y), SciPy 1.15
  @Test func agreesWithSciPy() throws {
    let correlation = try #require(
      RankCorrelation([1, 2, 2, 3, 5, 8, 13, 21], [2, 1, 4, 3, 3, 7, 6, 9]))
    #expect(abs(correlation.rho - 0.8313253012048192) < 1e-14)
    #expect(abs(correlation.p - 0.01053092307481431) < 1e-12)
  }

  @Test func orderAloneCounts() throws {
    let correlation = try #require(RankCorrelation([1, 2, 30, 400], [-5, 0, 1, 99]))
    #expect(correlation.rho == 1 && correlation.p == 0)
    #expect(RankCorrelation([1, 2, 3], [4, 4, 4]) == nil)
    #expect(RankCorrelation([1, 2], [1, 2]) == nil)
  }

  // scipy.stats.kruskal([1, 2, 2], [3, 4, 2, 5], [7, 8])
  @Test func kruskalWallisAgreesWithSciPy() throws {
    let p = try #require(RankCorrelation.kruskalWallisP([[1, 2, 2], [3, 4, 2, 5], [7, 8]]))
    #expect(abs(p - 0.0416622048558984) < 1e-12)
    #expect(RankCorrelation.kruskalWallisP([[1, 2, 3]]) == nil)
    #expect(RankCorrelation.kruskalWallisP([[1, 1], [1, 1]]) == nil)
  }
}

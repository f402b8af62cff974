@testable import DropoutStatistics
import TestSupport
import Testing

struct FriedmanTestTests {
  /// Demšar 2006, Table 6: area under the curve of C4.5, C4.5+m, C4.5+cf and C4.5+m+cf on 14 data
  /// sets. Expected: SciPy's `rankdata` and `friedmanchisquare`; the paper's printed ranks come from
  /// unrounded scores and differ.
  static let scores: [[Double]] = [
    [0.763, 0.768, 0.771, 0.798], [0.599, 0.591, 0.59, 0.569], [0.954, 0.971, 0.968, 0.967],
    [0.628, 0.661, 0.654, 0.657], [0.882, 0.888, 0.886, 0.898], [0.936, 0.931, 0.916, 0.931],
    [0.661, 0.668, 0.609, 0.685], [0.583, 0.583, 0.563, 0.625], [0.775, 0.838, 0.866, 0.875],
    [1.0, 1.0, 1.0, 1.0], [0.94, 0.962, 0.965, 0.962], [0.619, 0.666, 0.614, 0.669],
    [0.972, 0.981, 0.975, 0.975], [0.957, 0.978, 0.946, 0.97],
  ]

  @Test func demsarsScoresGiveSciPysStatistics() throws {
    let test = FriedmanTest(scores: Self.scores, higherIsBetter: true)
    expectClose(
      test.averageRanks,
      [3.142857142857143, 2.0, 2.9285714285714284, 1.9285714285714286])
    expectClose(test.chiSquare, 9.857142857142824)
    expectClose(test.p(chiSquare: test.chiSquare), 0.019820334037905146)
    expectClose(test.imanDavenportF, 3.9866666666666495)
    let distribution = try #require(test.imanDavenportDistribution)
    #expect(distribution.numerator == 3)
    #expect(distribution.denominator == 39)
    expectClose(distribution.survival(test.imanDavenportF), 0.01435244621602403)
    expectClose(distribution.upperQuantile(0.05), 2.845067805279349)
    expectClose(test.chiSquareTieCorrected, 10.952380952380915)
    expectClose(test.p(chiSquare: test.chiSquareTieCorrected), 0.011986176325418037)
  }

  @Test func midRanksShareTheirPlaces() {
    #expect(MidRanks([0.936, 0.931, 0.916, 0.931].map { -$0 }).ranks == [1, 2.5, 4, 2.5])
    #expect(MidRanks([7, 7, 7, 7]).ranks == [2.5, 2.5, 2.5, 2.5])
    #expect(MidRanks([7, 7, 7, 7]).tieSum == 60)
    #expect(MidRanks([3, 1, 2]).ranks == [3, 1, 2])
  }

  /// Demšar 2006, section 3.2.4, from the ranks printed there.
  @Test func printedRanksGiveThePrintedComparisonsWithTheControl() {
    let test = FriedmanTest(averageRanks: [3.143, 2.0, 2.893, 1.964], blocks: 14)
    expectClose(test.chiSquare, 9.283629599999978)
    expectClose(test.imanDavenportF, 3.688892848578326)
    expectClose(test.standardError, 0.4879500364742666)
    let z = [3, 1, 2].map { test.z(control: 0, against: $0) }
    expectClose(z, [2.416230990613273, 2.3424529450983638, 0.5123475382979799])
    let p = z.map { 2 * NormalDistribution.survival(abs($0)) }
    expectClose(p, [0.015682109295616028, 0.01915744952625644, 0.6084078002329985])
    let holm = MultipleTesting.holm(p)
    expectClose(holm, [0.04704632788684808, 0.04704632788684808, 0.6084078002329985])
    #expect(holm.map { $0 < 0.05 } == [true, true, false])
  }

  /// SciPy: `studentized_range.isf(level, k, inf)/sqrt(2)` and `norm.isf(level/(2*(k-1)))`, k = 2…10.
  @Test func criticalValuesAgreeWithSciPy() {
    let k = Array(2...10)
    expectClose(
      k.map { FriedmanTest.nemenyiQ(policies: $0, level: 0.05) },
      [
        1.9599639845400534, 2.343700586378409, 2.569031772546482, 2.7277743708703763,
        2.8497054196100016, 2.9483200175296744, 3.030878449614413, 3.1017303413033805,
        3.163683577053373,
      ], absolute: 1e-5, relative: 0)
    expectClose(
      k.map { FriedmanTest.nemenyiQ(policies: $0, level: 0.1) },
      [
        1.6448536269514722, 2.0522927304967755, 2.2913414968880566, 2.4595157642714183,
        2.588520601922348, 2.6927321009677594, 2.779883608152978, 2.8546064311980253,
        2.9198888400615384,
      ], absolute: 1e-5, relative: 0)
    expectClose(
      k.map { FriedmanTest.bonferroniDunnQ(policies: $0, level: 0.05) },
      [
        1.959963984540054, 2.241402727604947, 2.3939797998185104, 2.497705474412374,
        2.5758293035489004, 2.638257273476751, 2.690109527158867, 2.7343687865331767,
        2.7729212946086634,
      ], absolute: 1e-9, relative: 1e-9)
    expectClose(
      k.map { FriedmanTest.bonferroniDunnQ(policies: $0, level: 0.1) },
      [
        1.6448536269514722, 1.959963984540054, 2.128045234184983, 2.241402727604947,
        2.3263478740408408, 2.3939797998185104, 2.44999766060273, 2.497705474412374,
        2.539184813651313,
      ], absolute: 1e-9, relative: 1e-9)
    let test = FriedmanTest(averageRanks: [1, 2, 3, 4], blocks: 14)
    expectClose(test.nemenyiCriticalDifference(), 1.2535591471176057, absolute: 1e-5)
    expectClose(test.nemenyiCriticalDifference(level: 0.1), 1.1180601669815278, absolute: 1e-5)
    expectClose(test.bonferroniDunnCriticalDifference(), 1.1681425306400997)
  }

  @Test func lowerIsBetterUnlessSaidOtherwise() {
    #expect(FriedmanTest(scores: [[0.1, 0.3, 0.2]]).averageRanks == [1, 3, 2])
    #expect(
      FriedmanTest(scores: [[0.1, 0.3, 0.2]], higherIsBetter: true).averageRanks == [3, 1, 2])
  }

  @Test func allTiedIsNoDifference() {
    let test = FriedmanTest(scores: [[0.1, 0.1, 0.1], [0.2, 0.2, 0.2]])
    #expect(test.chiSquareTieCorrected == 0)
    #expect(test.p(chiSquare: test.chiSquareTieCorrected) == 1)
  }
}

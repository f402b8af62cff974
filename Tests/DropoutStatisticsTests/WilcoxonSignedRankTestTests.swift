@testable import DropoutStatistics
import TestSupport
import Testing

struct WilcoxonSignedRankTestTests {
  /// Demšar 2006, Table 6: C4.5+m minus C4.5 on 14 data sets; recomputed with SciPy.
  @Test func demsarsExampleUnderBothZeroRules() {
    let differences = PairedDifferences([
      0.005, -0.008, 0.017, 0.033, 0.006, -0.005, 0.007, 0.0, 0.063, 0.0, 0.022, 0.047, 0.009,
      0.021,
    ])
    let split = WilcoxonSignedRankTest(differences, zeros: .split)
    #expect(split.count == 14)
    #expect(differences.zeros == 2)
    #expect(split.rankSumPlus == 93)
    #expect(split.rankSumMinus == 12)
    #expect(split.t == 12)
    expectClose(split.z(tieCorrection: false), -2.542447523326095)
    expectClose(
      split.approximateP(tieCorrection: false, continuityCorrection: false), 0.011007912955186742)
    expectClose(split.z(), -2.543700886736377)
    expectClose(split.approximateP(continuityCorrection: false), 0.01096849656422473)
    let dropped = WilcoxonSignedRankTest(differences)
    #expect(dropped.t == 6.5)
    #expect(dropped.count == 12)
    expectClose(dropped.z(), -2.550490903554589)
    expectClose(dropped.approximateP(continuityCorrection: false), 0.01075713311978963)
    expectClose(dropped.exactP, 0.00732421875, absolute: 0)
  }

  struct Example: Sendable {
    let b: [Double]
    let n: Int
    let plus: Double
    let minus: Double
    let p: Double
    let approximate: Double
  }

  /// Public repository JuliaStats/HypothesisTests.jl, test/wilcoxon.jl; all digits by enumeration.
  @Test(arguments: [
    Example(
      b: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20], n: 10, plus: 0, minus: 55, p: 0.001953125,
      approximate: 0.005921537024148708),
    Example(
      b: [2, 4, 6, 8, 10, 12, 14, 16, -1, 1], n: 10, plus: 19, minus: 36, p: 0.431640625,
      approximate: 0.4148230671847747),
    Example(
      b: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11], n: 10, plus: 0, minus: 55, p: 0.001953125,
      approximate: 0.0019041950430043904),
    Example(
      b: [1, 2, 3, 4, 5, 1, 1, 1, 1, 1], n: 5, plus: 15, minus: 0, p: 0.0625,
      approximate: 0.05905822909053671),
  ])
  func exactProbabilitiesAreThoseOfEnumeration(example: Example) {
    let a = (1...10).map(Double.init)
    let test = WilcoxonSignedRankTest(PairedDifferences(a, example.b))
    #expect(test.nonZeroCount == example.n)
    #expect(test.rankSumPlus == example.plus)
    #expect(test.rankSumMinus == example.minus)
    expectClose(test.exactP, example.p)
    expectClose(test.approximateP(continuityCorrection: true), example.approximate)
  }

  @Test func splitZerosShiftBothSumsButNotTheirSpread() {
    // Ranks 1.5 1.5 3 4 5, half of the first two on either side. The negative ranks sum to
    // 0 3 4 5 7 8 9 12 over the eight patterns; the observed 5 is as near the middle as can be.
    let test = WilcoxonSignedRankTest(PairedDifferences([0, 0, 1, 2, -3]), zeros: .split)
    #expect(test.rankSumPlus == 8.5)
    #expect(test.rankSumMinus == 6.5)
    #expect(test.exactP == 1)
    let clear = WilcoxonSignedRankTest(PairedDifferences([0, 0, 1, 2, 3]), zeros: .split)
    #expect(clear.exactP == 0.25)
  }

  @Test func anOddZeroIsLeftOutOfTheSplit() {
    let test = WilcoxonSignedRankTest(PairedDifferences([0, 0, 0, 1, 2]), zeros: .split)
    #expect(test.count == 4)
    #expect(test.rankSumMinus == 1.5)
  }

  @Test func manySeedsUseTheNormalApproximation() {
    let differences = (1...30).map { place -> Double in
      Double(place % 4 == 0 ? -place : place)
    }
    let test = WilcoxonSignedRankTest(PairedDifferences(differences))
    #expect(test.p == test.approximateP(continuityCorrection: false))
    // The exact p stays near it: an approximation on the wrong scale would not.
    expectClose(test.exactP, test.p, absolute: 0.003, relative: 0)
  }

  @Test func withoutDifferencesPIsOne() {
    let test = WilcoxonSignedRankTest(PairedDifferences([0, 0, 0]))
    #expect(test.p == 1)
    #expect(test.z() == nil)
    #expect(test.approximateP(continuityCorrection: true) == 1)
    #expect(WilcoxonSignedRankTest(PairedDifferences([])).p == 1)
  }
}

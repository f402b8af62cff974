@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

/// All paired statistics on 20 splits of Boston housing: test RMSE of one stochastic pass (a) and of
/// the Monte-Carlo average (b). Data: public repository yaringal/DropoutUncertaintyExps, result logs
/// of bostonHousing; figures recomputed with SciPy and by enumeration.
struct BostonSplitsTests {
  static let a = [
    2.4121, 3.7836, 2.5957, 2.9125, 4.0396, 2.579, 2.3764, 3.7426, 4.15, 5.3469, 4.9311, 2.5442,
    2.8889, 4.1888, 2.6461, 3.6787, 4.0019, 3.4925, 3.4438, 6.4249,
  ]
  static let b = [
    2.7457, 2.6408, 2.3498, 2.6617, 3.8542, 1.996, 1.859, 3.5956, 3.7397, 4.9738, 3.7575, 2.2472,
    2.2935, 2.9834, 2.16, 2.0506, 2.8072, 2.8965, 2.6277, 3.8328,
  ]
  let differences = PairedDifferences(Self.a, Self.b)

  @Test func tTestsAgree() throws {
    let test = try #require(PairedTTest(differences))
    expectClose(test.mean, 0.70533)
    expectClose(test.standardDeviation, 0.6443898992151618)
    expectClose(test.t, 4.895066879511441)
    #expect(test.degreesOfFreedom == 19)
    expectClose(test.p, 0.00010053829475294683)
    expectClose(test.interval().low, 0.4037462438158243)
    expectClose(test.interval().high, 1.0069137561841757)
    let corrected = try #require(PairedTTest(differences, testExamples: 51, trainExamples: 455))
    expectClose(corrected.t, 2.7187440131677567)
    expectClose(corrected.p, 0.013626449985593545)
  }

  @Test func rankAndSignTestsAgree() {
    let wilcoxon = WilcoxonSignedRankTest(differences)
    #expect(wilcoxon.rankSumPlus == 204)
    #expect(wilcoxon.rankSumMinus == 6)
    expectClose(wilcoxon.exactP, 2.6702880859375e-05, absolute: 0)
    #expect(wilcoxon.p == wilcoxon.exactP)
    #expect(differences.positives == 19)
    expectClose(Descriptive.interquartileMean(Self.a), 3.46302)
    expectClose(Descriptive.interquartileMean(Self.b), 2.76019)
  }

  @Test func signFlipCountsEveryPattern() {
    let test = SignFlipTest(differences, key: RandomKey(seed: 1))
    #expect(test.count == 16)
    #expect(test.patterns == 1_048_576)
    #expect(test.isExact)
    #expect(test.p == 1.52587890625e-05)
  }
}

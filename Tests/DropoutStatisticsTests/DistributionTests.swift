@testable import DropoutStatistics
import TestSupport
import Testing

/// Oracle, 40 digits, mpmath 1.3 (`mp.dps = 40`): `ncdf(z)`, `-sqrt(2)*erfinv(1-2*p)`, `loggamma(x)`,
/// `gammainc(a, 0, x, regularized=True)`, `betainc(a, b, 0, x, regularized=True)`,
/// t survival `betainc(n/2, 1/2, 0, n/(n+t*t), regularized=True)/2` and its root by `findroot`.
struct DistributionTests {
  @Test(
    arguments: [
      (-37.5, 4.6053530095819548e-308), (-20, 2.7536241186062337e-89),
      (-8.3, 5.205569744890254e-17),
      (-3, 0.0013498980316300945), (-1.5, 0.066807201268858066), (-1, 0.15865525393145705),
      (-0.99, 0.16108705951083091), (-0.1, 0.46017216272297102), (0.5, 0.6914624612740131),
      (2, 0.97724986805182079),
    ] as [(Double, Double)])
  func normalProbabilitiesHaveFullRelativeAccuracy(z: Double, expected: Double) {
    expectClose(NormalDistribution.cdf(z), expected, absolute: 0, relative: 5e-15)
    expectClose(NormalDistribution.survival(-z), expected, absolute: 0, relative: 5e-15)
  }

  @Test(
    arguments: [
      (1e-300, -37.047096299361199), (1e-12, -7.0344838253011319), (0.001, -3.0902323061678135),
      (0.025, -1.9599639845400542), (0.3, -0.52440051270804082), (0.8, 0.84162123357291436),
      (0.975, 1.9599639845400539), (0.999999, 4.7534243088170878), (0.5, 0),
    ] as [(Double, Double)])
  func normalQuantilesInvertTheProbabilities(probability: Double, expected: Double) {
    expectClose(
      NormalDistribution.quantile(probability), expected, absolute: 1e-15, relative: 1e-15)
  }

  @Test func normalQuantilesEndAtInfinity() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
  }

  @Test(
    arguments: [
      (0.1, 2.2527126517342059), (0.5, 0.57236494292470009), (1, 0), (1.5, -0.12078223763524522),
      (2, 0), (3.7, 1.4280723266653881), (10, 12.80182748008147), (171.5, 709.14316303092824),
      (12345.25, 103955.88771605412),
    ] as [(Double, Double)])
  func logGammaIsAccurate(x: Double, expected: Double) {
    expectClose(SpecialFunctions.logGamma(x), expected, absolute: 2e-15, relative: 1e-15)
  }

  @Test(
    arguments: [
      (0.5, 0.1, 0.65472084601857702),
      (0.5, 9.0, 2.2090496998585441e-5),
      (2.0, 1.5, 0.55782540037107457),
      (20.0, 35.0, 0.0023245066078420914),
      (150.0, 90.0, 0.99999999520469767),
    ] as [(Double, Double, Double)])
  func incompleteGammaKeepsItsTail(a: Double, x: Double, upper: Double) {
    expectClose(SpecialFunctions.upperGamma(a, x), upper, absolute: 0, relative: 1e-14)
  }

  @Test(
    arguments: [
      (0.1, 0.5, 0.5, 0.20483276469913346), (0.9, 0.5, 3, 0.99967502532072892),
      (0.3, 20.0, 40.0, 0.29982167525229308), (0.001, 2, 0.5, 3.7512507035940922e-7),
      (0.5, 384.5, 400, 0.71011033808644729), (0.99, 5000, 50, 0.45333141278250755),
      (0.0, 2.0, 3.0, 0.0), (1.0, 2.0, 3.0, 1.0),
    ] as [(Double, Double, Double, Double)])
  func incompleteBetaIsAccurate(x: Double, a: Double, b: Double, expected: Double) {
    expectClose(SpecialFunctions.regularisedBeta(x, a, b), expected, absolute: 0, relative: 1e-13)
  }

  @Test(
    arguments: [
      (0.3, 1.0, 0.40722642092225766), (12.7, 1, 0.02501216384467208),
      (2.1, 9, 0.032559141206076021),
      (8, 31, 2.4701318509516898e-9), (2, 768.5, 0.022925877493149938),
      (40, 5, 9.2059810858864772e-8), (-1.2, 31, 1 - 0.11961504252415255), (0, 4, 0.5),
      (Double.infinity, 3, 0),
    ] as [(Double, Double, Double)])
  func studentTailsAreAccurate(t: Double, degreesOfFreedom: Double, expected: Double) {
    let distribution = StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
    expectClose(distribution.survival(t), expected, absolute: 0, relative: 5e-14)
    expectClose(distribution.cdf(-t), expected, absolute: 0, relative: 5e-14)
  }

  @Test(
    arguments: [
      (0.025, 1, 12.706204736174704), (0.025, 2, 4.3026527297494637),
      (0.025, 9, 2.2621571627982055),
      (0.025, 31, 2.0395134463964085), (0.005, 769, 2.5822376999060091),
      (1e-10, 4, 416.17514032960412), (0.4, 3, 0.27667066233268985), (0.5, 3, 0),
    ] as [(Double, Double, Double)])
  func studentQuantilesInvertTheTails(tail: Double, degreesOfFreedom: Double, expected: Double) {
    let distribution = StudentTDistribution(degreesOfFreedom: degreesOfFreedom)
    expectClose(distribution.upperQuantile(tail), expected, absolute: 0, relative: 1e-14)
    expectClose(distribution.quantile(tail), -expected, absolute: 0, relative: 1e-14)
  }

  /// SciPy 1.17: `stats.f.sf(f, a, b)` and `stats.chi2.sf(x, k)`.
  @Test func otherTailsAgreeWithSciPy() {
    func f(_ f: Double, _ a: Double, _ b: Double) -> Double {
      FDistribution(numerator: a, denominator: b).survival(f)
    }
    expectClose(f(3.98, 3, 39), 0.014455050520910773, absolute: 0, relative: 1e-12)
    expectClose(f(0.2, 2, 5), 0.824974664479918, absolute: 0, relative: 1e-12)
    expectClose(f(50, 1, 7), 0.00019865776429872363, absolute: 0, relative: 1e-12)
    func chi(_ x: Double, _ k: Double) -> Double {
      ChiSquareDistribution(degreesOfFreedom: k).survival(x)
    }
    expectClose(chi(9.857, 3), 0.019821628979297068, absolute: 0, relative: 1e-12)
    expectClose(chi(60, 9), 1.3406780483959625e-09, absolute: 0, relative: 1e-12)
    #expect(chi(0, 3) == 1)
  }

  /// SciPy 1.17: `stats.studentized_range.cdf(q, k, inf)`.
  @Test(
    arguments: [
      (2, 1.0, 0.5204998778130465), (5, 3.5, 0.9036615360345732), (10, 5, 0.9851425621122164),
      (20, 4, 0.6639765488313245),
    ] as [(Int, Double, Double)])
  func studentizedRangeAgreesWithSciPy(groups: Int, q: Double, expected: Double) {
    expectClose(StudentizedRange(groups: groups).cdf(q), expected, absolute: 1e-12, relative: 0)
  }

  /// The range of two normal numbers is √2·|Z|.
  @Test func studentizedRangeOfTwoIsNormal() {
    let q = StudentizedRange(groups: 2).upperQuantile(0.05)
    expectClose(
      q / 2.0.squareRoot(), NormalDistribution.quantile(0.975), absolute: 1e-12, relative: 0)
  }
}

@testable import DropoutStatistics
import DropoutTraining
import TestSupport
import Testing

struct MeanIntervalTests {
  /// SciPy 1.17:
  ///
  ///     def interval(d):
  ///         n, m, s = len(d), d.mean(), d.std()
  ///         g = stats.skew(d, bias=False) if n >= 8 else 0
  ///         T = lambda mu: (z := (m - mu)/s) + g*z**2/3 + g**2*z**3/27 + g/(6*n)
  ///         q = stats.t.ppf(.975, n - 1)/np.sqrt(n - 1)
  ///         return [optimize.brentq(lambda mu: T(mu) - x, m - 100*s, m + 100*s, xtol=1e-14*s)
  ///                 for x in (q, -q)]
  @Test(arguments: [
    (BootstrapIntervalTests.sleep, -5.021311255176869, -0.9515616521124157),
    ([1, 2, 4], -1.461249700263426, 6.1279163669300925),
    ([0, 0, 0, 0, 0, 0, 0, 1], -0.04967325732014273, 0.8939835274429726),
  ])
  func endsAreThoseOfSciPy(values: [Double], low: Double, high: Double) throws {
    let interval = try #require(MeanInterval(PairedDifferences(values))).interval
    expectClose(interval.low, low, absolute: 1e-11, relative: 1e-11)
    expectClose(interval.high, high, absolute: 1e-11, relative: 1e-11)
  }

  @Test func skewnessIsTheSamplesOne() throws {
    let sleep = try #require(MeanInterval(PairedDifferences(BootstrapIntervalTests.sleep)))
    expectClose(sleep.skewness, -1.7455496731913667)
  }

  /// Symmetric values leave nothing to take out: Student's interval.
  @Test func withoutSkewnessItIsStudents() throws {
    let differences = PairedDifferences([-2, -1, 0, 1, 2, 3, 4])
    let interval = try #require(MeanInterval(differences)).interval
    let student = try #require(PairedTTest(differences)).interval()
    expectClose(interval.low, student.low)
    expectClose(interval.high, student.high)
  }

  @Test(arguments: [
    BootstrapIntervalTests.sleep, [1, -1, 2, -2, 0.5, -0.5], [0, 0, 0, 0, 0, 1], [1e15, 1, 2],
    [0.01, 0.02, 0.09, 0.011],
  ])
  func swappingMirrorsAndReorderingChangesNothing(values: [Double]) throws {
    let straight = try #require(MeanInterval(PairedDifferences(values)))
    let mirrored = try #require(MeanInterval(PairedDifferences(values.map { -$0 })))
    #expect(mirrored.interval.low == -straight.interval.high)
    #expect(mirrored.interval.high == -straight.interval.low)
    #expect(mirrored.skewness == -straight.skewness)
    #expect(MeanInterval(PairedDifferences(values.reversed())) == straight)
    #expect(straight.interval.low < straight.interval.high)
    #expect(straight.interval.low.isFinite && straight.interval.high.isFinite)
  }

  @Test func valuesThatSayNothingOfTheirSpreadHaveNone() {
    // 0.3 − 0.2 and 0.2 − 0.1 are different doubles.
    #expect(MeanInterval(PairedDifferences([0.3, 0.2, 0.9], [0.2, 0.1, 0.8])) == nil)
    #expect(MeanInterval(PairedDifferences([0.0, 0, 0, 0])) == nil)
    #expect(MeanInterval(PairedDifferences([1, 2])) == nil)
    #expect(MeanInterval(PairedDifferences([1.0])) == nil)
    #expect(MeanInterval(PairedDifferences([])) == nil)
  }

  @Test(arguments: [-0.9, 0, 0.9, 3.3])
  func theTransformIsUndone(skewness: Double) {
    let cubes = skewness * 18 / (20.0 * 19).squareRoot() * 20
    let transform = SkewnessTransform(count: 20, squares: 20, cubes: cubes)
    expectClose(transform.skewness, skewness)
    for z in stride(from: -3.0, through: 3, by: 0.25) {
      expectClose(transform.inverse(transform.value(z)), z, absolute: 1e-9)
    }
  }
}

@testable import DropoutStatistics
import TestSupport
import Testing

/// Paired t, Welch and Nadeau–Bengio on published data.
struct MeanTestsTests {
  /// Student 1908, the data set "sleep" of R; recomputed with SciPy's `ttest_rel` and `ttest_ind`.
  static let sleepA = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]
  static let sleepB = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

  @Test func pairedTRepeatsTheSleepData() throws {
    let test = try #require(PairedTTest(PairedDifferences(Self.sleepA, Self.sleepB)))
    expectClose(test.mean, -1.58)
    expectClose(test.standardDeviation, 1.2299954832798732)
    expectClose(test.t, -4.062127683382037)
    #expect(test.degreesOfFreedom == 9)
    expectClose(test.p, 0.002832890197384273)
    expectClose(test.interval().low, -2.459885763276983)
    expectClose(test.interval().high, -0.7001142367230175)
  }

  @Test func welchRepeatsTheSleepData() throws {
    let test = try #require(WelchTTest(Self.sleepA, Self.sleepB))
    expectClose(Descriptive.mean(Self.sleepA), 0.75)
    expectClose(Descriptive.mean(Self.sleepB), 2.33)
    expectClose(Descriptive.standardDeviation(Self.sleepA), 1.7890096577591623)
    expectClose(Descriptive.standardDeviation(Self.sleepB), 2.002248735796829)
    expectClose(test.t, -1.8608134674868526)
    expectClose(test.degreesOfFreedom, 17.776473516178488)
    expectClose(test.p, 0.0793941401873583)
    expectClose(test.interval().low, -3.3654832307117104)
    expectClose(test.interval().high, 0.20548323071171137)
  }

  /// scikit-learn's example "Statistical comparison of models using grid search": RBF minus linear
  /// SVC, area under the curve per fold of 10 × 10-fold cross-validation, in hundredths.
  @Test func nadeauBengioRepeatsTheScikitLearnExample() throws {
    let hundredths: [Double] = [
      -4, -12, 0, 0, 0, 4, 4, 0, 4, 0, 4, 4, 4, 4, 4, -4, 0, 0, 0, 0, -4, -4, 4, -8, 0, 4, 4, 4, 0,
      0, -4, 4, 0, 0, 4, 0, 0, 4, 4, 0, 4, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 4, 4, 4, 0, 4, -4, 8, 0, 0,
      0, 0, 0, 20, -4, 0, 4, 0, 0, 0, 0, 4, 4, 8, 0, 4, 0, -4, 0, 0, 4, -8, 4, 0, 4, 0, 0, 0, 0, 0,
      0, -4, 0, -4, 0, 0, 4, 8, 0, 0,
    ]
    let differences = PairedDifferences(hundredths.map { $0 / 100 })
    let test = try #require(PairedTTest(differences, testExamples: 10, trainExamples: 90))
    expectClose(test.mean, 0.01)
    expectClose(test.standardDeviation * test.standardDeviation, 0.0014666666666666667)
    expectClose(test.t, 0.7503126954482329)
    expectClose(test.p, 2 * 0.22742297101336625)
    let plain = try #require(PairedTTest(differences))
    expectClose(plain.t, 2.611164839335468)
    expectClose(plain.p, 2 * 0.005213013150393183)
  }

  @Test func degenerateDataGiveNoTest() {
    #expect(PairedTTest(PairedDifferences([1.0])) == nil)
    #expect(PairedTTest(PairedDifferences([0.3, 0.2], [0.2, 0.1])) == nil)
    #expect(WelchTTest([1], [2, 3]) == nil)
    #expect(WelchTTest([1, 1], [2, 2]) == nil)
    #expect(PairedTTest.meanInterval([0.25]) == nil)
    #expect(
      PairedTTest.meanInterval([0.25, 0.25]) == ConfidenceInterval(low: 0.25, high: 0.25))
  }

  @Test func groupMeanHasStudentsInterval() throws {
    // mean 2, s 1, t(.975, 2) = 4.30265…: 2 ± 4.30265/√3
    let interval = try #require(PairedTTest.meanInterval([1, 2, 3]))
    expectClose(interval.low, 2 - 4.3026527297494637 / 3.0.squareRoot())
    expectClose(interval.high, 2 + 4.3026527297494637 / 3.0.squareRoot())
  }
}

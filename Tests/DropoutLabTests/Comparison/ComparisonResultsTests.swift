@testable import DropoutStatistics
import DropoutTraining
import Foundation
import TestSupport
import LabTestSupport
import Testing

@testable import DropoutLab

struct ComparisonResultsTests {
  /// Twelve paired seeds on 2,000 test examples; one run of the second policy goes astray.
  static let first = [104, 98, 112, 120, 95, 101, 133, 99, 107, 110, 96, 118]
  static let second = [110, 97, 125, 131, 95, 109, 260, 108, 112, 109, 103, 125]
  static let third = [106, 99, 112, 118, 97, 103, 131, 99, 104, 112, 99, 117]
  static let runs =
    makeRuns(.perExample, wrong: first, of: 2000) + makeRuns(.perBatch, wrong: second, of: 2000)
    + makeRuns(.none, wrong: third, of: 2000)
  let quick = 999

  /// One run far enough astray makes the mean so uncertain that there is no verdict, though the signs of
  /// all seeds are as before.
  @Test func oneRunFarAstrayTakesTheVerdictAway() throws {
    var astray = Self.second
    astray[6] = 420
    let results = try ComparisonResults(
      runs: makeRuns(.perExample, wrong: Self.first, of: 2000)
        + makeRuns(.perBatch, wrong: astray, of: 2000), policies: [.perExample, .perBatch],
      testExampleCount: 2000, steps: 500)
    let pair = results.comparisons[0]
    #expect(pair.signFlipP == 0.00390625)
    #expect(pair.interval.map { $0.low < 0 && $0.high > 0 } == true)
    #expect(pair.verdict == .cannotTell)
  }

  /// SciPy 1.17, a and b the first two lists over 2,000, d = a − b:
  /// `ttest_1samp(d, 0)`; `interval(d)` and `interval(a)` as in `MeanIntervalTests`; all 4,096 sign
  /// patterns of d and all 2,048 of its eleven mid-ranks; `trim_mean(a, .25)`;
  /// `friedmanchisquare(a, b, c)`.
  @Test func threePoliciesGiveSciPysNumbers() throws {
    let results = try ComparisonResults(
      runs: Self.runs, policies: [.perExample, .perBatch, .none], testExampleCount: 2000, steps: 500
    )
    let pair = results.comparisons[0]
    #expect(pair.a == .perExample && pair.b == .perBatch && pair.metric == .testError)
    expectClose(pair.meanDifference, -0.007958333333333335)
    expectClose(pair.pairedTP, 0.1462960112484019)
    #expect(pair.signFlipP == 0.00390625)
    #expect(pair.wilcoxonP == 0.0048828125)
    #expect(pair.wins == 9 && pair.ties == 1 && pair.losses == 2)
    #expect(pair.probabilityOfSuperiority == 9.5 / 12)
    expectClose(pair.testExamples, -15.91666666666667)
    // The standard deviation is SciPy's; the effect has tests of its own.
    expectClose(
      pair.minimumDetectableDifference,
      0.017635782753632836 * PairedPower().detectableEffect(seeds: 12))
    let interval = try #require(pair.interval)
    expectClose(interval.low, -0.03983242352874222)
    expectClose(interval.high, -0.0011175214936530514)
    #expect(pair.verdict == .aBetter)
    expectClose(results.arms[0].iqm, 0.05275)
    expectClose(results.arms[0].interval?.low, 0.0508682074137538)
    expectClose(results.arms[0].interval?.high, 0.05897228262222314)
    expectClose(results.arms[1].iqm, 0.05608333333333334)
    let friedman = try #require(results.friedman)
    expectClose(friedman.chiSquare, 5.911111111111101)
    expectClose(friedman.p, 0.052049736022099335)
    expectClose(
      friedman.nemenyiCriticalDifference, 2.343700586378409 * (12.0 / 72).squareRoot(),
      absolute: 1e-5)
  }

  @Test func pairsComeInPlanOrderErrorsFirst() throws {
    let results = try ComparisonResults(
      runs: Self.runs.reversed(), policies: [.none, .perExample, .perBatch],
      testExampleCount: 2000, steps: 500, randomPatterns: quick)
    #expect(results.comparisons.count == 6)
    #expect(results.comparisons.map(\.metric.rawValue).prefix(3).allSatisfy { $0 == "testError" })
    #expect(results.comparisons.map(\.metric.rawValue).suffix(3).allSatisfy { $0 == "testLogLoss" })
    #expect(
      results.comparisons.prefix(3).map { "\($0.a) \($0.b)" }
        == ["none per-example", "none per-batch", "per-example per-batch"])
    #expect(results.arms.map(\.arm) == [.none, .perExample, .perBatch])
    #expect(results.arms.allSatisfy { $0.runs.map(\.seed) == Array(0..<12) })
    let p = results.comparisons.prefix(3).map(\.signFlipP)
    #expect(
      results.comparisons.prefix(3).map(\.holmP) == MultipleTesting.holm(p.compactMap(\.self)))
    #expect(results.comparisons.allSatisfy { $0.metric == .testError || $0.testExamples == nil })
  }

  @Test func theOrderOfRunsChangesNothing() throws {
    let policies: [MaskPolicy] = [.perExample, .perBatch, .none]
    let straight = try ComparisonResults(
      runs: Self.runs, policies: policies, testExampleCount: 2000, steps: 500, randomPatterns: quick
    )
    let reversed = try ComparisonResults(
      runs: Self.runs.reversed(), policies: policies, testExampleCount: 2000, steps: 500,
      randomPatterns: quick)
    #expect(straight == reversed)
  }

  @Test func swappingPoliciesMirrorsTheComparison() throws {
    func pair(_ policies: [MaskPolicy]) throws -> PairComparison {
      try ComparisonResults(
        runs: Self.runs, policies: policies, testExampleCount: 2000, steps: 500,
        randomPatterns: quick
      ).comparisons[0]
    }
    let straight = try pair([.perExample, .perBatch])
    let mirrored = try pair([.perBatch, .perExample])
    #expect(mirrored.meanDifference == -straight.meanDifference)
    #expect(mirrored.interval?.low == straight.interval.map { -$0.high })
    #expect(mirrored.interval?.high == straight.interval.map { -$0.low })
    #expect(mirrored.signFlipP == straight.signFlipP)
    #expect(mirrored.wilcoxonP == straight.wilcoxonP)
    #expect(mirrored.wins == straight.losses && mirrored.losses == straight.wins)
    expectClose(mirrored.probabilityOfSuperiority, 1 - straight.probabilityOfSuperiority)
    #expect(straight.verdict == .aBetter && mirrored.verdict == .bBetter)
    #expect(mirrored.sentence == straight.sentence)
  }

  @Test func otherPoliciesDoNotChangeAPairsInterval() throws {
    let two = try ComparisonResults(
      runs: Self.runs, policies: [.perExample, .perBatch], testExampleCount: 2000, steps: 500,
      randomPatterns: quick)
    let three = try ComparisonResults(
      runs: Self.runs, policies: [.none, .perExample, .perBatch], testExampleCount: 2000,
      steps: 500,
      randomPatterns: quick)
    #expect(two.comparisons[0].interval == three.comparisons[2].interval)
    #expect(two.friedman == nil)
  }

  @Test func onePolicyAndOneSeedAreSummarisedAndCompareNothing() throws {
    let run = makeRun(.none, seed: 3, error: 0.1)
    let one = try ComparisonResults(
      runs: [run], policies: [.none], testExampleCount: 10, steps: 500)
    #expect(one.comparisons.isEmpty)
    #expect(one.arms[0].sd == nil && one.arms[0].interval == nil)
    let other = makeRun(.perBatch, seed: 3, error: 0.2)
    let pair = try ComparisonResults(
      runs: [run, other], policies: [.none, .perBatch], testExampleCount: 10, steps: 500
    ).comparisons[0]
    #expect(pair.interval == nil && pair.minimumDetectableDifference == nil)
    #expect(pair.signFlipP == 1 && pair.pairedTP == nil && pair.verdict == .cannotTell)
  }

  /// Student's intervals of these reach below 0 and above 1.
  @Test func intervalsOfMeansEndWhereSharesDo() throws {
    for (errors, isLow) in [([0.0, 0.1, 0.02], true), ([1, 0.9, 0.98], false)] {
      let summary = ArmSummary(
        ArmRuns(
          .none,
          errors.enumerated().map { makeRun(.none, seed: UInt64($0.offset), error: $0.element) }))
      let interval = try #require(summary.interval)
      #expect(isLow ? interval.low == 0 : interval.high == 1)
      #expect(interval.low < interval.high && summary.noInterval == nil)
    }
    func reason(_ errors: Double...) -> MissingInterval? {
      ArmSummary(
        ArmRuns(
          .none,
          errors.enumerated().map { makeRun(.none, seed: UInt64($0.offset), error: $0.element) })
      ).noInterval
    }
    #expect(reason(0.1, 0.2) == .fewerThanThreeSeeds && reason(0.1, 0.1, 0.1) == .allEqual)
  }

  /// All differences equal: no interval and no detectable difference, and why; the test decides.
  @Test func equalDifferencesHaveNoInterval() throws {
    func pair(_ shift: Double, seeds: UInt64) throws -> PairComparison {
      let runs = (0..<seeds).flatMap { seed in
        let error = 0.1 + Double(seed) / 100
        return [
          makeRun(.perExample, seed: seed, error: error),
          makeRun(.perBatch, seed: seed, error: error + shift),
        ]
      }
      return try ComparisonResults(
        runs: runs, policies: [.perExample, .perBatch], testExampleCount: 400, steps: 500,
        randomPatterns: quick
      ).comparisons[0]
    }
    let two = try pair(0.0025, seeds: 2)
    #expect(two.interval == nil && two.noInterval == .fewerThanThreeSeeds)
    let eight = try pair(0.0025, seeds: 8)
    #expect(eight.interval == nil && eight.noInterval == .allEqual && eight.verdict == .aBetter)
    #expect(eight.minimumDetectableDifference == nil && eight.signFlipP == 2.0 / 256)
    let same = try pair(0, seeds: 8)
    #expect(same.interval == nil && same.noInterval == .identical && same.verdict == .identical)
  }

  @Test func failedRunsStayInAndAreCounted() throws {
    let runs = ([0, 1, 2, 3] as [UInt64]).flatMap { seed in
      [
        makeRun(.none, seed: seed, error: seed == 2 ? 0.5 : 0.1, failed: seed == 2),
        makeRun(.perBatch, seed: seed, error: 0.1),
      ]
    }
    let results = try ComparisonResults(
      runs: runs, policies: [.none, .perBatch], testExampleCount: 10, steps: 500,
      randomPatterns: quick)
    #expect(results.arms.map(\.failedCount) == [1, 0])
    expectClose(results.arms[0].mean, 0.2)
    #expect(
      results.comparisons[0].sentence.hasSuffix(
        "Failed runs: 1 of 4 under none; without the failed run the difference is 0.00 points (3 seeds)."
      ))
  }

  @Test func equalRunsAreIdenticalAndNearlyEqualOnesAreNot() throws {
    func verdict(_ errors: [Double]) throws -> Verdict {
      let runs = errors.enumerated().flatMap { seed, error in
        [
          makeRun(.perExample, seed: UInt64(seed), error: 0.25),
          makeRun(.perBatch, seed: UInt64(seed), error: error),
        ]
      }
      return try ComparisonResults(
        runs: runs, policies: [.perExample, .perBatch], testExampleCount: 4, steps: 500,
        randomPatterns: quick
      ).comparisons[0].verdict
    }
    #expect(try verdict([0.25, 0.25, 0.25]) == .identical)
    #expect(try verdict([0.25, 0.5, 0.25]) == .cannotTell)
  }

  @Test func lossesThatAreNotFiniteAreLeftOutAndForbidAVerdict() throws {
    let runs = (0..<UInt64(12)).flatMap { seed -> [RunRecord] in
      let noise = Double(seed) / 100
      return [
        makeRun(.perExample, seed: seed, error: 0.1, logLoss: 0.1 + noise),
        makeRun(.perBatch, seed: seed, error: 0.1, logLoss: seed == 5 ? .nan : 0.5 + 2 * noise),
      ]
    }
    let loss = try ComparisonResults(
      runs: runs, policies: [.perExample, .perBatch], testExampleCount: 100, steps: 500,
      randomPatterns: quick
    ).comparisons[1]
    #expect(loss.metric == .testLogLoss)
    #expect(loss.meanDifference.isFinite && (loss.holmP ?? 1) < 0.05)
    #expect(loss.verdict == .cannotTell)
    #expect(loss.wins == 11)
    #expect(loss.sentence.contains("1 of 12 seeds without a finite test log-loss"))
    let data = try JSONEncoder().encode(loss)
    #expect(try JSONDecoder().decode(PairComparison.self, from: data) == loss)
  }

  @Test func aPairWithoutFiniteLossesIsStillANumber() throws {
    let runs = ([0, 1, 2] as [UInt64]).flatMap { seed in
      [
        makeRun(.none, seed: seed, error: 0.5, logLoss: .infinity),
        makeRun(.perBatch, seed: seed, error: 0.25, logLoss: 0.1),
      ]
    }
    let loss = try ComparisonResults(
      runs: runs, policies: [.none, .perBatch], testExampleCount: 4, steps: 500
    ).comparisons[1]
    #expect(loss.meanDifference == 0 && loss.signFlipP == 1 && loss.interval == nil)
    #expect(loss.verdict == .cannotTell)
    #expect(
      loss.sentence.hasPrefix(
        "Cannot tell none from per-batch after 500 steps: no seed has a finite"))
  }

  @Test func unpairedRunsAreRefusedWithAWordOnWhichAreMissing() {
    func error(_ runs: [RunRecord], _ policies: [MaskPolicy]) -> ComparisonError? {
      do {
        _ = try ComparisonResults(
          runs: runs, policies: policies, testExampleCount: 10, steps: 500, randomPatterns: quick)
        return nil
      } catch {
        return error
      }
    }
    let one = makeRun(.none, seed: 1, error: 0)
    let two = makeRun(.none, seed: 2, error: 0)
    let other = makeRun(.perBatch, seed: 1, error: 0)
    let pair: [MaskPolicy] = [.none, .perBatch]
    #expect(
      error([one, two, other], pair)
        == .seedMissing(.perBatch, seed: 2, presentIn: .none))
    #expect(
      error([one, two, other], pair.reversed())
        == .seedMissing(.perBatch, seed: 2, presentIn: .none))
    #expect(error([one], pair) == .noRuns(of: .perBatch))
    #expect(error([one, one, other], pair) == .seedRepeated(.none, seed: 1))
    #expect(error([one], [.none, .none]) == .armListedTwice(.none))
    let absurd = makeRun(.perBatch, seed: 1, error: 1.5)
    #expect(
      error([one, absurd], pair)
        == .testErrorOutOfRange(.perBatch, seed: 1, testError: 1.5))
    #expect(error([one, other, two], [.perBatch]) == nil)
    #expect(
      ComparisonError.seedMissing(.perBatch, seed: 2, presentIn: .none).description
        == "per-batch has no run with seed 2, none has one: "
        + "finish the runs, or leave the seed out for all")
  }
}

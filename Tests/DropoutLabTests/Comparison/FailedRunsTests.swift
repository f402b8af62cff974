import DropoutTraining
import TestSupport
import LabTestSupport
import Testing

@testable import DropoutLab

struct FailedRunsTests {
  /// Runs of two policies with errors in percent; those of 50 % or more failed.
  private func runs(_ a: [Double], _ b: [Double]) -> [RunRecord] {
    zip(a, b).enumerated().flatMap { seed, errors in
      [(MaskPolicy.none, errors.0), (.perBatch, errors.1)].map {
        makeRun($0, seed: UInt64(seed), error: $1 / 100, failed: $1 >= 50)
      }
    }
  }

  private func results(_ a: [Double], _ b: [Double]) throws -> ComparisonResults {
    try ComparisonResults(
      runs: runs(a, b), policies: [.none, .perBatch], testExampleCount: 1_000, steps: 500)
  }

  /// Ten seeds: eight differ by −1 point, two failed and differ by −43 each; the mean is −9.4, of which 8.6 are of
  /// the failed runs.
  @Test func whatFailedRunsMakeIsLeftOutOfASecondMean() throws {
    let pair = try results(
      [7, 7, 7, 7, 7, 7, 7, 7, 7, 7], [8, 8, 8, 8, 8, 8, 8, 8, 50, 50]
    ).comparisons[0]
    let failed = try #require(pair.failed)
    #expect(failed.a == 0 && failed.b == 2 && failed.seeds == 10 && failed.seedsWithout == 8)
    expectClose(failed.meanDifferenceWithout, -0.01)
    expectClose(failed.share, 8.6 / 9.4)
    #expect(failed.makeMost && !failed.areMost)
    #expect(pair.verdict == .aBetter)
    #expect(
      pair.sentence.hasSuffix(
        "Failed runs: 2 of 10 under per-batch; without the 2 failed runs the difference is 1.00 points "
          + "(8 seeds)."))
  }

  /// Both fail with the same seed: it makes nothing of the difference.
  @Test func failedRunsThatMakeLittleAreOnlyCounted() throws {
    let pair = try results([7, 7, 7, 50], [8, 8, 8, 50]).comparisons[0]
    #expect(pair.failed?.makeMost == false)
    #expect(pair.sentence.hasSuffix("Failed runs: 1 of 4 under none, 1 of 4 under per-batch."))
  }

  @Test func theOthersMaySayTheOpposite() throws {
    let pair = try results([8, 8, 8, 8, 8], [7, 7, 7, 7, 50]).comparisons[0]
    let failed = try #require(pair.failed)
    #expect(try #require(failed.share) > 1)
    #expect(pair.sentence.contains("without the failed run the difference is 1.0"))
  }

  @Test func whereMostRunsFailedThereIsNoVerdictButAHint() throws {
    let (bad, good) = ([Double](repeating: 62, count: 7) + [9], [Double](repeating: 7, count: 8))
    let found = try results(bad, good)
    let pair = found.comparisons[0]
    #expect(pair.verdict == .cannotTell && pair.failed?.areMost == true)
    #expect(
      pair.sentence
        == "No verdict on none and per-batch after 500 steps: 7 of 8 runs of none failed.")
    #expect(found.comparisons[1].verdict == .cannotTell)
    let hint = try #require(found.failureHint)
    #expect(hint.hasPrefix("Most runs failed (7 of 8 under none): on their training examples "))
    #expect(hint.contains("--set data.standardise=true") && hint.contains("--learning-rate"))
    // All the same: not "exactly the same test error".
    let equal = try results(bad, bad).comparisons[0]
    #expect(equal.verdict == .cannotTell && equal.sentence.hasPrefix("No verdict on none and"))
    #expect(try results(good, good).failureHint == nil)
    // Exactly half is not most.
    #expect(try results([62, 62, 7, 7], [7, 7, 7, 7]).failureHint == nil)
  }

  @Test func theHintOfDivergedRunsIsTheLearningRate() throws {
    var all = runs([62, 62, 62], [7, 7, 7])
    for index in all.indices where all[index].failed { all[index].failure = .diverged(step: 9) }
    let found = try ComparisonResults(
      runs: all, policies: [.none, .perBatch], testExampleCount: 1_000, steps: 500)
    let hint = try #require(found.failureHint)
    #expect(hint.contains("their weights or losses are not finite"))
    #expect(hint.contains("Lower --learning-rate"))
  }

  /// Seeds that were added until a pair was decided know of failed runs, too.
  @Test func comparisonsThatAddedSeedsSayTheSame() throws {
    let count = 40
    func results(_ a: [Double], _ b: [Double]) throws -> ComparisonResults {
      var comparison = SequentialComparison(arms: [.none, .perBatch], steps: 500)
      for (a, b) in zip(a, b) { comparison.add([a / 100, b / 100]) }
      return try ComparisonResults(
        runs: runs(a, b), comparison: comparison, testExampleCount: 1_000, mostSeeds: count,
        end: .seedsUsed)
    }
    let noise = (0..<count).map { Double($0 % 3) / 10 }
    let failing = try results(noise.map { 60 + $0 }, noise.map { 7 - $0 })
    #expect(failing.comparisons.allSatisfy { $0.verdict == .cannotTell })
    #expect(
      failing.comparisons[0].sentence.hasPrefix("No verdict on none and per-batch after 500 steps:")
    )
    #expect(failing.failureHint != nil)
    let some = try results(
      noise.map { 7 + $0 }, noise.enumerated().map { $0 % 8 == 0 ? 50 : 8 - $1 })
    let pair = some.comparisons[0]
    #expect(pair.failed?.b ?? 0 > 0)
    #expect(pair.sentence.contains("Failed runs: "))
  }
}

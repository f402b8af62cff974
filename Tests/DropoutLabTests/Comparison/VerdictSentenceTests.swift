@testable import DropoutStatistics
import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

struct VerdictSentenceTests {
  private func sentence(
    _ verdict: Verdict, mean: Double, low: Double, high: Double, signFlipP: Double,
    holmP: Double, metric: Metric = .testError, counts: (Int, Int, Int) = (20, 2, 10),
    detectable: Double? = 0.0037, pairs: Int = 1, seeds: Int? = nil, testCount: Int = 2000,
    failed: FailedRuns? = nil, b: Arm = .perBatch, noInterval: MissingInterval? = nil,
    beside: PairComparison? = nil
  ) -> String {
    let used = counts.0 + counts.1 + counts.2
    let comparison = PairComparison(
      a: .perExample, b: b, metric: metric, seeds: seeds ?? used, meanDifference: mean,
      interval: used < 2 || noInterval != nil ? nil : ConfidenceInterval(low: low, high: high),
      noInterval: noInterval, signFlipP: signFlipP,
      wilcoxonP: 1, pairedTP: nil, holmP: holmP, wins: counts.0, ties: counts.1,
      losses: counts.2, probabilityOfSuperiority: 0.5,
      testExamples: metric == .testError ? mean * Double(testCount) : nil,
      minimumDetectableDifference: detectable, failed: failed, verdict: verdict, sentence: "")
    return VerdictSentence(
      comparison: comparison,
      context: PairAnalysis.Context(
        pairCount: pairs, testExampleCount: testCount, moment: "after 30,000 steps"),
      leftOutCount: (seeds ?? used) - used, beside: beside.map { [$0] } ?? []
    ).text
  }

  /// A verdict in log-loss.
  private func logLoss(
    _ verdict: Verdict, mean: Double, low: Double, high: Double
  ) -> PairComparison {
    PairComparison(
      a: .perExample, b: .perBatch, metric: .testLogLoss, seeds: 32, meanDifference: mean,
      interval: ConfidenceInterval(low: low, high: high), signFlipP: 0.01, holmP: 0.038, wins: 8,
      ties: 0, losses: 24, probabilityOfSuperiority: 0.25, testExamples: nil, verdict: verdict,
      sentence: "")
  }

  /// A metric that says something else stands in the same sentence; one that agrees does not.
  @Test func aMetricThatContradictsStandsInTheSentence() {
    let worse = logLoss(.bBetter, mean: 0.0521, low: 0.003, high: 0.101)
    #expect(
      sentence(
        .aBetter, mean: -0.0024, low: -0.0063, high: -0.0007, signFlipP: 0.004, holmP: 0.044,
        pairs: 10, beside: worse)
        == "per-example is better than per-batch by 0.24 points of test error after 30,000 steps "
        + "(95 % interval 0.07 to 0.63, Holm p 0.044, 32 seeds): 4.8 of 2,000 test examples; "
        + "in log-loss per-batch is better by 0.052 nats (95 % interval 0.003 to 0.101, "
        + "Holm p 0.038, 32 seeds).")
    let open = sentence(
      .cannotTell, mean: -0.001, low: -0.0047, high: 0.0027, signFlipP: 0.58, holmP: 0.58,
      beside: worse)
    #expect(open.contains("points or more; in log-loss per-batch is better by 0.052 nats ("))
    let same = sentence(
      .identical, mean: 0, low: 0, high: 0, signFlipP: 1, holmP: 1, counts: (0, 32, 0),
      beside: worse)
    #expect(same.contains("with each of 32 seeds; in log-loss per-batch is better by 0.052 nats"))
    for agrees in [
      logLoss(.aBetter, mean: -0.05, low: -0.1, high: -0.01),
      logLoss(.cannotTell, mean: 0.05, low: -0.1, high: 0.2),
      logLoss(.identical, mean: 0, low: 0, high: 0),
    ] {
      #expect(
        !sentence(
          .aBetter, mean: -0.0024, low: -0.0063, high: -0.0007, signFlipP: 0.004, holmP: 0.044,
          beside: agrees
        ).contains("log-loss"))
    }
  }

  @Test func whyThereIsNoIntervalIsSaid() {
    #expect(
      sentence(
        .cannotTell, mean: 0.0025, low: 0, high: 0, signFlipP: 0.5, holmP: 0.5, counts: (0, 0, 2),
        detectable: nil, noInterval: .fewerThanThreeSeeds
      ).contains("0.25 points (no interval from fewer than three seeds, p 0.50, 2 seeds)"))
    #expect(
      sentence(
        .bBetter, mean: 0.0025, low: 0, high: 0, signFlipP: 0.0078, holmP: 0.0078,
        counts: (0, 0, 8), detectable: nil, noInterval: .allEqual
      ).contains(
        "(no interval as all seeds agree exactly, which says nothing of the spread, p 0.008, 8 seeds)"
      ))
  }

  @Test func theWinnerComesFirstAndItsAdvantageIsPositive() {
    #expect(
      sentence(
        .aBetter, mean: -0.057, low: -0.103, high: -0.011, signFlipP: 0.0001, holmP: 0.001,
        pairs: 10, b: Arm(frozenPerBatch))
        == "per-example is better than frozen/per-batch by 5.70 points of test error after 30,000 steps "
        + "(95 % interval 1.10 to 10.30, Holm p 0.001, 32 seeds): 114 of 2,000 test examples.")
    #expect(
      sentence(
        .bBetter, mean: 0.0312, low: 0.01, high: 0.05, signFlipP: 0.001, holmP: 0.0001,
        metric: .testLogLoss)
        == "per-batch is better than per-example by 0.031 nats of test log-loss after 30,000 steps "
        + "(95 % interval 0.010 to 0.050, p < 0.001, 32 seeds).")
  }

  @Test func whatCouldHaveBeenSeenFollowsCannotTell() {
    #expect(
      sentence(.cannotTell, mean: -0.001, low: -0.0047, high: 0.0027, signFlipP: 0.58, holmP: 0.58)
        == "Cannot tell per-example from per-batch after 30,000 steps: test error of per-example minus that of "
        + "per-batch is \u{2212}0.10 points (95 % interval \u{2212}0.47 to 0.27, p 0.58, 32 seeds), "
        + "2 of 2,000 test examples; could have seen 0.37 points or more.")
    #expect(
      sentence(
        .cannotTell, mean: 0.001, low: -0.0027, high: 0.0047, signFlipP: 0.58, holmP: 1, pairs: 3,
        testCount: 200,
        failed: FailedRuns(
          a: 0, b: 2, seeds: 32, seedsWithout: 30, meanDifferenceWithout: -0.002, share: 0.4)
      ).hasSuffix(
        "0.2 of 200 test examples; could have seen 0.37 points or more (as the only pair). "
          + "Failed runs: 2 of 32 under per-batch."))
  }

  @Test func anIntervalBesideZeroDoesNotLookLikeZero() {
    #expect(
      sentence(.aBetter, mean: -0.002, low: -0.004, high: -0.00001, signFlipP: 0.01, holmP: 0.01)
        .contains("95 % interval 0.001 to 0.400"))
    #expect(
      sentence(.cannotTell, mean: -0.002, low: -0.004, high: 0, signFlipP: 0.06, holmP: 0.06)
        .contains("95 % interval \u{2212}0.40 to 0.00"))
  }

  @Test func tooFewSeedsSaySoInsteadOfWhatTheyCouldSee() {
    let four = sentence(
      .cannotTell, mean: -0.01, low: -0.02, high: -0.005, signFlipP: 0.125, holmP: 0.125,
      counts: (4, 0, 0))
    #expect(
      four.hasSuffix(
        "20 of 2,000 test examples. "
          + "4 seeds can never reach p < 0.05: at least 6 are needed."))
    let eight = sentence(
      .cannotTell, mean: -0.01, low: -0.02, high: -0.005, signFlipP: 0.0078, holmP: 0.078,
      counts: (8, 0, 0), pairs: 10)
    #expect(
      eight.hasSuffix("8 seeds can never reach Holm p < 0.05 over 10 pairs: at least 9 are needed.")
    )
    let tied = sentence(
      .cannotTell, mean: -0.01, low: -0.02, high: -0.005, signFlipP: 0.125, holmP: 0.125,
      counts: (4, 6, 0))
    #expect(tied.hasSuffix("Only 4 of 10 seeds differ, which can never reach p < 0.05."))
    #expect(!tied.contains("could have seen"))
  }

  @Test func aContradictionIsSpeltOut() {
    #expect(
      sentence(.cannotTell, mean: -0.01, low: -0.02, high: 0.001, signFlipP: 0.01, holmP: 0.01)
        .hasSuffix(
          "The test finds a difference but the interval includes 0: "
            + "not enough for a verdict."))
    #expect(
      sentence(
        .cannotTell, mean: -0.01, low: -0.02, high: -0.001, signFlipP: 0.02, holmP: 0.2, pairs: 10
      ).hasSuffix(
        "The interval leaves out 0 and p is 0.020 before the correction for 10 pairs: "
          + "not enough for a verdict."))
    #expect(
      sentence(.cannotTell, mean: -0.01, low: -0.02, high: -0.001, signFlipP: 0.06, holmP: 0.06)
        .hasSuffix(
          "The interval leaves out 0 but the test finds no difference: "
            + "not enough for a verdict."))
  }

  @Test func oneSeedAndIdenticalRunsAreNamedAsSuch() {
    #expect(
      sentence(
        .cannotTell, mean: -0.01, low: 0, high: 0, signFlipP: 1, holmP: 1, counts: (1, 0, 0),
        detectable: nil)
        == "Cannot tell per-example from per-batch after 30,000 steps: test error of per-example minus that of "
        + "per-batch is \u{2212}1.00 points with a single seed, 20 of 2,000 test examples; "
        + "one seed cannot tell a difference from luck.")
    #expect(
      sentence(
        .identical, mean: 0, low: 0, high: 0, signFlipP: 1, holmP: 1, counts: (0, 12, 0),
        failed: FailedRuns(
          a: 1, b: 1, seeds: 12, seedsWithout: 10, meanDifferenceWithout: 0, share: nil))
        == "per-example and per-batch have exactly the same test error after 30,000 steps with each of 12 seeds. "
        + "Failed runs: 1 of 12 under per-example, 1 of 12 under per-batch.")
  }

  @Test(arguments: [
    (0.58, "0.58"), (0.0123, "0.012"), (0.001, "0.001"), (0.0006, "< 0.001"),
    (0.0499, "< 0.05"), (0.05, "0.050"), (0.049, "0.049"), (1, "1"), (0.996, "1"),
  ])
  func probabilitiesAreNeverRoundedAcrossTheLevel(p: Double, text: String) {
    #expect(NumberText.probability(p) == text)
  }

  @Test func numbersArePlain() {
    #expect(NumberText.fixed(-0.004, decimals: 2) == "0.00")
    #expect(NumberText.fixed(-12.345, decimals: 1) == "\u{2212}12.3")
    #expect(NumberText.fixed(0.05, decimals: 3) == "0.050")
    #expect(NumberText.fixed(-1e30, decimals: 3) == "\u{2212}1e+30")
    #expect(NumberText.fixed(7, decimals: 0) == "7")
    #expect(NumberText.count(60_000) == "60,000")
    #expect(NumberText.count(200) == "200")
    #expect(NumberText.exampleCount(-1234.4) == "1,234")
    #expect(NumberText.exampleCount(5.66) == "5.7")
    #expect(NumberText.exampleCount(9.97) == "10")
    #expect(NumberText.exampleCount(2) == "2")
    #expect(NumberText.decimals(forTwoDigitsOf: 0.0037, atLeast: 2) == 4)
    #expect(NumberText.decimals(forTwoDigitsOf: 37, atLeast: 2) == 2)
    #expect(NumberText.decimals(forTwoDigitsOf: 0, atLeast: 2) == 2)
  }
}

@testable import DropoutStatistics
import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

struct SequentialComparisonTests {
  private let policies: [MaskPolicy] = [.perExample, .perBatch, frozenPerBatch]

  /// Errors of one seed: the second policy is like the first, the third is worse by `shift`.
  private func errors(_ random: inout RandomSequence, shift: Double) -> [Double] {
    let luck = 0.1 + 0.02 * random.uniform()
    return [0.0, 0, shift].map { luck + $0 + 0.005 * random.normal() }
  }

  @Test func pairsAreDecidedOneByOneAndStayDecided() throws {
    var random = RandomSequence(RandomKey(seed: 1))
    var comparison = SequentialComparison(
      arms: policies.map { Arm($0) }, steps: 500, indifference: 0.004)
    var decided: [SequentialPair?] = [nil, nil, nil]
    while !comparison.isDecided, comparison.seedCount < 400 {
      comparison.add(errors(&random, shift: 0.02))
      for (index, pair) in comparison.pairs.enumerated() {
        if let before = decided[index] { #expect(pair == before) }
        if pair.verdict != .cannotTell { decided[index] = pair }
      }
    }
    #expect(comparison.isDecided && comparison.decidedCount == 3)
    let pairs = comparison.pairs
    #expect(pairs.map(\.verdict) == [.noRelevantDifference, .aBetter, .aBetter])
    #expect(pairs[1].seeds < pairs[0].seeds && pairs[0].seeds == comparison.seedCount)
    #expect(pairs.allSatisfy { $0.wealthNeeded == 3 / 0.05 })
    #expect(pairs[1].a == .perExample && pairs[1].b == Arm(frozenPerBatch))
    #expect((pairs[1].interval?.high ?? 1) < 0 && pairs[1].wealth >= 60)
  }

  @Test func sentencesSayWhoByHowMuchAndAfterWhat() {
    let pair = SequentialPair(
      a: .perExample, b: .perBatch, seeds: 34, meanDifference: 0.006,
      interval: ConfidenceInterval(low: 0.0000123, high: 0.0119), wealth: 21, wealthNeeded: 20,
      verdict: .bBetter, sentence: "")
    func text(_ verdict: Verdict) -> String {
      var pair = pair
      pair.verdict = verdict
      return SequentialSentence(pair: pair, indifference: 0.02, moment: "after 500 steps").text
    }
    #expect(
      text(.bBetter)
        == "per-batch is better than per-example by 0.600 points of test error after 500 steps "
        + "(anytime interval 0.001 to 1.190, decided after 34 seeds).")
    #expect(
      text(.aBetter).hasPrefix("per-example is better than per-batch by \u{2212}0.600 points"))
    #expect(
      text(.noRelevantDifference)
        == "No difference of more than 2.000 points of test error between per-example and "
        + "per-batch after 500 steps: test error of per-example minus that of per-batch is 0.600 points "
        + "(anytime interval 0.001 to 1.190, decided after 34 seeds).")
    #expect(
      text(.cannotTell)
        == "Cannot tell per-example from per-batch after 500 steps with 34 seeds: test error of per-example minus "
        + "that of per-batch is 0.600 points (anytime interval 0.001 to 1.190).")
    var early = pair
    (early.seeds, early.verdict) = (5, .cannotTell)
    (early.interval, early.noInterval) = (nil, .tooFewSeeds)
    #expect(
      SequentialSentence(pair: early, indifference: nil, moment: "after 500 steps").text
        == "Cannot tell per-example from per-batch after 500 steps with 5 seeds: test error of "
        + "per-example minus that of per-batch is 0.60 points (no interval as the seeds are too few "
        + "for an anytime one).")
  }

  @Test(arguments: [
    (-0.02, -0.001, Verdict.aBetter), (0.001, 0.02, .bBetter),
    (0.001, 0.005, .bBetter), (-0.009, 0.009, .noRelevantDifference), (-0.01, 0.009, .cannotTell),
    (0, 0.02, .cannotTell),
  ])
  func theRuleReadsTheInterval(low: Double, high: Double, verdict: Verdict) {
    let interval = ConfidenceInterval(low: low, high: high)
    #expect(Verdict(corrected: interval, indifference: 0.01) == verdict)
    #expect(
      Verdict(corrected: interval, indifference: nil)
        == (verdict == .noRelevantDifference ? .cannotTell : verdict))
  }

  /// Equal policies are never told apart, whatever is assumed.
  @Test(arguments: SequentialComparison.Assumption.allCases)
  func identicalPoliciesAreNotToldApart(assumption: SequentialComparison.Assumption) {
    var comparison = SequentialComparison(
      arms: [.none, .perBatch], steps: 500, assumption: assumption)
    for seed in 0..<100 {
      let error = 0.1 + Double(seed % 7) / 100
      comparison.add([error, error])
    }
    #expect(comparison.pairs.map(\.verdict) == [.cannotTell])
  }

  /// Seeds that all give one difference say nothing of the spread, whatever their number.
  @Test func equalDifferencesHaveNoInterval() throws {
    func pair(_ errors: [Double], seeds: Int) throws -> SequentialPair {
      var comparison = SequentialComparison(arms: [.none, .perBatch], steps: 500)
      for _ in 0..<seeds { comparison.add(errors) }
      return try #require(comparison.pairs.first)
    }
    let few = try pair([0.1, 0.2], seeds: 5)
    #expect(few.interval == nil && few.noInterval == .tooFewSeeds)
    let many = try pair([0.1, 0.2], seeds: 40)
    #expect(many.interval == nil && many.noInterval == .allEqual && many.verdict == .cannotTell)
    #expect(many.sentence.contains("no interval as all seeds agree exactly"))
    let same = try pair([0.1, 0.1], seeds: 9)
    #expect(same.noInterval == .identical)
    #expect(
      same.sentence
        == "none and per-batch have exactly the same test error after 500 steps with each of 9 seeds."
    )
  }

  /// What holds only for a number of seeds fixed beforehand is not there to be shown.
  @Test func resultsHaveNoFigureOfAFixedNumberOfSeeds() throws {
    var random = RandomSequence(RandomKey(seed: 2))
    var comparison = SequentialComparison(arms: policies.map { Arm($0) }, steps: 500)
    var runs: [RunRecord] = []
    for seed in 0..<40 as Range<UInt64> {
      let errors = errors(&random, shift: 0.02)
      comparison.add(errors)
      runs += zip(policies, errors).map { makeRun($0, seed: seed, error: $1) }
    }
    let results = try ComparisonResults(
      runs: runs, comparison: comparison, testExampleCount: 1000, mostSeeds: 40, end: .seedsUsed)
    #expect(results.friedman == nil && results.steps == 500)
    #expect(results.arms.allSatisfy { $0.interval == nil && $0.noInterval == .seedsWereAdded })
    #expect(results.comparisons.count { $0.metric == .testError } == 3)
    #expect(results.comparisons.suffix(3).allSatisfy { $0.verdict == .identical })
    for (found, pair) in zip(results.comparisons, comparison.pairs) {
      #expect(found.metric == .testError && found.sentence == pair.sentence)
      #expect(found.interval == pair.interval && found.seeds == pair.seeds)
      #expect(found.wins + found.ties + found.losses == pair.seeds)
      #expect(
        [found.signFlipP, found.holmP, found.wilcoxonP, found.pairedTP].allSatisfy { $0 == nil })
      #expect(found.minimumDetectableDifference == nil)
    }
    #expect(results.comparisons.prefix(3).map(\.verdict) == [.cannotTell, .aBetter, .aBetter])
    let added = try #require(results.judgement.seedsAdded)
    #expect(added.end == .seedsUsed && added.seeds == 40)
    #expect(
      added.sentences(results.comparisons)[0]
        == "Seeds were added until all 40 allowed were used (40 seeds, with a look after each): "
        + "2 of 3 pairs are decided.")
  }

  /// A log-loss that says the opposite stands in the sentence of the test error, with its anytime interval.
  @Test func logLossThatContradictsStandsInTheSentence() throws {
    var random = RandomSequence(RandomKey(seed: 3))
    var comparison = SequentialComparison(arms: [.perExample, .perBatch], steps: 500)
    var runs: [RunRecord] = []
    for seed in 0..<30 as Range<UInt64> {
      let errors = [0.1 + 0.002 * random.normal(), 0.12 + 0.002 * random.normal()]
      let logLosses = [3 + 0.1 * random.normal(), 1 + 0.1 * random.normal()]
      if !comparison.isDecided { comparison.add(errors) }
      runs += zip([MaskPolicy.perExample, .perBatch], zip(errors, logLosses)).map {
        makeRun($0, seed: seed, error: $1.0, logLoss: $1.1)
      }
    }
    let results = try ComparisonResults(
      runs: runs.filter { $0.seed < UInt64(comparison.seedCount) }, comparison: comparison,
      testExampleCount: 1000, mostSeeds: 30, end: .seedsUsed)
    let (error, loss) = (results.comparisons[0], results.comparisons[1])
    #expect(error.verdict == .aBetter && loss.verdict == .bBetter && loss.metric == .testLogLoss)
    #expect(error.sentence.contains("); in log-loss per-batch is better by "))
    let interval = try #require(loss.interval)
    #expect(interval.low > 0 && interval.low < 2 && interval.high > 2 && interval.high < 4)
    #expect(
      loss.sentence.hasPrefix("per-batch is better than per-example by ")
        && loss.sentence.hasSuffix(", \(comparison.seedCount) seeds)."))
  }
}

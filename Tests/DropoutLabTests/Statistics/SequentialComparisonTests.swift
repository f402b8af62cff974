import DropoutTraining
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
    var comparison = SequentialComparison(policies: policies, indifference: 0.004)
    var decided: [SequentialPair?] = [nil, nil, nil]
    while !comparison.isDecided, comparison.seedCount < 400 {
      comparison.add(testErrors: errors(&random, shift: 0.02))
      for (index, pair) in comparison.pairs.enumerated() {
        if let before = decided[index] { #expect(pair == before) }
        if pair.decision != .cannotTell { decided[index] = pair }
      }
    }
    #expect(comparison.isDecided && comparison.decidedCount == 3)
    let pairs = comparison.pairs
    #expect(pairs.map(\.decision) == [.noRelevantDifference, .aBetter, .aBetter])
    #expect(pairs[1].seeds < pairs[0].seeds && pairs[0].seeds == comparison.seedCount)
    #expect(pairs.allSatisfy { $0.wealthNeeded == 3 / 0.05 })
    #expect(pairs[1].a == .perExample && pairs[1].b == frozenPerBatch)
    #expect(pairs[1].interval.high < 0 && pairs[1].wealth >= 60)
  }

  @Test func sentencesSayWhoByHowMuchAndAfterWhat() {
    let pair = SequentialPair(
      a: .perExample, b: .perBatch, seeds: 34, meanDifference: 0.006,
      interval: ConfidenceInterval(low: 0.0000123, high: 0.0119), wealth: 21, wealthNeeded: 20,
      decision: .bBetter, sentence: "")
    func text(_ decision: SequentialPair.Decision) -> String {
      var pair = pair
      pair.decision = decision
      return SequentialSentence(pair: pair, indifference: 0.02).text
    }
    #expect(
      text(.bBetter)
        == "per-batch is better than per-example by 0.600 points of test error "
        + "(anytime interval 0.001 to 1.190, decided after 34 seeds).")
    #expect(
      text(.aBetter).hasPrefix("per-example is better than per-batch by \u{2212}0.600 points"))
    #expect(
      text(.noRelevantDifference)
        == "No difference of more than 2.000 points of test error between per-example and "
        + "per-batch: test error of per-example minus that of per-batch is 0.600 points "
        + "(anytime interval 0.001 to 1.190, decided after 34 seeds).")
    #expect(
      text(.cannotTell)
        == "Cannot tell per-example from per-batch after 34 seeds: test error of per-example minus "
        + "that of per-batch is 0.600 points (anytime interval 0.001 to 1.190).")
    var early = pair
    (early.seeds, early.decision) = (5, .cannotTell)
    early.interval = ConfidenceInterval(low: -1, high: 1)
    #expect(
      SequentialSentence(pair: early, indifference: nil).text
        == "Cannot tell per-example from per-batch after 5 seeds: too few for an anytime interval.")
  }

  @Test(arguments: [
    (-0.02, -0.001, SequentialPair.Decision.aBetter), (0.001, 0.02, .bBetter),
    (0.001, 0.005, .bBetter), (-0.009, 0.009, .noRelevantDifference), (-0.01, 0.009, .cannotTell),
    (0, 0.02, .cannotTell),
  ])
  func theRuleReadsTheInterval(low: Double, high: Double, decision: SequentialPair.Decision) {
    let interval = ConfidenceInterval(low: low, high: high)
    #expect(SequentialPair.Decision(interval, indifference: 0.01) == decision)
    #expect(
      SequentialPair.Decision(interval, indifference: nil)
        == (decision == .noRelevantDifference ? .cannotTell : decision))
  }

  /// Equal policies are never told apart, whatever is assumed.
  @Test(arguments: SequentialComparison.Assumption.allCases)
  func identicalPoliciesAreNotToldApart(assumption: SequentialComparison.Assumption) {
    var comparison = SequentialComparison(
      policies: [.none, .perBatch], assumption: assumption)
    for seed in 0..<100 {
      let error = 0.1 + Double(seed % 7) / 100
      comparison.add(testErrors: [error, error])
    }
    #expect(comparison.pairs.map(\.decision) == [.cannotTell])
  }
}

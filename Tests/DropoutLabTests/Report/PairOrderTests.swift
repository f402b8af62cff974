import DropoutTraining
import Testing

@testable import DropoutLab

struct PairOrderTests {
  private func told(_ policies: [MaskPolicy], all: Bool = false) -> (shown: [String], others: Int) {
    let pairs = policies.indices.flatMap { a in
      policies[(a + 1)...].map { b in
        PairComparison(
          a: Arm(policies[a]), b: Arm(b), metric: .testError, seeds: 3, meanDifference: 0,
          interval: nil,
          wins: 0, ties: 3, losses: 0, probabilityOfSuperiority: 0.5, testExamples: 0,
          verdict: .cannotTell, sentence: "")
      }
    }
    let told = PairOrder.told(pairs, armCount: policies.count, all: all)
    return (told.shown.map { "\($0.a), \($0.b)" }, told.others)
  }

  @Test func allPairsOfThreePoliciesAreTold() {
    let groups: [MaskPolicy] = [.perExample, MaskPolicy(.perGroup(size: 16)), .perBatch]
    #expect(told(groups).shown.count == 3 && told(groups).others == 0)
    #expect(told([.none, .perExample]).shown == ["none, per-example"])
  }

  /// Against none first, then per example against per batch, then fresh against frozen.
  @Test func ofMorePoliciesThoseThatAnswerAQuestionAreTold() {
    let usual = told(Plan.usualPolicies)
    #expect(
      usual.shown == [
        "none, per-example", "none, per-batch", "none, frozen/per-example",
        "none, frozen/per-batch", "per-example, per-batch", "per-example, frozen/per-example",
        "per-batch, frozen/per-batch",
      ])
    #expect(usual.others == 3)
    #expect(told(Plan.usualPolicies, all: true).shown.count == 10)
    #expect(told(Plan.usualPolicies, all: true).others == 0)
  }

  /// If no pair answers a question, the first policy is told against the others: of thirty there are 435 pairs.
  @Test func withoutAQuestionTheFirstPolicysPairsAreTold() {
    let groups = [2, 4, 8, 16].map { MaskPolicy(.perGroup(size: $0)) }
    #expect(
      told(groups).shown == [4, 8, 16].map { "per-group:2, per-group:\($0)" })
    #expect(told(groups).others == 3 && told(groups, all: true).others == 0)
  }
}

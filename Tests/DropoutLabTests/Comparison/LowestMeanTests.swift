import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

struct LowestMeanTests {
  /// Six seeds of a policy whose curves have the errors of `means`, each seed a little off.
  private func summary(
    _ policy: MaskPolicy, _ means: [Double], spread: Double = 0.001, seeds: Int = 6
  ) -> ArmSummary {
    ArmSummary(
      ArmRuns(
        Arm(policy),
        (0..<seeds).map { seed in
          var run = makeRun(policy, seed: UInt64(seed), error: means[means.count - 1])
          run.curve = means.enumerated().map { place, mean in
            let off = spread * Double((seed * 7 + place * 3) % 5 - 2)
            return RunRecord.CurvePoint(
              step: 500 * (place + 1), maskedTrainLoss: 1, cleanTrainLoss: 1, testLogLoss: 1,
              testError: mean + off)
          }
          return run
        }))
  }

  private func results(_ policies: [ArmSummary], examples: Int = 2_000) -> ComparisonResults {
    ComparisonResults(
      arms: policies, comparisons: [], friedman: nil, testExampleCount: examples, steps: 2_000)
  }

  @Test func aClearlyLowerStepIsNamed() throws {
    let found = results([
      summary(.perExample, [0.2, 0.09, 0.1, 0.12]), summary(.none, [0.3, 0.2, 0.08, 0.14]),
      summary(.perBatch, [0.3, 0.2, 0.1, 0.07]),
    ])
    #expect(found.lowestMeans.map(\.arm) == [.none, .perExample])
    #expect(found.lowestMeans.map(\.step) == [1_500, 1_000])
    let sentence = try #require(found.lowestMeansSentence(mostExamples: 2_000))
    #expect(sentence.hasPrefix("Lowest mean on the way: "))
    #expect(sentence.contains(" % after 1,500 steps (none; "))
    #expect(sentence.contains(" % at the end), ") && sentence.hasSuffix(" % at the end)."))
    let more = results([summary(.none, [0.3, 0.2, 0.08, 0.14])], examples: 10_000)
    #expect(
      more.lowestMeansSentence(mostExamples: 2_000)?
        .hasPrefix("Lowest mean on the way, of 2,000 test examples: ") == true)
  }

  /// A step that is lower by what seeds vary anyway, or that too few seeds show, is not named.
  @Test func noiseIsNotNamed() {
    let noisy = summary(.none, [0.2, 0.0995, 0.1, 0.1], spread: 0.02)
    #expect(LowestMean(noisy) == nil)
    #expect(LowestMean(summary(.none, [0.2, 0.05, 0.1, 0.12], seeds: 2)) == nil)
    #expect(LowestMean(summary(.none, [0.2, 0.15, 0.12, 0.1])) == nil)
    #expect(LowestMean(summary(.none, [0.2])) == nil)
    #expect(results([noisy]).lowestMeansSentence(mostExamples: 2_000) == nil)
  }
}

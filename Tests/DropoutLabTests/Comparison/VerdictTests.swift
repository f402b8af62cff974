@testable import DropoutStatistics
import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

struct VerdictTests {
  private func verdict(
    _ mean: Double, p: Double, _ low: Double, _ high: Double, complete: Bool = true
  ) -> Verdict {
    Verdict(
      isIdentical: false, isComplete: complete, isConstant: false, meanDifference: mean, holmP: p,
      interval: ConfidenceInterval(low: low, high: high))
  }

  @Test func bothTheTestAndTheIntervalMustAgree() {
    #expect(verdict(-1, p: 0.049, -2, -0.1) == .aBetter)
    #expect(verdict(1, p: 0.049, 0.1, 2) == .bBetter)
    #expect(verdict(-1, p: 0.05, -2, -0.1) == .cannotTell)
    #expect(verdict(-1, p: 0.001, -2, 0) == .cannotTell)
    #expect(verdict(1, p: 0.001, 0, 2) == .cannotTell)
    #expect(verdict(1, p: 0.001, 0.1, 2, complete: false) == .cannotTell)
    #expect(verdict(-1, p: 0.001, 0.1, 2) == .cannotTell)
    #expect(
      Verdict(
        isIdentical: false, isComplete: true, isConstant: false, meanDifference: 1, holmP: 0,
        interval: nil) == .cannotTell)
    #expect(
      Verdict(
        isIdentical: true, isComplete: true, isConstant: true, meanDifference: 0, holmP: 1,
        interval: nil) == .identical)
  }

  /// Seeds that all give one difference have no interval: the test alone decides.
  @Test func aConstantDifferenceIsJudgedByTheTest() {
    func verdict(_ mean: Double, p: Double) -> Verdict {
      Verdict(
        isIdentical: false, isComplete: true, isConstant: true, meanDifference: mean, holmP: p,
        interval: nil)
    }
    #expect(verdict(-0.01, p: 0.008) == .aBetter && verdict(0.01, p: 0.008) == .bBetter)
    #expect(verdict(0.01, p: 0.06) == .cannotTell)
  }

  @Test(arguments: [(1, 6), (3, 7), (10, 9), (20, 10)])
  func seedsNeededGrowWithThePairs(pairs: Int, seeds: Int) {
    #expect(Verdict.seedsNeeded(pairCount: pairs) == seeds)
  }

  /// How many of so many simulated comparisons of eight paired seeds end in a verdict.
  private func verdicts(
    comparisons: Int, key: RandomKey, draw: (inout RandomSequence) -> (Double, Double)
  ) -> Int {
    var random = RandomSequence(key)
    let detectable = DetectableEffects()
    var found = 0
    for _ in 0..<comparisons {
      let pairs = (0..<8).map { _ in draw(&random) }
      let a = pairs.enumerated().map {
        makeRun(.perExample, seed: UInt64($0.offset), error: $0.element.0)
      }
      let b = pairs.enumerated().map {
        makeRun(.perBatch, seed: UInt64($0.offset), error: $0.element.1)
      }
      let analysis = PairAnalysis(
        ArmRuns(.perExample, a), ArmRuns(.perBatch, b), metric: .testError, detectable: detectable)
      let comparison = analysis.comparison(
        holmP: analysis.signFlipP,
        in: PairAnalysis.Context(pairCount: 1, testExampleCount: 200, moment: "after 500 steps"))
      if comparison.verdict != .cannotTell { found += 1 }
    }
    return found
  }

  /// Errors of one seed share its luck; the rest is skewed noise, and one run in twelve fails.
  private static func skewed(_ random: inout RandomSequence, shift: Double) -> (Double, Double) {
    let luck = 0.05 * random.uniform()
    func error(_ shift: Double) -> Double {
      if random.below(12) == 0 { return 0.565 }
      let noise = -PortableMath.log(1 - random.uniform()) / 50
      return (min(1, 0.04 + luck + noise + shift) * 200).rounded() / 200
    }
    return (error(0), error(shift))
  }

  /// 700 comparisons of exchangeable runs for each of three fixed seeds (16, 10 and 16 verdicts: 2.0 %).
  /// At a false-verdict rate of 5 % more than 56 of 700 would come with a probability of 3·10⁻⁴.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func withoutADifferenceVerdictsAreRare(seed: UInt64) {
    let found = verdicts(comparisons: 700, key: RandomKey(seed: seed)) {
      Self.skewed(&$0, shift: 0)
    }
    #expect(found <= 56)
  }

  /// The same runs with a real shift of five points: a rule that never speaks would fail here.
  @Test func aRealDifferenceIsFound() {
    let found = verdicts(comparisons: 40, key: RandomKey(seed: 4)) { random in
      let luck = 0.05 * random.uniform()
      return (0.04 + luck, 0.09 + luck + 0.02 * random.normal())
    }
    #expect(found >= 36)
  }
}

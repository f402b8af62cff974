import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

struct DifferenceCurveTests {
  /// Runs of eight seeds whose errors differ by `shift` points after each of the steps 10, 20, ….
  private func arms(_ shift: [Double], random seed: UInt64 = 5) -> (ArmRuns, ArmRuns) {
    var random = RandomSequence(RandomKey(seed: seed))
    func run(_ policy: MaskPolicy, _ seed: UInt64, _ shift: [Double]) -> RunRecord {
      var run = makeRun(policy, seed: seed, error: 0.2)
      run.curve = shift.enumerated().map { place, shift in
        let error = 0.2 + shift / 100 + 0.001 * random.normal()
        return RunRecord.CurvePoint(
          step: 10 * (place + 1), maskedTrainLoss: 0, cleanTrainLoss: 0, testLogLoss: error,
          testError: error)
      }
      return run
    }
    let seeds = 0..<8 as Range<UInt64>
    return (
      ArmRuns(.perExample, seeds.map { run(.perExample, $0, shift) }),
      ArmRuns(.none, seeds.map { run(.none, $0, shift.map { _ in 0 }) })
    )
  }

  @Test func theSentenceNamesTheStretches() throws {
    let (a, b) = arms([0, 0, -5, -5, -5, 0, 0, 5, 5, 5])
    let curve = try #require(DifferenceCurve(a, b, metric: .testError))
    #expect(curve.stretches.map(\.steps) == [30...50, 80...100])
    #expect(curve.stretches.map(\.better) == [.perExample, .none])
    #expect(
      curve.sentence
        == "Along training, in test error: per-example is better than none from step 30 to 50, but none is "
        + "better than per-example from step 80 on (simultaneous 95 % band of 10 points up to step 100, 8 seeds)."
    )
    for (point, expected) in zip(curve.points, [0, 0, -5, -5, -5, 0, 0, 5, 5, 5.0]) {
      #expect(abs(100 * point.mean - expected) < 0.3)
    }
    // Swapped, it says the same of the same arms.
    let swapped = try #require(DifferenceCurve(b, a, metric: .testError))
    #expect(swapped.stretches.map(\.better) == [.perExample, .none])
    #expect(swapped.points.map(\.mean) == curve.points.map { -$0.mean })
  }

  @Test func manyStretchesAreCounted() throws {
    let (a, b) = arms([5, 0, 5, 0, 5, 0, 5, 0])
    let curve = try #require(DifferenceCurve(a, b, metric: .testError))
    #expect(
      curve.sentence.contains("none is better than per-example at 4 of 8 points from step 10 to 70")
    )
    let (same, other) = arms([0, 0, 0])
    let flat = try #require(DifferenceCurve(same, other, metric: .testError))
    #expect(flat.sentence.contains("no stretch tells per-example from none"))
  }

  /// A run that stopped early ends the curve for all; too few seeds have none.
  @Test func onlyCommonStepsAreCompared() throws {
    var (a, b) = arms([0, 0, 0, 0])
    var runs = a.runs
    runs[3].curve.removeLast(2)
    a = ArmRuns(a.arm, runs)
    let curve = try #require(DifferenceCurve(a, b, metric: .testLogLoss))
    #expect(curve.points.map(\.step) == [10, 20])
    b = ArmRuns(b.arm, Array(b.runs.prefix(5)))
    #expect(
      DifferenceCurve(ArmRuns(a.arm, Array(a.runs.prefix(5))), b, metric: .testError) == nil)
  }
}

@testable import DropoutStatistics
import DropoutTraining
import LabTestSupport
import Testing

@testable import DropoutLab

/// Seeds planned by a pilot. Quantiles: SciPy 1.17, `scipy.stats.chi2.ppf([.025, .975], 9)` gives
/// 2.7003894999803575 and 19.02276779864163.
struct SeedPlanTests {
  private func runs(_ policy: MaskPolicy, _ errors: [Double]) -> [RunRecord] {
    errors.enumerated().map { makeRun(policy, seed: UInt64($0.offset), error: $0.element) }
  }

  @Test func spreadAndItsIntervalAreThoseOfThePilot() throws {
    let a = [0.10, 0.12, 0.11, 0.10, 0.13, 0.12, 0.10, 0.11, 0.12, 0.14]
    let b = [0.11, 0.11, 0.13, 0.12, 0.12, 0.12, 0.13, 0.10, 0.12, 0.11]
    let differences = zip(a, b).map { $0 - $1 }
    let mean = differences.reduce(0, +) / 10
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let plans = try SeedPlan.plans(
      [ArmRuns(.perExample, runs(.perExample, a)), ArmRuns(.perBatch, runs(.perBatch, b))],
      difference: 0.005)
    let plan = try #require(plans.first)
    #expect(plans.count == 1 && plan.pilotSeeds == 10)
    #expect(abs(plan.standardDeviation - (squares / 9).squareRoot()) < 1e-12)
    let interval = try #require(plan.standardDeviationInterval)
    #expect(abs(interval.low - (squares / 19.02276779864163).squareRoot()) < 1e-12)
    #expect(abs(interval.high - (squares / 2.7003894999803575).squareRoot()) < 1e-12)
    let power = PairedPower()
    #expect(plan.seeds == power.seedsNeeded(difference: 0.005, sd: plan.standardDeviation))
    #expect(plan.fewestSeeds == power.seedsNeeded(difference: 0.005, sd: interval.low))
    #expect(plan.mostSeeds == power.seedsNeeded(difference: 0.005, sd: interval.high))
  }

  /// With three pairs a seed more is needed than with one: the level is divided.
  @Test func severalPairsShareTheLevel() throws {
    let errors = [[0.1, 0.2, 0.3, 0.1], [0.2, 0.1, 0.3, 0.2], [0.1, 0.1, 0.1, 0.3]]
    let policies: [MaskPolicy] = [.none, .perExample, .perBatch]
    let all = zip(policies, errors).map { ArmRuns(Arm($0), runs($0, $1)) }
    let three = try SeedPlan.plans(all, difference: 0.05)
    let one = try SeedPlan.plans(
      Array(all.prefix(2)), difference: 0.05)
    #expect(three.count == 3 && one.count == 1)
    #expect(try #require(three[0].seeds) > #require(one[0].seeds))
    #expect(
      three[0].seeds
        == PairedPower(level: 0.05 / 3).seedsNeeded(
          difference: 0.05, sd: three[0].standardDeviation))
  }

  @Test func withoutSpreadThereIsNoPlan() throws {
    let plans = try SeedPlan.plans(
      [ArmRuns(.none, runs(.none, [0.1, 0.2])), ArmRuns(.perBatch, runs(.perBatch, [0.1, 0.2]))],
      difference: 0.01)
    #expect(plans[0].seeds == nil && plans[0].standardDeviation == 0)
    #expect(plans[0].standardDeviationInterval == nil)
  }
}

import CAllocationCount
import DropoutTraining
import TestSupport
import Testing

/// Steps take no memory, in release builds: unoptimised Swift boxes what it passes on.
struct AllocationTests {
  static let configurations: [TrainingConfiguration] = [
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 20, 6, 1]), keepProbabilities: [0.9, 0.8, 0.7],
      optimizer: .usualAdam, learningRate: LearningRate(0.01), l2: 0.001, maxNorm: 3, steps: 1),
    TrainingConfiguration(
      network: NetworkShape(layers: [4, 9, 3], activation: .tanh), keepProbabilities: [1, 0.5],
      optimizer: .momentum(.init(0.9)), learningRate: LearningRate(0.01), batchSize: 16, steps: 1),
    TrainingConfiguration(
      network: NetworkShape(layers: [5, 70, 17, 3]), keepProbabilities: [0.9, 0.5, 0.5],
      optimizer: .nesterov(.init(0.9)), learningRate: LearningRate(0.01), maxNorm: 3, batchSize: 7,
      steps: 1),
    TrainingConfiguration(
      network: NetworkShape(layers: [5, 66, 1], activation: .logistic),
      learningRate: LearningRate(0.01), steps: 1),
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 20, 6, 1]), keepProbabilities: [0.9, 0.8, 0.7],
      learningRate: LearningRate(0.01), steps: 1,
      dropoutSchedule: DropoutSchedule(.annealed, steps: 600)),
    TrainingConfiguration(
      network: NetworkShape(layers: [5, 70, 17, 3]), keepProbabilities: [0.9, 0.5, 0.5],
      learningRate: LearningRate(0.01), batchSize: 7, steps: 1,
      dropoutSchedule: DropoutSchedule(.late, steps: 600)),
  ]

  private static let isCounted: Bool = {
    #if DEBUG
      false
    #else
      ca_allocation_count() >= 0
    #endif
  }()

  @Test(
    .enabled(if: isCounted, "allocations are counted in release builds, on Linux with glibc"),
    arguments: configurations, ["per-example", "per-epoch/per-batch"])
  func stepsTakeNoMemory(configuration: TrainingConfiguration, policy: String) throws {
    let test = TrainingCase(configuration, policy: try #require(MaskPolicy(policy)), count: 24)
    let start = ca_allocation_count()
    var trainer = test.trainer()
    #expect(ca_allocation_count() > start)
    for _ in 0..<20 { trainer.step() }
    let before = ca_allocation_count()
    for _ in 0..<1_000 { trainer.step() }
    #expect(ca_allocation_count() == before)
  }
}

import DropoutTraining
import TestSupport
import Testing

struct CheckpointTests {
  static let configurations = [
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 20, 3, 1], initialisation: .course),
      keepProbabilities: [1, 0.86, 0.86], learningRate: LearningRate(0.3), steps: 40),
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 9, 1], activation: .tanh), keepProbabilities: [1, 0.8],
      optimizer: .momentum(.init(from: 0.5, to: 0.95, over: 7)), learningRate: LearningRate(0.05),
      l2: 0.01, maxNorm: 1.2, batchSize: 7, steps: 40),
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 70, 66, 4]), keepProbabilities: [0.9, 0.5, 0.5],
      optimizer: .usualAdam, learningRate: LearningRate(0.01), batchSize: 10, steps: 40),
    // Checkpoints lie on both sides of the step at which dropout begins or ends, and amid its change.
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 20, 3, 1]), keepProbabilities: [0.9, 0.5, 0.8],
      learningRate: LearningRate(0.3), steps: 40,
      dropoutSchedule: DropoutSchedule(.early, steps: 18)),
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 70, 66, 4]), keepProbabilities: [0.9, 0.5, 0.2],
      learningRate: LearningRate(0.05), batchSize: 10, steps: 40,
      dropoutSchedule: DropoutSchedule(.late, steps: 18)),
    TrainingConfiguration(
      network: NetworkShape(layers: [3, 70, 66, 4]), keepProbabilities: [0.9, 0.5, 0.2],
      learningRate: LearningRate(0.05), batchSize: 10, steps: 40,
      dropoutSchedule: DropoutSchedule(.annealed, steps: 25)),
  ]

  @Test(
    arguments: configurations,
    ["none", "per-example", "per-batch", "frozen/per-example", "every:7/per-group:4"])
  func aRunGoesOnFromACheckpointWithTheSameBits(
    configuration: TrainingConfiguration, text: String
  ) throws {
    let policy = try #require(MaskPolicy(text))
    let test = TrainingCase(configuration, policy: policy, count: 24)
    var trainer = test.trainer()
    var digests = [trainer.parameters.digest]
    var losses: [Double] = []
    var checkpoints = [trainer.checkpoint()]
    for _ in 0..<configuration.steps {
      trainer.step()
      digests.append(trainer.parameters.digest)
      losses.append(trainer.lastBatchLoss)
      checkpoints.append(trainer.checkpoint())
    }
    // Back, on, and back again: also right after a step of another moment.
    for moment in [17, 0, 31, 5, 39] {
      trainer.restore(checkpoints[moment])
      #expect(trainer.stepsDone == moment)
      #expect(trainer.parameters.digest == digests[moment])
      trainer.step()
      #expect(trainer.parameters.digest == digests[moment + 1])
      #expect(trainer.lastBatchLoss == losses[moment])
      var other = test.trainer()
      other.restore(checkpoints[moment])
      for _ in moment..<configuration.steps { other.step() }
      #expect(other.parameters.digest == digests[configuration.steps])
    }
  }
}

import TestSupport
import Testing

@testable import DropoutTraining

/// Subnormal numbers count as zero in a whole training, in both layouts.
struct SubnormalTrainingTests {
  static let networks = [[3, 20, 2], [3, 70, 33, 2]]

  private func trainer(
    _ layers: [Int], optimizer: Optimizer = .sgd, rate: Double = 0.1, features: Float = 1,
    weights: Float = 1, hasOneClass: Bool = false
  ) -> Trainer {
    let configuration = TrainingConfiguration(
      network: NetworkShape(layers: layers),
      keepProbabilities: [Double](repeating: 0.8, count: layers.count - 1), optimizer: optimizer,
      learningRate: LearningRate(rate), batchSize: 16, steps: 1)
    let test = TrainingCase(configuration, policy: .perExample, count: 24)
    var initial = Parameters(shape: configuration.network, key: RandomKey(seed: 1))
    initial.weights = initial.weights.map { $0.map { $0 * weights } }
    let examples = Examples(
      featureCount: layers[0], features: test.examples.features.numbers.map { $0 * features },
      labels: test.examples.labels.map { hasOneClass ? 0 : $0 })
    return Trainer(
      configuration, policy: .perExample, seed: 1, examples: ExampleMatrix(examples),
      initial: initial)
  }

  /// Weights and loss after some steps.
  private func result(_ trainer: consuming Trainer, steps: Int) -> (String, Double) {
    var trainer = trainer
    for _ in 0..<steps { trainer.step() }
    return (trainer.parameters.digest, trainer.lastBatchLoss)
  }

  @Test(arguments: networks)
  func subnormalFeaturesAndWeightsAreZero(layers: [Int]) {
    // The largest is some 3 · 10⁻³⁹.
    let tiny = result(trainer(layers, features: 0x1p-130), steps: 10)
    let zero = result(trainer(layers, features: 0), steps: 10)
    #expect(tiny == zero)
    #expect(tiny != result(trainer(layers, features: 0x1p-10), steps: 10))
    #expect(
      result(trainer(layers, weights: 0x1p-130), steps: 10)
        == result(trainer(layers, weights: 0), steps: 10))
  }

  /// With one class all logits saturate, and nothing has a gradient any more. 0.9ⁿ is subnormal from n = 829
  /// on, and would stay so for ever: rounded to the nearest, five units of 2⁻¹⁴⁹ times 0.9 are five.
  @Test(arguments: networks)
  func momentaEnd(layers: [Int]) {
    var trainer = trainer(layers, optimizer: .momentum(.init(0.9)), rate: 100, hasOneClass: true)
    let count = trainer.state.numbers.count / 2
    for _ in 0..<5 { trainer.step() }
    #expect(trainer.state.numbers.dropFirst(count).contains { $0 != 0 })
    for _ in 0..<1_200 { trainer.step() }
    #expect(trainer.state.numbers.dropFirst(count).allSatisfy { $0 == 0 })
    #expect(!trainer.state.numbers.contains { $0.isSubnormal } && trainer.parameters.isFinite)
  }
}

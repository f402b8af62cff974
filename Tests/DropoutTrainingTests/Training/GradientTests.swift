import DropoutTraining
import TestSupport
import Testing

/// Every gradient is judged twice: the naive network by finite differences, the engine by it.
struct GradientTests {
  static let shapes: [NetworkShape] = [
    NetworkShape(layers: [3, 5, 4, 1], activation: .relu, initialisation: .he),
    NetworkShape(layers: [2, 20, 3, 1], activation: .tanh, initialisation: .xavier),
    NetworkShape(layers: [4, 17, 3], activation: .logistic, initialisation: .course),
    NetworkShape(layers: [5, 3], initialisation: .he),
    NetworkShape(layers: [3, 33, 16, 15, 4], activation: .relu),
    NetworkShape(layers: [3, 6, 2], activation: .linear, loss: .squared),
    NetworkShape(layers: [3, 6, 1], activation: .tanh, loss: .squared),
  ]
  static let policies = [
    "none", "per-example", "per-group:3", "per-batch", "frozen/per-example", "frozen/per-batch",
    "every:2/per-batch", "per-epoch/per-example",
  ]

  private func testCase(
    _ shape: NetworkShape, _ policy: String, scaling: DropoutScaling = .inverted, count: Int = 10
  ) throws -> TrainingCase {
    var keeps = [Double](repeating: 0.6, count: shape.droppableLayerCount)
    keeps[0] = 0.8
    return TrainingCase(
      TrainingConfiguration(
        network: shape, keepProbabilities: keeps, scaling: scaling,
        learningRate: LearningRate(0.05), steps: 3),
      policy: try #require(MaskPolicy(policy)), count: count)
  }

  @Test(arguments: shapes)
  func naiveGradientsAgreeWithFiniteDifferences(shape: NetworkShape) throws {
    let test = try testCase(shape, "per-example")
    var initial = Parameters(shape: shape, key: RandomKey(seed: 1))
    // Away from 0, where a ReLU whose inputs are all dropped would sit on its kink.
    for layer in initial.biases.indices {
      for unit in initial.biases[layer].indices { initial.biases[layer][unit] = 0.1 }
    }
    let network = ReferenceNetwork(shape: shape, parameters: initial)
    let all = (0..<10).map { Int32($0) }
    let x = test.rows(all)
    let labels = test.labels(all)
    let masks = test.masks(step: 0)
    let gradients = network.gradients(x, labels: labels, masks: masks)
    let h = 1e-6
    func slope(_ change: (inout ReferenceNetwork, Double) -> Void) -> Double {
      var up = network
      var down = network
      change(&up, h)
      change(&down, -h)
      return
        (up.meanLoss(x, labels: labels, masks: masks)
        - down.meanLoss(x, labels: labels, masks: masks)) / (2 * h)
    }
    for layer in network.weights.indices {
      for j in network.biases[layer].indices {
        let bias = slope { $0.biases[layer][j] += $1 }
        #expect(abs(bias - gradients.biases[layer][j]) < 1e-7)
        for i in network.weights[layer].indices {
          let weight = slope { $0.weights[layer][i][j] += $1 }
          #expect(abs(weight - gradients.weights[layer][i][j]) < 1e-7)
        }
      }
    }
  }

  /// Ten examples lie in the wide layout, thirty-seven in the narrow one.
  @Test(arguments: shapes, policies)
  func engineAgreesWithTheNaiveNetwork(shape: NetworkShape, policy: String) throws {
    for count in [10, 37] { try expectAgreement(testCase(shape, policy, count: count), count) }
  }

  /// More than a block of inputs, more than a group of outputs; thinned under one mask for the batch.
  @Test(
    arguments: [
      NetworkShape(layers: [3, 150, 140, 2]),
      NetworkShape(layers: [3, 130, 70, 1], activation: .tanh, initialisation: .xavier),
      NetworkShape(layers: [70, 66, 65, 3], activation: .logistic, initialisation: .xavier),
    ], ["none", "per-example", "per-group:3", "per-group:8", "per-batch"])
  func wideNetsAgreeWithTheNaiveNetwork(shape: NetworkShape, policy: String) throws {
    for maxNorm in [nil, 0.9] {
      let keeps = [0.9] + [Double](repeating: 0.5, count: shape.droppableLayerCount - 1)
      expectAgreement(
        TrainingCase(
          TrainingConfiguration(
            network: shape, keepProbabilities: keeps, learningRate: LearningRate(0.05),
            maxNorm: maxNorm, steps: 3),
          policy: try #require(MaskPolicy(policy)), count: 11), 11)
    }
  }

  /// In many of these steps a mask leaves no unit of the second hidden layer.
  @Test(arguments: ["per-batch", "per-example"])
  func layersWithoutASurvivorPassNothingDown(policy: String) throws {
    let test = TrainingCase(
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 70, 2, 1]), keepProbabilities: [1, 0.5, 0.1],
        learningRate: LearningRate(0.05), steps: 12),
      policy: try #require(MaskPolicy(policy)), count: 4)
    expectAgreement(test, 4, steps: 12)
  }

  private func expectAgreement(_ test: TrainingCase, _ count: Int, steps: Int = 3) {
    var trainer = test.trainer()
    var reference = ReferenceTraining(test.configuration, initial: trainer.parameters)
    let all = (0..<count).map { Int32($0) }
    for step in 0..<steps {
      let masks = test.masks(step: step)
      let expected = reference.network.gradients(
        test.rows(all), labels: test.labels(all), masks: masks)
      let loss = reference.network.meanLoss(test.rows(all), labels: test.labels(all), masks: masks)
      let gradient = trainer.nextGradient()
      #expect(abs(trainer.lastBatchLoss - loss) < 1e-5)
      trainer.step()
      #expect(abs(trainer.lastBatchLoss - loss) < 1e-5)
      let flat = zip(expected.weights, expected.biases).flatMap { $0.flatMap { $0 } + $1 }
      let largest = flat.map(abs).max() ?? 0
      for (got, want) in zip(gradient.flattened, flat) {
        #expect(abs(got - want) < 1e-5 * max(largest, 0.1))
      }
      reference.train(test.rows(all), labels: test.labels(all), masks: masks)
    }
  }

  @Test func droppedUnitsGetNoGradient() throws {
    let shape = NetworkShape(layers: [3, 8, 1])
    let test = TrainingCase(
      TrainingConfiguration(
        network: shape, keepProbabilities: [1, 0.5], learningRate: LearningRate(0.1), steps: 1),
      policy: .perBatch, count: 6)
    var trainer = test.trainer()
    let gradient = trainer.nextGradient()
    let mask = test.masks(step: 0).bits[1][0]
    #expect(mask.contains(0) && mask.contains(1))
    for unit in 0..<8 where mask[unit] == 0 {
      #expect((0..<3).allSatisfy { gradient.weights[0][$0 * 8 + unit] == 0 })
      #expect(gradient.biases[0][unit] == 0)
      #expect(gradient.weights[1][unit] == 0)
    }
  }

  @Test(arguments: [1e-5, 0.001, 0.5, 0.999, 1])
  func everyAllowedKeepGivesFiniteGradients(keep: Double) {
    let test = TrainingCase(
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 8, 4, 1]), keepProbabilities: [keep, keep, keep],
        learningRate: LearningRate(0.01), steps: 5), policy: .perExample, count: 20)
    var trainer = test.trainer()
    for _ in 0..<5 {
      let gradient = trainer.nextGradient()
      #expect(gradient.isFinite)
      trainer.step()
    }
  }
}

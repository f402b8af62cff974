import DropoutTraining
import TestSupport
import Testing

struct TrainerTests {
  static let optimizers: [Optimizer] = [
    .sgd, .momentum(.init(0.9)), .momentum(.init(from: 0.5, to: 0.95, over: 7)),
    .nesterov(.init(0.8)), .usualAdam,
  ]
  static let schedules: [LearningRate.Schedule] = [
    .constant, .step(every: 4, factor: 0.5), .exponential(every: 5, factor: 0.7),
    .inverseTime(halfLife: 6),
  ]

  private func compare(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, count: Int
  ) {
    let test = TrainingCase(configuration, policy: policy, count: count)
    var trainer = test.trainer()
    var reference = ReferenceTraining(configuration, initial: trainer.parameters)
    var order = BatchOrder(
      seed: test.seed, exampleCount: count,
      batchSize: configuration.batchSize(exampleCount: count))
    for step in 0..<configuration.steps {
      let batch = order.nextBatch()
      reference.train(test.rows(batch), labels: test.labels(batch), masks: test.masks(step: step))
      trainer.step()
    }
    let largest = reference.flattened.map(abs).max() ?? 1
    for (got, want) in zip(trainer.parameters.flattened, reference.flattened) {
      #expect(abs(got - want) < 2e-4 * largest)
    }
  }

  @Test(arguments: optimizers, schedules)
  func optimisersAndSchedulesFollowTheirFormulas(
    optimizer: Optimizer, schedule: LearningRate.Schedule
  ) {
    compare(
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 9, 1], activation: .tanh), keepProbabilities: [1, 0.8],
        optimizer: optimizer, learningRate: LearningRate(0.05, schedule: schedule), l2: 0.01,
        maxNorm: 1.2, batchSize: 7, steps: 20), policy: .perExample, count: 24)
  }

  @Test(arguments: ["none", "per-example", "per-group:4", "per-batch", "per-epoch/per-batch"])
  func minibatchesFollowTheReference(text: String) throws {
    compare(
      TrainingConfiguration(
        network: NetworkShape(layers: [4, 20, 17, 3]), keepProbabilities: [0.9, 0.7, 0.5],
        learningRate: LearningRate(0.1), batchSize: 6, steps: 25),
      policy: try #require(MaskPolicy(text)), count: 20)
  }

  @Test(arguments: [DropoutScaling.classic, .inverted])
  func bothScalingsFollowTheReference(scaling: DropoutScaling) {
    compare(
      TrainingConfiguration(
        network: NetworkShape(layers: [4, 12, 3]), keepProbabilities: [0.9, 0.5], scaling: scaling,
        learningRate: LearningRate(0.1), steps: 10), policy: .perExample, count: 20)
  }

  /// Classic scaling with weights w / keep is inverted scaling with weights w: the same evaluation.
  @Test func classicScalingEvaluatesLikeInverted() {
    let shape = NetworkShape(layers: [4, 12, 6, 3])
    let keeps = [0.75, 0.5, 0.25]
    let inverted = Parameters(shape: shape, key: RandomKey(seed: 4))
    var classic = inverted
    for layer in 0..<3 {
      classic.weights[layer] = inverted.weights[layer].map { $0 / Float(keeps[layer]) }
    }
    func evaluate(_ parameters: Parameters, _ scaling: DropoutScaling) -> Evaluation {
      let test = TrainingCase(
        TrainingConfiguration(
          network: shape, keepProbabilities: keeps, scaling: scaling,
          learningRate: LearningRate(0.1), steps: 1), policy: .perExample, count: 50)
      let examples = ExampleMatrix(test.examples)
      return Trainer(
        test.configuration, policy: .perExample, seed: 1, examples: examples, initial: parameters
      ).evaluate(examples)
    }
    let one = evaluate(inverted, .inverted)
    let other = evaluate(classic, .classic)
    #expect(abs(one.loss - other.loss) < 1e-6)
    #expect(one.error == other.error)
    #expect(abs(evaluate(classic, .inverted).loss - one.loss) > 1e-3)
  }

  // MARK: Identities

  private func digest(
    _ policy: String, seed: UInt64 = 1, keep: Double = 0.6, batch: Int? = 5, steps: Int = 40
  ) throws -> String {
    let test = TrainingCase(
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 18, 5, 1]), keepProbabilities: [keep, keep, keep],
        optimizer: .momentum(.init(0.9)), learningRate: LearningRate(0.05), batchSize: batch,
        steps: steps), policy: try #require(MaskPolicy(policy)), seed: seed, count: 31)
    var trainer = test.trainer()
    for _ in 0..<steps { trainer.step() }
    return trainer.parameters.digest
  }

  @Test func sameSeedRepeatsTheRunAndAnotherDoesNot() throws {
    #expect(try digest("per-example") == digest("per-example"))
    #expect(try digest("per-example") != digest("per-example", seed: 2))
  }

  @Test func policiesDiffer() throws {
    let digests = try Set(
      ["none", "per-example", "per-group:2", "per-batch", "frozen/per-example", "frozen/per-batch"]
        .map { try digest($0) })
    #expect(digests.count == 6)
  }

  @Test(arguments: ["", "frozen/", "every:3/", "per-epoch/"])
  func batchSizeOneMakesAllSharingsOne(renewal: String) throws {
    let digests = try Set(
      ["per-example", "per-group:4", "per-batch"].map { try digest(renewal + $0, batch: 1) })
    #expect(digests.count == 1)
  }

  @Test func keepingEverythingIsNoDropout() throws {
    let digests = try Set(GradientTests.policies.map { try digest($0, keep: 1) })
    #expect(digests.count == 1)
  }

  @Test func everyBatchIsFullAndEveryEpochHoldsEachExampleOnce() {
    var order = BatchOrder(seed: 3, exampleCount: 10, batchSize: 4)
    let seen = (0..<5).flatMap { _ in order.nextBatch() }
    #expect(seen.prefix(10).sorted() == Array(0..<10))
    #expect(seen.suffix(10).sorted() == Array(0..<10))
    #expect(Array(seen.prefix(10)) != Array(seen.suffix(10)))
    var other = BatchOrder(seed: 4, exampleCount: 10, batchSize: 4)
    #expect((0..<5).flatMap { _ in other.nextBatch() } != seen)
  }

  @Test func normLimitHolds() {
    let test = TrainingCase(
      TrainingConfiguration(
        network: NetworkShape(layers: [3, 20, 1]), learningRate: LearningRate(1), maxNorm: 0.5,
        steps: 10), policy: .none, count: 30)
    var trainer = test.trainer()
    for _ in 0..<10 { trainer.step() }
    let weights = trainer.parameters.weights[0]
    for unit in 0..<20 {
      let norm = (0..<3).reduce(Float(0)) { $0 + weights[$1 * 20 + unit] * weights[$1 * 20 + unit] }
      #expect(norm.squareRoot() < 0.5 * (1 + 1e-6))
    }
  }

  /// Logits of a million must give finite losses and gradients.
  @Test(arguments: [Loss.sigmoid, .softmax, .squared])
  func hugeLogitsStayFinite(loss: Loss) {
    let outputs = loss == .sigmoid ? 1 : 3
    let shape = NetworkShape(layers: [2, outputs], loss: loss)
    let weights = [Float](repeating: 1, count: 2 * outputs).enumerated().map {
      $0.offset % 2 == 0 ? Float(1e6) : Float(-1e6)
    }
    let examples = ExampleMatrix(
      Examples(
        featureCount: 2, features: [1, 0, 0, 1, 1, 1],
        labels: loss == .sigmoid ? [0, 1, 0] : [1, 0, 0]))
    var trainer = Trainer(
      TrainingConfiguration(network: shape, learningRate: LearningRate(0.1), steps: 1),
      policy: .none, seed: 1, examples: examples,
      initial: Parameters(
        weights: [weights], biases: [[Float](repeating: 0, count: outputs)]))
    let gradient = trainer.nextGradient()
    #expect(gradient.isFinite)
    trainer.step()
    #expect(trainer.lastBatchLoss.isFinite && trainer.lastBatchLoss > 1e5)
    #expect(trainer.evaluate(examples).loss.isFinite)
  }
}

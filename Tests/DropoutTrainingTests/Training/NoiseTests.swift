import DropoutTraining
import Foundation
import TestSupport
import Testing

/// Gaussian dropout and DropConnect against the naive network under the same factors.
struct NoiseTests {
  static let policies = [
    "none", "per-example", "per-group:4", "per-batch", "every:3/per-example", "frozen/per-batch",
  ]

  private func configuration(
    _ noise: DropoutNoise, layers: [Int] = [5, 20, 17, 3], keeps: [Double] = [0.9, 0.7, 0.5],
    activation: Activation = .relu, batchSize: Int? = 10, maxNorm: Double? = nil
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      network: NetworkShape(layers: layers, activation: activation), keepProbabilities: keeps,
      noise: noise, optimizer: .momentum(.init(0.5)), learningRate: LearningRate(0.1), l2: 0.01,
      maxNorm: maxNorm, batchSize: batchSize, steps: 15)
  }

  private func compare(_ configuration: TrainingConfiguration, _ policy: MaskPolicy) {
    let test = TrainingCase(configuration, policy: policy, count: 25)
    var trainer = test.trainer()
    var reference = ReferenceTraining(configuration, initial: trainer.parameters)
    var order = BatchOrder(
      seed: test.seed, exampleCount: 25,
      batchSize: configuration.batchSize(exampleCount: 25))
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

  @Test(arguments: [DropoutNoise.gaussian, .dropconnect], policies)
  func trainingFollowsTheReference(noise: DropoutNoise, text: String) throws {
    compare(configuration(noise), try #require(MaskPolicy(text)))
  }

  @Test(arguments: [DropoutNoise.gaussian, .dropconnect], Activation.allCases)
  func everyActivationAndTheNormLimitFollowTheReference(
    noise: DropoutNoise, activation: Activation
  ) {
    compare(configuration(noise, activation: activation, maxNorm: 0.8), .perExample)
    // A full batch of a net so narrow that its units could lie side by side.
    compare(configuration(noise, layers: [3, 1], keeps: [0.8], batchSize: nil), .perBatch)
  }

  @Test(arguments: DropoutNoise.allCases)
  func keepingAllIsNoneAndOneExampleSharesWithNobody(noise: DropoutNoise) {
    func digest(_ keeps: [Double], _ policy: MaskPolicy, batchSize: Int) -> String {
      var trainer = TrainingCase(
        configuration(noise, keeps: keeps, batchSize: batchSize), policy: policy, count: 25
      ).trainer()
      for _ in 0..<10 { trainer.step() }
      return trainer.parameters.digest
    }
    #expect(
      digest([1, 1, 1], .perExample, batchSize: 10) == digest([1, 1, 1], .none, batchSize: 10))
    let single = digest([0.9, 0.7, 0.5], .perExample, batchSize: 1)
    #expect(single == digest([0.9, 0.7, 0.5], .perBatch, batchSize: 1))
    #expect(single != digest([1, 1, 1], .perExample, batchSize: 1))
  }

  @Test(arguments: [DropoutNoise.gaussian, .dropconnect])
  func threadsChangeNoBit(noise: DropoutNoise) {
    let test = TrainingCase(
      configuration(noise, layers: [70, 130, 90, 4], batchSize: 10), policy: .perExample, count: 25)
    let digests = [1, 2, 3].map { threads in
      var trainer = Trainer(
        test.configuration, policy: test.policy, seed: 1, examples: ExampleMatrix(test.examples),
        threads: threads)
      for _ in 0..<5 { trainer.step() }
      return trainer.parameters.digest
    }
    #expect(Set(digests).count == 1)
  }

  /// 200,000 factors: the mean within 4 standard errors, a false alarm in 16,000; the variance and the
  /// share beyond two standard deviations likewise.
  @Test(arguments: [0.5, 0.86])
  func factorsAreNormalWithBernoullisVariance(keep: Double) {
    let probability = KeepProbability(keep)
    let masks = MaskFormula(policy: .perExample, seed: 5)
    let factors = masks.factors(
      layer: 1, keep: probability, batchSize: 200, units: 1_000, step: 3, epoch: 0
    ).map(Double.init)
    let variance = (1 - probability.realised) / probability.realised
    let count = Double(factors.count)
    let mean = factors.reduce(0, +) / count
    #expect(abs(mean - 1) < 4 * (variance / count).squareRoot())
    let spread = factors.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / count
    #expect(abs(spread / variance - 1) < 4 * (2 / count).squareRoot())
    let beyond = factors.count { abs($0 - 1) > 2 * variance.squareRoot() }
    let expected = count * erfc(2.squareRoot())
    #expect(abs(Double(beyond) - expected) < 4 * expected.squareRoot())
    // Neighbours in a unit's pair and across rows are not related.
    for distance in [1, 16, 32, 1_000] {
      let products = zip(factors, factors.dropFirst(distance)).map { ($0 - 1) * ($1 - 1) }
      let correlation = products.reduce(0, +) / count / variance
      #expect(abs(correlation) < 4 / count.squareRoot(), "\(distance) apart")
    }
  }

  @Test func factorsAreDecidedBySeedLayerAndStep() {
    func factors(_ seed: UInt64, layer: Int = 1, step: Int = 0) -> [Float] {
      MaskFormula(policy: .perExample, seed: seed).factors(
        layer: layer, keep: KeepProbability(0.5), batchSize: 3, units: 70, step: step, epoch: 0)
    }
    #expect(factors(1) == factors(1))
    for other in [factors(2), factors(1, layer: 2), factors(1, step: 1)] {
      #expect(zip(factors(1), other).allSatisfy { $0 != $1 })
    }
    let shared = MaskFormula(policy: .perBatch, seed: 1).factors(
      layer: 1, keep: KeepProbability(0.5), batchSize: 3, units: 70, step: 0, epoch: 0)
    #expect(Array(shared[0..<70]) == Array(shared[140..<210]))
  }

  @Test func identitiesOfBernoulliRunsNameNoNoise() throws {
    let text = String(decoding: try JSONEncoder().encode(configuration(.bernoulli)), as: UTF8.self)
    #expect(!text.lowercased().contains("noise"))
    for noise in DropoutNoise.allCases {
      let written = try JSONEncoder().encode(configuration(noise))
      #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: written).noise == noise)
    }
  }
}

import DropoutTraining

/// A tiny training whose every setting a key draws: among many, some saturate, some die, some diverge.
///
/// Widths lie around the sixteen lanes of a vector, and both layouts, all activations, losses, kinds of
/// noise, policies and optimisers occur.
struct RandomTraining {
  let configuration: TrainingConfiguration
  let policy: MaskPolicy
  let seed: UInt64
  let examples: Examples
  let initial: Parameters
  let threads: Int

  init(
    configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, examples: Examples,
    initial: Parameters, threads: Int
  ) {
    self.configuration = configuration
    self.policy = policy
    self.seed = seed
    self.examples = examples
    self.initial = initial
    self.threads = threads
  }

  /// The training with this number.
  init(number: Int, seed: UInt64) {
    var random = RandomSequence(RandomKey(seed: seed).folding(.study, layer: number))
    let noise = random.choice(of: DropoutNoise.allCases)
    let shape = Self.network(&random)
    let keeps = (1..<shape.layers.count).map { _ in random.choice(of: [1, 0.9, 0.5, 0.5, 0.1]) }
    let count = random.choice(of: [16, 17, 31, 40])
    let isClassic = noise == .bernoulli && random.below(4) == 0
    var configuration = TrainingConfiguration(
      network: shape, keepProbabilities: keeps, scaling: isClassic ? .classic : .inverted,
      noise: noise,
      optimizer: random.choice(of: [
        .sgd, .momentum(.init(0.9)), .nesterov(.init(0.9)), .usualAdam,
        .adam(beta1: 0.5, beta2: 0.9, epsilon: 1e-30),
      ]),
      learningRate: LearningRate(random.choice(of: [0, 1e-39, 0.01, 0.3, 10, 1_000, 1e20])),
      l2: random.choice(of: [0, 0, 0.01, 1]), maxNorm: random.choice(of: [nil, nil, 1, 1e-38]),
      batchSize: random.choice(of: [nil, 1, 7, 15, 16, 16, 17]), steps: 1 + random.below(4))
    policy = Self.policy(&random)
    self.seed = random.next()
    threads = 1 + random.below(2)
    examples = Self.examples(shape, count: count, &random)
    initial = Self.initial(shape, seed: self.seed, &random)
    if !isClassic {
      configuration.dropoutSchedule = DropoutSchedule(
        random.choice(of: [.constant, .constant] + DropoutSchedule.Kind.allCases),
        steps: 1 + random.below(4))
    }
    self.configuration = configuration
  }

  private static func network(_ random: inout RandomSequence) -> NetworkShape {
    let widths = [1, 2, 3, 15, 16, 17, 20, 31, 33, 64, 65, 100, 129, 257]
    let hidden = (0..<random.below(4)).map { _ in random.choice(of: widths) }
    let outputs = random.choice(of: [1, 1, 2, 3, 10, 16, 17, 40])
    return NetworkShape(
      layers: [random.choice(of: [1, 2, 8, 15, 16, 17, 70])] + hidden + [outputs],
      activation: random.choice(of: Activation.allCases),
      loss: random.below(3) == 0 ? .squared : .usual(outputs: outputs))
  }

  private static func policy(_ random: inout RandomSequence) -> MaskPolicy {
    let sharings: [MaskPolicy.Sharing] = [.perExample, .perGroup(size: 3), .perBatch]
    let renewals: [MaskPolicy.Renewal] = [.everyStep, .every(steps: 2), .perEpoch, .frozen]
    if random.below(5) == 0 { return .none }
    return MaskPolicy(random.choice(of: sharings), random.choice(of: renewals))
  }

  /// Pixels, or examples at every scale from subnormal numbers to overflows, some of whose numbers are zero.
  private static func examples(
    _ shape: NetworkShape, count: Int, _ random: inout RandomSequence
  ) -> Examples {
    let scale = random.choice(of: [1e-42, 1e-20, 0.1, 1, 1, 30, 1_000, 1e18])
    let density = random.choice(of: [0.1, 0.7, 1])
    let size = count * shape.layers[0]
    let isPicture = random.below(6) == 0
    let pixels = (0..<(isPicture ? size : 0)).map { _ in UInt8(random.below(256)) }
    let numbers = (0..<size).map { _ in
      random.uniform() < density ? Float(random.normal() * scale) : 0
    }
    let classes = max(shape.layers[shape.layers.count - 1], 2)
    let labels = (0..<count).map { _ in Int32(random.below(classes)) }
    return Examples(
      featureCount: shape.layers[0],
      features: isPicture ? Features(pixels: pixels) : Features(numbers), labels: labels)
  }

  private static func initial(
    _ shape: NetworkShape, seed: UInt64, _ random: inout RandomSequence
  ) -> Parameters {
    let scale = random.choice(of: [1e-40, 1e-19, 1, 1, 1, 30, 1e18])
    let bias = random.choice(of: [0, 0, -90, 90] as [Float])
    var parameters = Parameters(shape: shape, key: RandomKey(seed: seed))
    for layer in parameters.weights.indices {
      parameters.weights[layer] = parameters.weights[layer].map {
        Float(Double($0) * scale)
      }
      parameters.biases[layer] = parameters.biases[layer].map { $0 + bias }
    }
    return parameters
  }

  /// Trains and evaluates, and mixes into a digest whatever a user could see of it.
  func run(into digest: inout SHA256) {
    let matrix = ExampleMatrix(examples)
    var trainer = Trainer(
      configuration, policy: policy, seed: seed, examples: matrix, initial: initial,
      threads: threads)
    for _ in 0..<configuration.steps { trainer.step() }
    let parameters = trainer.parameters
    let numbers = (parameters.weights + parameters.biases).joined()
    precondition(!numbers.contains { $0.isSubnormal }, "a step left a subnormal parameter")
    digest.update(parameters.digest)
    let constant = configuration.constantDropout(step: configuration.steps)
    let trained = TrainedNetwork(constant, parameters: parameters)
    for loss in [trainer.lastBatchLoss, trainer.evaluate(matrix).loss] { digest.update(bits(loss)) }
    for prediction in trained.predictions(matrix) {
      digest.update([UInt64(prediction.label)])
      digest.update(bits(prediction.probability))
    }
    if configuration.noise != .dropconnect {
      digest.update(bits(trained.evaluate(matrix, samples: 1, seed: seed).loss))
    }
    guard configuration.noise == .bernoulli, configuration.network.loss != .squared,
      (1...8).contains(ThinnedNetworks(constant).unitCount)
    else { return }
    let thinned = trained.evaluateThinned(matrix, threads: threads)
    for loss in thinned.losses + [thinned.geometricMean.loss] { digest.update(bits(loss)) }
  }

  /// A NaN's sign and payload are the processor's choice.
  private func bits(_ number: Double) -> [UInt64] {
    [number.isNaN ? Double.nan.bitPattern : number.bitPattern]
  }
}

extension RandomSequence {
  /// One of some values, all alike probable.
  fileprivate mutating func choice<Value>(of values: [Value]) -> Value {
    values[below(values.count)]
  }
}

import DropoutTraining

extension RandomTraining {
  /// Trainings whose units saturate, die or diverge, under every activation and kind of policy, in both
  /// layouts.
  static var fates: [RandomTraining] {
    let policies = ["none", "per-example", "per-group:3", "per-batch", "frozen/per-example"]
    return Activation.allCases.flatMap { activation in
      policies.compactMap { MaskPolicy($0) }.flatMap { policy in
        // Wide, then narrow; no width is a multiple of 16.
        [[20, 100, 4], [7, 33, 18, 4]].flatMap { layers in
          let shape = NetworkShape(layers: layers, activation: activation)
          return [
            RandomTraining(shape, policy, features: 1_000),
            RandomTraining(shape, policy, optimizer: .momentum(.init(0.9)), hiddenBias: -1_000),
            RandomTraining(shape, policy, rate: 1e20),
          ]
        }
      }
    }
  }

  /// Trainings full of numbers that would be subnormal, in both layouts.
  static var subnormals: [RandomTraining] {
    let networks = [[4, 20, 3], [4, 20, 6, 1], [4, 70, 3], [4, 70, 33, 1]]
    return networks.flatMap { layers in
      Activation.allCases.flatMap { tinyNumbers(NetworkShape(layers: layers, activation: $0)) }
    } + [networks[0], networks[2]].flatMap { saturated(NetworkShape(layers: $0)) }
  }

  private static func tinyNumbers(_ shape: NetworkShape) -> [RandomTraining] {
    [
      // Logits whose gradients are about e⁻⁸⁶ / 17.
      RandomTraining(shape, .perExample, labels: [0], outputBias: 86),
      RandomTraining(shape, .perBatch, optimizer: .momentum(.init(0.9)), features: 1e-40),
      RandomTraining(shape, .perExample, weights: 1e-40, l2: 0.5),
      RandomTraining(shape, .none, rate: 1e-39, weights: 1e-38, maxNorm: 1e-38),
    ]
  }

  /// With one class all logits saturate, and nothing has a gradient any more: momenta and moments decay.
  private static func saturated(_ shape: NetworkShape) -> [RandomTraining] {
    let decaying = Optimizer.adam(beta1: 0.9, beta2: 0.95, epsilon: 1e-8)
    return [
      RandomTraining(
        shape, .perExample, optimizer: .momentum(.init(0.9)), rate: 100, labels: [0], steps: 5_000),
      RandomTraining(shape, .perBatch, optimizer: decaying, rate: 1, labels: [0], steps: 2_000),
    ]
  }

  /// A training over 40 examples in batches of 17.
  private init(
    _ shape: NetworkShape, _ policy: MaskPolicy, optimizer: Optimizer = .sgd, rate: Double = 0.1,
    features: Double = 1, weights: Double = 1, hiddenBias: Float = 0, labels: [Int32]? = nil,
    outputBias: Float = 0, l2: Double = 0, maxNorm: Double? = nil, steps: Int = 15
  ) {
    let outputs = shape.layers[shape.layers.count - 1]
    let allowed = labels ?? (0..<Int32(max(outputs, 2))).map { $0 }
    var random = RandomSequence(RandomKey(seed: 5).folding(.data))
    var initial = Parameters(shape: shape, key: RandomKey(seed: 3))
    for layer in initial.weights.indices {
      initial.weights[layer] = initial.weights[layer].map { Float(Double($0) * weights) }
      let isLast = layer == initial.weights.count - 1
      if !isLast { initial.biases[layer] = initial.biases[layer].map { $0 + hiddenBias } }
      // A sigmoid's class 0 has negative logits, a softmax's the largest first one.
      if isLast { initial.biases[layer][0] += outputs == 1 ? -outputBias : outputBias }
    }
    self.init(
      configuration: TrainingConfiguration(
        network: shape,
        keepProbabilities: [Double](repeating: 0.7, count: shape.droppableLayerCount),
        optimizer: optimizer, learningRate: LearningRate(rate), l2: l2, maxNorm: maxNorm,
        batchSize: 17, steps: steps),
      policy: policy, seed: 11,
      examples: Examples(
        featureCount: shape.layers[0],
        features: (0..<40 * shape.layers[0]).map { _ in Float(random.normal() * features) },
        labels: (0..<40).map { _ in allowed[random.below(allowed.count)] }),
      initial: initial, threads: 1)
  }
}

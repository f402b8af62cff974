/// One run: a network, its optimiser and its masks, stepping through its batches.
///
/// ```swift
/// let data = try DataGenerator.football.makeDataset()
/// let configuration = TrainingConfiguration(
///   network: NetworkShape(layers: [2, 20, 3, 1], initialisation: .course),
///   keepProbabilities: [1, 0.86, 0.86], learningRate: LearningRate(0.3), steps: 30_000)
/// var trainer = Trainer(
///   configuration, policy: .perExample, seed: 7, examples: ExampleMatrix(data.train))
/// while trainer.stepsDone < configuration.steps { trainer.step() }
/// print(trainer.evaluate(ExampleMatrix(data.test)).error)
/// ```
///
/// The run is decided by its arguments alone: the same arguments give the same bits. Single-threaded;
/// memory is taken when it is made, none inside ``step()``.
public struct Trainer: ~Copyable {
  /// The settings.
  public let configuration: TrainingConfiguration
  /// The masks this run draws.
  public let masks: DropoutMasks
  /// Steps done so far.
  public private(set) var stepsDone = 0

  private let examples: ExampleMatrix
  private let batchSize: Int
  private var order: BatchOrder
  private var layerMasks: LayerMasks
  private let parameterBuffer: ParameterBuffer
  private let gradients: ParameterBuffer
  private let moments: AlignedBuffer<Float>
  private let transposed: AlignedBuffer<Float>
  private let forward: ForwardPass
  private let backward: ForwardPass
  private let labels: AlignedBuffer<Int32>
  private let losses: AlignedBuffer<Float>
  private let evaluator: Evaluator

  /// A run from its initial weights.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - policy: The mask policy.
  ///   - seed: Decides initial weights, batch order and masks, each by its own key.
  ///   - examples: Training examples; their features are the network's inputs.
  ///   - initial: Initial weights, where they shall not come from the seed.
  public init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64,
    examples: ExampleMatrix, initial: Parameters? = nil
  ) {
    let shape = configuration.network
    examples.check(fits: shape)
    // Every branch stands before the first stored property: with one among them, Swift 6.3's
    // optimiser destroys a noncopyable property that is not there yet.
    let inputRows = Self.inputRows(configuration, policy: policy, exampleCount: examples.count)
    self.configuration = configuration
    self.examples = examples
    masks = DropoutMasks(policy: policy, seed: seed)
    batchSize = configuration.batchSize(exampleCount: examples.count)
    order = BatchOrder(seed: seed, exampleCount: examples.count, batchSize: batchSize)
    layerMasks = LayerMasks(masks, configuration: configuration, batchSize: batchSize)
    parameterBuffer = ParameterBuffer(shape)
    gradients = ParameterBuffer(shape)
    let count = parameterBuffer.buffer.count
    moments = AlignedBuffer(count: count * configuration.optimizer.momentCount)
    let largest = zip(shape.layers, shape.layers.dropFirst()).map { padded($0) * $1 }.max() ?? 0
    transposed = AlignedBuffer(count: largest)
    forward = ForwardPass(shape, rows: batchSize, inputRows: inputRows)
    backward = ForwardPass(shape, rows: batchSize, inputRows: 0)
    labels = AlignedBuffer(count: batchSize)
    losses = AlignedBuffer(count: batchSize)
    evaluator = Evaluator(configuration)
    parameterBuffer.set(initial ?? Parameters(shape: shape, key: RandomKey(seed: seed)))
  }

  /// Rows of input that a run must hold itself: none where the examples serve as they are.
  private static func inputRows(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, exampleCount: Int
  ) -> Int {
    let batchSize = configuration.batchSize(exampleCount: exampleCount)
    let dropsInput = policy.sharing != nil && !configuration.keep(layer: 0).keepsAll
    return dropsInput || batchSize != exampleCount ? batchSize : 0
  }

  /// The current weights and biases.
  public var parameters: Parameters { parameterBuffer.parameters }

  /// The gradient of the last step's mean loss, masks on, without the L2 term.
  public var lastGradient: Parameters { gradients.parameters }

  /// Trains one step on the next batch.
  public mutating func step() {
    let epoch = configuration.epoch(step: stepsDone, exampleCount: examples.count)
    layerMasks.move(step: stepsDone, epoch: epoch)
    let input = nextInput()
    forward.run(input, parameters: parameterBuffer) { layerMasks.mask(layer: $0) }
    Kernels.lossGradient(
      configuration.network.loss, logits: forward.logits, labels: labels, into: backward.logits,
      factor: 1 / Float(batchSize))
    propagateBack(input)
    update()
    stepsDone += 1
  }

  /// The mean loss of the last step's batch as training saw it, masks on, before its update.
  public var lastBatchLoss: Double {
    Kernels.loss(configuration.network.loss, logits: forward.logits, labels: labels, into: losses)
    var sum = 0.0
    for row in 0..<batchSize { sum += Double(losses[row]) }
    return sum / Double(batchSize)
  }

  /// Error and loss on examples, nothing dropped.
  public func evaluate(_ examples: ExampleMatrix) -> Evaluation {
    evaluator.evaluate(examples, parameters: parameterBuffer)
  }

  /// The batch's input under its mask, its labels set beside it.
  private mutating func nextInput() -> Matrix {
    let drops = layerMasks.drops(layer: 0)
    let features = examples.features
    let input = forward.input
    if order.isFullBatch {
      if stepsDone == 0 { for row in 0..<batchSize { labels[row] = examples.labels[row] } }
      guard drops else { return features }
      Kernels.applyMask(features, into: input, mask: layerMasks.mask(layer: 0))
      return input
    }
    order.nextBatch { row, example in
      input.copyRow(row, from: features, row: example)
      labels[row] = examples.labels[example]
    }
    if drops {
      Kernels.applyMask(input, into: input, mask: layerMasks.mask(layer: 0))
    }
    return input
  }

  /// Gradients of all layers, from the logits' gradient down.
  private func propagateBack(_ input: Matrix) {
    let shape = configuration.network
    var gradient = backward.logits
    for layer in stride(from: shape.weightLayerCount - 1, through: 0, by: -1) {
      let below = layer == 0 ? input : forward.masked[layer - 1]
      Kernels.weightGradient(below, gradient, into: gradients.weights[layer])
      Kernels.columnSums(gradient, into: gradients.biases[layer])
      guard layer > 0 else { break }
      let weights = parameterBuffer.weights[layer]
      let turned = Matrix(transposed, rows: weights.columns, columns: weights.rows)
      turned.setTranspose(of: weights)
      let maskedGradient = backward.masked[layer - 1]
      Kernels.inputGradient(gradient, transposedWeights: turned, into: maskedGradient)
      let next = backward.activated[layer - 1]
      Kernels.activateBackward(
        shape.activation, maskedGradient, activated: forward.activated[layer - 1], into: next,
        mask: layerMasks.mask(layer: layer))
      gradient = next
    }
  }

  /// The optimiser's step, then the norm limit.
  private func update() {
    let rate = Float(configuration.learningRate.rate(step: stepsDone))
    for layer in parameterBuffer.weights.indices {
      for isWeight in [true, false] {
        let target = isWeight ? parameterBuffer.weights[layer] : parameterBuffer.biases[layer]
        let slope = isWeight ? gradients.weights[layer] : gradients.biases[layer]
        Kernels.optimize(
          configuration.optimizer, target, gradient: slope, moments: moments,
          parameters: parameterBuffer.buffer, step: stepsDone, rate: rate,
          decay: isWeight ? Float(configuration.l2) : 0)
      }
      if let limit = configuration.maxNorm {
        Kernels.limitNorms(parameterBuffer.weights[layer], to: Float(limit))
      }
    }
  }
}

/// One run: a network, its optimiser and its masks, stepping through its batches.
///
/// ```swift
/// let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
/// let configuration = TrainingConfiguration(
///   network: NetworkShape(layers: [2, 20, 3, 1], initialisation: .course),
///   keepProbabilities: [1, 0.86, 0.86], learningRate: LearningRate(0.3), steps: 30_000)
/// var trainer = Trainer(
///   configuration, policy: .perExample, seed: 7, examples: ExampleMatrix(data.train))
/// while trainer.stepsDone < configuration.steps { trainer.step() }
/// print(trainer.evaluate(ExampleMatrix(data.test)).error)
/// ```
///
/// A run is decided by its arguments alone: the same arguments give the same bits, however many threads share
/// its work. All matrices are allocated by `init`, none by ``step()``.
public struct Trainer: ~Copyable {
  /// The settings.
  public let configuration: TrainingConfiguration
  /// The masks this run draws.
  public let masks: MaskFormula
  /// Steps done so far.
  public private(set) var stepsDone = 0

  private let examples: ExampleMatrix
  private let batchSize: Int
  private(set) var order: BatchOrder
  /// The examples of the last step, none before the first.
  private var batch: [Int] = []
  let state: TrainingState
  private let layout: any TrainingLayout
  private let evaluator: Evaluator

  /// A run at its initial weights.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - policy: The mask policy.
  ///   - seed: Decides initial weights, batch order and masks, each by its own key.
  ///   - examples: Training examples; their features are the network's inputs.
  ///   - initial: Initial weights; nil to draw them from the seed.
  ///   - threads: Threads that share the work of a step; their number changes no bit. Narrow nets use one.
  public init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64,
    examples: ExampleMatrix, initial: Parameters? = nil, threads: Int = 1
  ) {
    let shape = configuration.network
    examples.check(fits: shape)
    // All branches come before the first stored property is set: with a branch in between, Swift 6.3's
    // optimiser destroys a noncopyable property that is not initialised yet.
    let batchSize = configuration.batchSize(exampleCount: examples.count)
    let masks = MaskFormula(policy: policy, seed: seed)
    let state = TrainingState(configuration)
    state.parameters.set(initial ?? Parameters(shape: shape, key: RandomKey(seed: seed)))
    let layout = configuration.layout(
      state, formula: masks, examples: examples, batchSize: batchSize, threads: threads)
    self.configuration = configuration
    self.examples = examples
    self.masks = masks
    self.batchSize = batchSize
    order = BatchOrder(seed: seed, exampleCount: examples.count, batchSize: batchSize)
    self.state = state
    self.layout = layout
    evaluator = Evaluator(configuration)
  }

  /// The current weights and biases.
  public var parameters: Parameters { state.parameters.parameters }

  /// Whether every weight and bias is finite.
  package var parametersAreFinite: Bool {
    for index in 0..<state.parameters.buffer.count
    where !state.parameters.buffer[index].isFinite { return false }
    return true
  }

  /// Trains one step on the next batch.
  public mutating func step() {
    let plan = nextPlan(configuration.optimizerStep(stepsDone))
    Kernels.inTheirMode { layout.step(plan) }
    stepsDone += 1
  }

  /// The gradient of the next step's mean loss, with masks and without the L2 term; nothing is trained.
  public mutating func nextGradient() -> Parameters {
    let saved = order
    layout.step(nextPlan(.store))
    order = saved
    return state.gradients.parameters
  }

  /// The mean loss of the last batch of ``step()`` or ``nextGradient()``, with masks, before that step's update.
  public var lastBatchLoss: Double { layout.summedLoss() / Double(batchSize) }

  /// Which units of a hidden layer had a nonzero output in the last step, `[batch, units]`, row-major: with
  /// ReLU, the kept units whose pre-activation was above 0.
  ///
  /// - Parameter layer: The hidden layer, counted from 1.
  public func lastActivity(layer: Int) -> [Bool] {
    let (layout, units) = (layout, configuration.network.layers[layer])
    return (0..<batchSize * units).map {
      layout.passedOn(layer: layer, row: $0 / units, unit: $0 % units) != 0
    }
  }

  /// Multiplications and additions of the last step's products, without those that were skipped because a
  /// factor was zero.
  var lastStepOperations: Double { layout.lastStepOperations }

  /// Continues with step `step`, on the next batch of `order`.
  mutating func move(to step: Int, order: BatchOrder) {
    precondition(order.isAlike(self.order), "a checkpoint of other examples")
    stepsDone = step
    self.order = order
  }

  /// The plan of the next step, which ends with `update`.
  private mutating func nextPlan(_ update: OptimizerStep) -> StepPlan {
    let epoch = configuration.epoch(step: stepsDone, exampleCount: examples.count)
    // A batch of all examples is the same in every step.
    let isNew = batch.isEmpty || !order.isFullBatch
    if isNew { order.nextBatch(into: &batch) }
    return StepPlan(
      masks: .draw(
        masks.policy.draw(step: stepsDone, epoch: epoch),
        dropShare: configuration.dropoutSchedule.dropShare(step: stepsDone)),
      batch: isNew ? batch : nil,
      objective: .mean(configuration.network.loss, batchSize: batchSize), update: update)
  }

  /// Error and loss on examples, without dropout.
  ///
  /// - Parameters:
  ///   - examples: The examples to evaluate on.
  ///   - detailed: Whether to find ``Evaluation/classes``, too.
  public func evaluate(_ examples: ExampleMatrix, detailed: Bool = false) -> Evaluation {
    evaluator.evaluate(examples, parameters: state.parameters, detailed: detailed)
  }
}

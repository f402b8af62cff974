/// Measures gradients of a network at given weights, for given batches and masks, without training: the basis
/// of studies of gradient noise.
///
/// A gradient is that of a batch's mean loss, with masks, without the L2 term. The arguments alone decide it.
public struct GradientProbe: ~Copyable {
  /// Which examples of a batch share a mask.
  public let policy: MaskPolicy
  /// The number of examples in a batch.
  public let batchSize: Int
  private let examples: ExampleMatrix
  private let layout: any TrainingLayout
  private let state: TrainingState
  private let objective: StepPlan.Objective

  /// A probe at given weights.
  ///
  /// - Parameters:
  ///   - configuration: The network, its keep probabilities and loss; its optimiser and steps are ignored. For
  ///     a moment of a training whose dropout has a schedule, take
  ///     ``TrainingConfiguration/constantDropout(step:)``.
  ///   - policy: The mask policy; its renewal is ignored, because each gradient names its draw.
  ///   - seed: Decides the masks, which differ from those of a training with this seed.
  ///   - batchSize: The number of examples in a batch.
  ///   - examples: The examples from which batches are taken.
  ///   - parameters: The weights.
  public init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, batchSize: Int,
    examples: ExampleMatrix, parameters: Parameters
  ) {
    precondition(batchSize > 0, "\(batchSize) examples a batch")
    examples.check(fits: configuration.network)
    configuration.requireConstantDropout("gradients are measured")
    let formula = MaskFormula(policy: policy, seed: seed, purpose: .study)
    let state = TrainingState(configuration)
    state.parameters.set(parameters)
    let layout = configuration.layout(
      state, formula: formula, examples: examples, batchSize: batchSize, threads: 1)
    self.policy = policy
    self.batchSize = batchSize
    self.examples = examples
    self.layout = layout
    self.state = state
    objective = .mean(configuration.network.loss, batchSize: batchSize)
  }

  /// Measures the gradient of a batch.
  ///
  /// - Parameters:
  ///   - batch: The indices of its ``batchSize`` examples; an index may occur twice.
  ///   - draw: Chooses the masks; equal draws give equal masks.
  ///   - gradient: Set to the gradient; must belong to the same network.
  public mutating func measure(
    _ batch: some Collection<Int>, draw: UInt64, into gradient: GradientVector
  ) {
    precondition(batch.count == batchSize, "\(batch.count) examples in a batch of \(batchSize)")
    measure(Array(batch), .draw(draw, dropShare: 1), into: gradient)
  }

  /// Measures the gradient of one example under given masks.
  ///
  /// - Parameters:
  ///   - example: The index of the example.
  ///   - survivors: For the input and each hidden layer, whether each unit is kept.
  ///   - gradient: Set to the gradient; must belong to the same network.
  /// - Precondition: ``batchSize`` is 1 and the policy drops.
  public mutating func measure(
    example: Int, survivors: [[Bool]], into gradient: GradientVector
  ) {
    precondition(batchSize == 1 && policy.drops, "\(policy), batches of \(batchSize)")
    measure([example], .given(survivors), into: gradient)
  }

  private func measure(
    _ batch: [Int], _ masks: StepPlan.Masks, into gradient: GradientVector
  ) {
    for example in batch {
      precondition(
        (0..<examples.count).contains(example), "example \(example) of \(examples.count)")
    }
    layout.step(StepPlan(masks: masks, batch: batch, objective: objective, update: .store))
    gradient.copy(state.gradients)
  }
}

/// Gradients of a network at given weights, for given batches and masks: what a study of
/// gradient noise is made of. Nothing is trained.
///
/// A gradient is that of the mean loss of a batch, masks on, without the L2 term. It is decided by
/// the arguments alone.
public struct GradientProbe: ~Copyable {
  /// Which examples of a batch share a mask.
  public let policy: MaskPolicy
  /// Examples of a batch.
  public let batchSize: Int
  private let examples: ExampleMatrix
  private let layout: any TrainingLayout
  private let state: TrainingState
  private let objective: StepPlan.Objective

  /// A probe at given weights.
  ///
  /// - Parameters:
  ///   - configuration: The network, its keep probabilities and loss; of the training nothing is used.
  ///   - policy: The mask policy; its renewal is not used, each gradient names its draw.
  ///   - seed: Decides the masks, which are other masks than those of a training with this seed.
  ///   - batchSize: Examples of a batch.
  ///   - examples: What batches are taken from.
  ///   - parameters: The weights.
  public init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, batchSize: Int,
    examples: ExampleMatrix, parameters: Parameters
  ) {
    precondition(batchSize > 0, "\(batchSize) examples a batch")
    examples.check(fits: configuration.network)
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

  /// Makes `gradient` that of a batch.
  ///
  /// - Parameters:
  ///   - batch: The numbers of its examples, ``batchSize`` of them; one may come twice.
  ///   - draw: Which masks: equal draws give equal masks.
  ///   - gradient: Set to the gradient; of the same network.
  public mutating func measure(
    _ batch: some Collection<Int>, draw: UInt64, into gradient: GradientVector
  ) {
    precondition(batch.count == batchSize, "\(batch.count) examples in a batch of \(batchSize)")
    measure(Array(batch), .draw(draw), into: gradient)
  }

  /// Measures the gradient of one example under given masks.
  ///
  /// - Parameters:
  ///   - example: The number of the example.
  ///   - survivors: For the input and each hidden layer, whether each unit survives.
  ///   - gradient: Set to the gradient; of the same network.
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

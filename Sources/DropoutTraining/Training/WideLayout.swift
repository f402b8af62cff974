/// The layout of wide nets: units side by side in a vector. Rows are examples.
final class WideLayout: TrainingLayout {
  private let configuration: TrainingConfiguration
  private let state: TrainingState
  private let examples: ExampleMatrix
  private let batchSize: Int
  private let team: WorkTeam
  private let masks: BatchMasks
  /// Per weight layer.
  private let engines: [LayerEngines]
  private let input: OwnedMatrix
  private let forward: ForwardPass
  private let backward: ForwardPass
  private let labels: AlignedBuffer<Int32>
  private let losses: AlignedBuffer<Float>
  private(set) var lastStepOperations = 0.0

  /// Allocates a run's memory.
  init(
    _ configuration: TrainingConfiguration, state: TrainingState, formula: MaskFormula,
    examples: ExampleMatrix, batchSize: Int, team: WorkTeam
  ) {
    let shape = configuration.network
    self.configuration = configuration
    self.state = state
    self.examples = examples
    self.batchSize = batchSize
    self.team = team
    let masks = BatchMasks(formula, configuration: configuration, batchSize: batchSize)
    self.masks = masks
    let memory = EngineMemory(shape, batchSize: batchSize, team: team)
    engines = (0..<shape.weightLayerCount).map { layer in
      LayerEngines(
        EngineContext(
          layer: layer, configuration: configuration, batchSize: batchSize, formula: formula,
          state: state, memory: memory, masks: masks))
    }
    input = OwnedMatrix(rows: batchSize, columns: shape.layers[0])
    forward = ForwardPass(
      shape, rows: batchSize, inputRows: masks.noise(layer: 0) == nil ? 0 : batchSize)
    backward = ForwardPass(shape, rows: batchSize, inputRows: 0)
    labels = AlignedBuffer(count: batchSize)
    losses = AlignedBuffer(count: batchSize)
  }

  func step(_ plan: StepPlan) {
    load(plan)
    lastStepOperations = 0
    let batch = maskedInput()
    forward.run(batch, mask: masks.mask) { layer, below, output in
      lastStepOperations += engines[layer].current.forward(below, plan: plan, into: output)
    }
    Kernels.lossGradient(
      plan.objective.loss, logits: forward.logits, labels: labels, into: backward.logits,
      factor: plan.objective.rowWeight)
    propagateBack(batch, plan: plan)
  }

  func summedLoss() -> Double {
    Kernels.loss(configuration.network.loss, logits: forward.logits, labels: labels, into: losses)
    return (0..<batchSize).reduce(0) { $0 + Double(losses[$1]) }
  }

  func passedOn(layer: Int, row: Int, unit: Int) -> Float { forward.masked[layer - 1][row, unit] }

  /// Loads the masks and examples of a plan.
  private func load(_ plan: StepPlan) {
    switch plan.masks {
    case .draw(let draw, let dropShare): masks.draw(draw, dropShare: dropShare)
    case .given(let survivors): masks.set(survivors)
    }
    for (row, example) in (plan.batch ?? []).enumerated() {
      examples.copy(example, to: row, of: input.view)
      labels[row] = examples.answer(example, for: configuration.network)
    }
  }

  /// The batch with the input's mask applied.
  private func maskedInput() -> Matrix {
    guard let noise = masks.noise(layer: 0) else { return input.view }
    Kernels.applyMask(input.view, into: forward.input, mask: noise.applied)
    return forward.input
  }

  /// Computes the gradient of every layer and applies its step, from the last layer down. A layer's input
  /// gradient is computed with the weights before their step.
  private func propagateBack(_ batch: Matrix, plan: StepPlan) {
    var gradient = backward.logits
    for layer in engines.indices.reversed() {
      let below = layer == 0 ? batch : forward.masked[layer - 1]
      let inputGradient = layer == 0 ? nil : backward.masked[layer - 1]
      lastStepOperations += engines[layer].current.backward(
        below, gradient: gradient, inputGradient: inputGradient, plan: plan)
      limitNorms(layer, step: plan.update)
      Kernels.columnSums(gradient, into: state.gradients.biases[layer])
      state.step(layer: layer, rows: below.columns..<below.columns + 1, plan.update.forBiases)
      guard let inputGradient else { break }
      gradient = backward.activated[layer - 1]
      Kernels.activateBackward(
        configuration.network.activation, inputGradient, activated: forward.activated[layer - 1],
        into: gradient, mask: masks.mask(layer: layer))
    }
  }

  private func limitNorms(_ layer: Int, step: OptimizerStep) {
    guard let limit = configuration.maxNorm, step.limitsNorms else { return }
    let weights = state.parameters.weights[layer]
    team.split(weights.vectors) { vectors in
      Kernels.limitNorms(weights, squares: state.squares, vectors: vectors, to: Float(limit))
    }
  }
}

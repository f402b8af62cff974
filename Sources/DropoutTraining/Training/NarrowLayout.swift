/// The layout of narrow nets: examples side by side in a vector. All matrices are units × batch.
final class NarrowLayout: TrainingLayout {
  private let configuration: TrainingConfiguration
  private let state: TrainingState
  private let examples: ExampleMatrix
  private let batchSize: Int
  private let masks: LaneMasks
  private let memory: AlignedBuffer<Float>
  private let input: Matrix
  private var dropShare = 1.0
  /// Per layer, the input first: masked activations; the last are the logits.
  private let masked: [Matrix]
  /// Per weight layer: activations, and the loss's gradient with respect to the logits.
  private let activated: [Matrix]
  private let gradients: [Matrix]
  private let labels: AlignedBuffer<Int32>
  private let network: Kernels.NarrowNetwork

  /// Allocates a run's memory.
  init(
    _ configuration: TrainingConfiguration, state: TrainingState, formula: MaskFormula,
    examples: ExampleMatrix, batchSize: Int
  ) {
    let widths = configuration.network.layers
    self.configuration = configuration
    self.state = state
    self.examples = examples
    self.batchSize = batchSize
    masks = LaneMasks(formula, configuration: configuration, batchSize: batchSize)
    let stride = rowStride(batchSize)
    let units = widths[0] * 2 + widths.dropFirst().reduce(0) { $0 + 3 * $1 }
    memory = AlignedBuffer(count: units * stride)
    var offset = 0
    func take(_ memory: borrowing AlignedBuffer<Float>, _ units: Int) -> Matrix {
      defer { offset += units * stride }
      return Matrix(memory, offset: offset, rows: units, columns: batchSize)
    }
    input = take(memory, widths[0])
    var masked = [masks.drops(layer: 0) ? take(memory, widths[0]) : input]
    var activated: [Matrix] = []
    var gradients: [Matrix] = []
    for width in widths.dropFirst() {
      masked.append(take(memory, width))
      activated.append(take(memory, width))
      gradients.append(take(memory, width))
    }
    self.masked = masked
    self.activated = activated
    self.gradients = gradients
    labels = AlignedBuffer(count: padded(batchSize))
    network = Kernels.NarrowNetwork(layerCount: configuration.network.weightLayerCount)
    bindLayers()
  }

  /// Gives the kernels the places of all matrices.
  ///
  /// Sound: this object keeps the state and all matrices alive, and their memory never moves.
  private func bindLayers() {
    for layer in activated.indices {
      let isLast = layer == activated.count - 1
      network.bind(
        layer, weights: state.parameters.weights[layer], slope: state.gradients.weights[layer],
        below: masked[layer], activated: activated[layer], masked: masked[layer + 1],
        gradient: gradients[layer], mask: isLast ? nil : masks.words(layer: layer + 1),
        scale: masks.scale(layer: layer + 1))
    }
  }

  /// Draws a step's masks; if the keep probabilities have changed, the kernels learn what follows from them.
  private func drawMasks(_ plan: StepPlan) {
    let drawn = plan.drawn
    masks.draw(drawn.draw, dropShare: drawn.dropShare)
    guard drawn.dropShare != dropShare else { return }
    dropShare = drawn.dropShare
    network.rebind(below: masks.drops(layer: 0) ? masked[0] : input)
    for layer in activated.indices { network.rebind(layer, scale: masks.scale(layer: layer + 1)) }
  }

  func step(_ plan: StepPlan) {
    drawMasks(plan)
    if let batch = plan.batch { load(batch) }
    masks.apply(input, into: masked[0])
    network.gradient(
      activation: configuration.network.activation, loss: plan.objective.loss, labels: labels,
      batchSize: batchSize, rowWeight: plan.objective.rowWeight)
    let step = plan.update
    for layer in configuration.network.layers.indices.dropLast() {
      let inputs = configuration.network.layers[layer]
      if step.decays {
        state.step(layer: layer, rows: 0..<inputs, step)
        state.step(layer: layer, rows: inputs..<inputs + 1, step.forBiases)
      } else {
        state.step(layer: layer, rows: 0..<inputs + 1, step)
      }
      if let limit = configuration.maxNorm, step.limitsNorms {
        let weights = state.parameters.weights[layer]
        Kernels.squareSums(weights, into: state.squares)
        Kernels.limitNorms(
          weights, squares: state.squares, vectors: 0..<weights.vectors, to: Float(limit))
      }
    }
  }

  private func load(_ batch: [Int]) {
    for (row, example) in batch.enumerated() {
      for unit in 0..<input.rows { input[unit, row] = examples[example, unit] }
      labels[row] = examples.answer(example, for: configuration.network)
    }
  }

  var lastStepOperations: Double {
    2 * Double(configuration.network.stepProducts) * Double(padded(batchSize))
  }

  func summedLoss() -> Double {
    let logits = masked[masked.count - 1]
    let rows = AlignedBuffer<Float>(count: batchSize * rowStride(logits.rows))
    let turned = Matrix(rows, rows: batchSize, columns: logits.rows)
    Kernels.transpose(logits, into: turned)
    let losses = AlignedBuffer<Float>(count: batchSize)
    Kernels.loss(configuration.network.loss, logits: turned, labels: labels, into: losses)
    return (0..<batchSize).reduce(0) { $0 + Double(losses[$1]) }
  }

  func passedOn(layer: Int, row: Int, unit: Int) -> Float { masked[layer][unit, row] }
}

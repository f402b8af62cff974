/// Training with units side by side in a vector: rows are examples.
final class WideLayout: TrainingLayout {
  private let configuration: TrainingConfiguration
  private let examples: ExampleMatrix
  private let batchSize: Int
  private let team: WorkTeam
  private let layerMasks: LayerMasks
  private let submatrices: Submatrices?
  private let input: Matrix
  private let inputMemory: AlignedBuffer<Float>
  private let forward: ForwardPass
  private let backward: ForwardPass
  private let labels: AlignedBuffer<Int32>
  private let losses: AlignedBuffer<Float>
  private let transposed: AlignedBuffer<Float>
  /// Lists of each layer's input.
  private let lists: [SurvivorLists]
  /// Lists of a gradient by logits, or of what ``Submatrices`` multiplies.
  private let gradientLists: SurvivorLists
  private var densities: [Double]
  private(set) var lastStepOperations = 0.0

  /// A run's memory.
  init(
    _ configuration: TrainingConfiguration, masks: DropoutMasks, examples: ExampleMatrix,
    batchSize: Int, team: WorkTeam
  ) {
    let shape = configuration.network
    self.configuration = configuration
    self.examples = examples
    self.batchSize = batchSize
    self.team = team
    let layerMasks = LayerMasks(masks, configuration: configuration, batchSize: batchSize)
    self.layerMasks = layerMasks
    submatrices =
      Skipping.isOn && masks.policy.sharing == .perBatch
      ? Submatrices(shape, batchSize: batchSize, masks: layerMasks) : nil
    inputMemory = AlignedBuffer(count: batchSize * rowStride(shape.layers[0]))
    input = Matrix(inputMemory, rows: batchSize, columns: shape.layers[0])
    forward = ForwardPass(
      shape, rows: batchSize, inputRows: configuration.keep(layer: 0).keepsAll ? 0 : batchSize)
    backward = ForwardPass(shape, rows: batchSize, inputRows: 0)
    labels = AlignedBuffer(count: batchSize)
    losses = AlignedBuffer(count: batchSize)
    let turned = zip(shape.layers, shape.layers.dropFirst()).map { rowStride($0) * $1 }
    transposed = AlignedBuffer(count: turned.max() ?? 0)
    lists = shape.layers.dropLast().map {
      SurvivorLists(rows: batchSize, columns: $0, byColumns: true)
    }
    gradientLists = SurvivorLists(
      rows: batchSize, columns: shape.layers.max() ?? 0, byColumns: false)
    densities = [Double](repeating: 1, count: shape.weightLayerCount)
  }

  func drawMasks(_ draw: UInt64) { layerMasks.draw(draw) }

  func setExample(_ example: Int, row: Int) {
    input.copyRow(row, from: examples.features, row: example)
    labels[row] = examples.labels[example]
  }

  func step(_ step: OptimizerStep, state: TrainingState) {
    lastStepOperations = 0
    let batch = maskedInput()
    runForward(batch, parameters: state.parameters)
    Kernels.lossGradient(
      configuration.network.loss, logits: forward.logits, labels: labels, into: backward.logits,
      factor: 1 / Float(batchSize))
    propagateBack(batch, step: step, state: state)
  }

  func summedLoss() -> Double {
    Kernels.loss(configuration.network.loss, logits: forward.logits, labels: labels, into: losses)
    return (0..<batchSize).reduce(0) { $0 + Double(losses[$1]) }
  }

  /// The batch under the input's mask.
  private func maskedInput() -> Matrix {
    if layerMasks.drops(layer: 0) {
      let masked = forward.input
      Kernels.applyMask(input, into: masked, mask: layerMasks.mask(layer: 0))
      return masked
    }
    return input
  }

  private func runForward(_ batch: Matrix, parameters: borrowing ParameterBuffer) {
    var below = batch
    for layer in parameters.weights.indices {
      let isLast = layer == parameters.weights.count - 1
      let output = isLast ? forward.logits : forward.activated[layer]
      multiply(below, layer: layer, parameters: parameters, into: output)
      if isLast { break }
      let masked = forward.masked[layer]
      let mask = layerMasks.mask(layer: layer + 1)
      Kernels.activate(
        configuration.network.activation, output, into: output, masked: masked, mask: mask)
      below = masked
    }
  }

  private func multiply(
    _ below: Matrix, layer: Int, parameters: borrowing ParameterBuffer, into output: Matrix
  ) {
    if let submatrices {
      let density = submatrices.forward(
        below, layer: layer, parameters: parameters, into: output, lists: gradientLists, team: team)
      let (inputs, outputs) = survivorCounts(layer)
      countOperations(inputs: inputs, outputs: outputs, density: density)
      densities[layer] = lists[layer].fill(below, team: team)
    } else {
      densities[layer] = lists[layer].product(
        below, parameters.weights[layer], bias: parameters.biases[layer], into: output, team: team)
      countOperations(
        inputs: below.columns, outputs: output.columns, density: densities[layer])
    }
    // Once more for the gradient of the weights.
    countOperations(inputs: below.columns, outputs: output.columns, density: densities[layer])
  }

  /// Every layer's gradient and step, from the logits' gradient down. A layer's input gradient is
  /// computed before its weights change.
  private func propagateBack(_ batch: Matrix, step: OptimizerStep, state: TrainingState) {
    let shape = configuration.network
    var gradient = backward.logits
    for layer in stride(from: shape.weightLayerCount - 1, through: 0, by: -1) {
      let below = layer == 0 ? batch : forward.masked[layer - 1]
      if layer > 0 { inputGradient(gradient, layer: layer, parameters: state.parameters) }
      stepWeights(below, layer: layer, gradient: gradient, step: step, state: state)
      if layer > 0 { gradient = backward.activated[layer - 1] }
    }
  }

  /// Surviving units below and above a weight layer, where one mask serves the batch.
  private func survivorCounts(_ layer: Int) -> (below: Int, above: Int) {
    (layerMasks.survivors(layer: layer).count, layerMasks.survivors(layer: layer + 1).count)
  }

  /// Adds what a product of the batch took: density is the share of survivors among its inputs.
  private func countOperations(inputs: Int, outputs: Int, density: Double) {
    let share = density < SurvivorLists.worthwhileDensity ? density : 1
    lastStepOperations += 2 * share * Double(batchSize * inputs) * Double(outputs)
  }

  private func inputGradient(
    _ gradient: Matrix, layer: Int, parameters: borrowing ParameterBuffer
  ) {
    let masked = backward.masked[layer - 1]
    if let submatrices {
      let density = submatrices.inputGradient(
        gradient, layer: layer, into: masked, lists: gradientLists, team: team)
      let (below, above) = survivorCounts(layer)
      countOperations(inputs: above, outputs: below, density: density)
    } else {
      multiply(gradient, weights: parameters.weights[layer], into: masked)
    }
    Kernels.activateBackward(
      configuration.network.activation, masked, activated: forward.activated[layer - 1],
      into: backward.activated[layer - 1], mask: layerMasks.mask(layer: layer))
  }

  /// `output = gradient · weightsᵀ`.
  private func multiply(_ gradient: Matrix, weights: Matrix, into output: Matrix) {
    let turned = Matrix(transposed, rows: weights.columns, columns: weights.rows)
    team.split(weights.rows, unit: 16) { rows in
      Kernels.transpose(
        weights.rows(rows.lowerBound, count: rows.count),
        into: turned.columns(vectors: rows.lowerBound / 16..<(rows.upperBound + 15) / 16))
    }
    let density = gradientLists.product(gradient, turned, into: output, team: team)
    countOperations(inputs: gradient.columns, outputs: weights.rows, density: density)
  }

  private func stepWeights(
    _ below: Matrix, layer: Int, gradient: Matrix, step: OptimizerStep, state: TrainingState
  ) {
    let isSparse = densities[layer] < SurvivorLists.worthwhileDensity
    let lists = isSparse ? lists[layer] : nil
    lists?.fillColumns(rows: batchSize, columns: below.columns, team: team)
    team.split(gradient.vectors, unit: 4) { vectors in
      Kernels.stepWeights(
        state, layer: layer, input: below, lists: lists, gradient: gradient, vectors: vectors,
        step: step)
    }
    Kernels.columnSums(gradient, into: state.gradients.biases[layer])
    let biasRow = below.columns..<below.columns + 1
    Kernels.step(state, layer: layer, rows: biasRow, step: step.forBiases)
  }
}

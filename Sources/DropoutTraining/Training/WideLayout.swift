/// Training with units side by side in a vector: rows are examples.
final class WideLayout: TrainingLayout {
  private let configuration: TrainingConfiguration
  private let state: TrainingState
  private let examples: ExampleMatrix
  private let batchSize: Int
  private let team: WorkTeam
  private let layerMasks: LayerMasks
  private let submatrices: Submatrices?
  private let weightMasks: WeightMasks?
  private let input: Matrix
  private let inputMemory: AlignedBuffer<Float>
  private let forward: ForwardPass
  private let backward: ForwardPass
  private let labels: AlignedBuffer<Int32>
  private let losses: AlignedBuffer<Float>
  private let rowLists: RowLists
  private let columnLists: ColumnLists
  private var densities: [Double]
  private(set) var lastStepOperations = 0.0

  /// A run's memory.
  init(
    _ configuration: TrainingConfiguration, state: TrainingState, masks: DropoutMasks,
    examples: ExampleMatrix, batchSize: Int, team: WorkTeam
  ) {
    let shape = configuration.network
    self.configuration = configuration
    self.state = state
    self.examples = examples
    self.batchSize = batchSize
    self.team = team
    let layerMasks = LayerMasks(masks, configuration: configuration, batchSize: batchSize)
    self.layerMasks = layerMasks
    submatrices = Submatrices(shape, batchSize: batchSize, masks: layerMasks, team: team)
    weightMasks = WeightMasks(
      masks, configuration: configuration, batchSize: batchSize, team: team)
    inputMemory = AlignedBuffer(count: batchSize * rowStride(shape.layers[0]))
    input = Matrix(inputMemory, rows: batchSize, columns: shape.layers[0])
    forward = ForwardPass(
      shape, rows: batchSize, inputRows: configuration.keep(layer: 0).keepsAll ? 0 : batchSize)
    backward = ForwardPass(shape, rows: batchSize, inputRows: 0)
    labels = AlignedBuffer(count: batchSize)
    losses = AlignedBuffer(count: batchSize)
    let widest = shape.layers.dropLast().max() ?? 0
    rowLists = RowLists(rows: batchSize, columns: widest)
    columnLists = ColumnLists(rows: batchSize, columns: widest)
    densities = [Double](repeating: 1, count: shape.weightLayerCount)
  }

  func drawMasks(_ draw: UInt64) {
    layerMasks.draw(draw)
    weightMasks?.draw(draw)
  }

  func setMasks(_ survivors: [[Bool]]) { layerMasks.set(survivors) }

  func setExample(_ example: Int, row: Int) {
    examples.copy(example, to: row, of: input)
    labels[row] = examples.labels[example]
  }

  func step(_ step: OptimizerStep) {
    lastStepOperations = 0
    let batch = maskedInput()
    runForward(batch, parameters: state.parameters)
    Kernels.lossGradient(
      configuration.network.loss, logits: forward.logits, labels: labels, into: backward.logits,
      factor: 1 / Float(batchSize))
    propagateBack(batch, step: step)
  }

  func summedLoss() -> Double {
    Kernels.loss(configuration.network.loss, logits: forward.logits, labels: labels, into: losses)
    return (0..<batchSize).reduce(0) { $0 + Double(losses[$1]) }
  }

  func passedOn(layer: Int, row: Int, unit: Int) -> Float { forward.masked[layer - 1][row, unit] }

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

  /// What computes a weight layer of which the batch has a part only.
  private func submatrices(_ layer: Int) -> Submatrices? {
    submatrices?.covers(layer) == true ? submatrices : nil
  }

  private func multiply(
    _ below: Matrix, layer: Int, parameters: borrowing ParameterBuffer, into output: Matrix
  ) {
    if let weightMasks, weightMasks.masks(layer) {
      densities[layer] = weightMasks.forward(
        below, layer: layer, parameters: parameters, into: output, lists: rowLists)
    } else if let submatrices = submatrices(layer) {
      densities[layer] = submatrices.forward(
        below, layer: layer, parameters: parameters, into: output, lists: rowLists)
    } else {
      densities[layer] = rowLists.product(
        below, parameters.weights[layer], bias: parameters.biases[layer], into: output, team: team)
    }
    let isSparse = densities[layer] < RowLists.worthwhileDensity
    let (inputs, outputs) = presentCounts(layer)
    countProduct((isSparse ? densities[layer] : 1) * Double(batchSize * inputs), outputs: outputs)
  }

  private func presentCounts(_ layer: Int) -> (below: Int, above: Int) {
    let layers = configuration.network.layers
    return submatrices(layer)?.presentCounts(layer) ?? (layers[layer], layers[layer + 1])
  }

  /// Adds what a product of `numbers` numbers with rows of `outputs` took.
  private func countProduct(_ numbers: Double, outputs: Int) {
    lastStepOperations += 2 * numbers * Double(outputs)
  }

  /// Every layer's gradient and step, from the logits' gradient down. A layer's input gradient is
  /// computed with the weights before their step.
  private func propagateBack(_ batch: Matrix, step: OptimizerStep) {
    var gradient = backward.logits
    for layer in (0..<configuration.network.weightLayerCount).reversed() {
      let below = layer == 0 ? batch : forward.masked[layer - 1]
      let inputGradient = layer == 0 ? nil : backward.masked[layer - 1]
      stepWeights(
        below, layer: layer, gradient: gradient, inputGradient: inputGradient, step: step)
      guard let inputGradient else { break }
      gradient = backward.activated[layer - 1]
      Kernels.activateBackward(
        configuration.network.activation, inputGradient, activated: forward.activated[layer - 1],
        into: gradient, mask: layerMasks.mask(layer: layer))
    }
  }

  private func stepWeights(
    _ below: Matrix, layer: Int, gradient: Matrix, inputGradient: Matrix?, step: OptimizerStep
  ) {
    let weights = state.layerWeights(layer)
    if let weightMasks, weightMasks.masks(layer) {
      weightMasks.backward(
        below, layer: layer, weights: weights.weights, gradient: gradient,
        into: state.gradients.weights[layer], inputGradient: inputGradient, lists: columnLists,
        members: members(layer))
      state.step(layer: layer, rows: 0..<below.columns, step)
      if step.limitsNorms { Kernels.squareSums(weights.weights, into: state.squares) }
    } else if let submatrices = submatrices(layer) {
      let part = submatrices.part(layer, gradient: gradient)
      let lists = filledLists(part.input, layer: layer)
      submatrices.stepWeights(
        weights, part: part, lists: lists, wantsInputGradient: inputGradient != nil, step: step,
        squares: state.squares)
      if let inputGradient {
        // The input has served.
        lists?.spread(into: part.input, team: team)
        submatrices.expand(part.input, of: part, into: inputGradient)
      }
    } else {
      let lists = filledLists(below, layer: layer)
      team.split(below.columns, unit: ColumnLists.block) { inputs in
        Kernels.stepWeights(
          weights, input: below, lists: lists, gradient: gradient, inputs: inputs, step: step,
          wantsInputGradient: inputGradient != nil)
      }
      if let inputGradient { lists?.spread(into: inputGradient, team: team) }
    }
    limitNorms(layer, step: step)
    Kernels.columnSums(gradient, into: state.gradients.biases[layer])
    let biasRow = below.columns..<below.columns + 1
    state.step(layer: layer, rows: biasRow, step.forBiases)
  }

  /// The column lists of a layer's input, or nil where computing every term is as fast: with input
  /// gradients lists are never slower.
  private func filledLists(_ input: Matrix, layer: Int) -> ColumnLists.Filled? {
    let outputs = presentCounts(layer).above
    if layer == 0 && densities[0] >= RowLists.worthwhileDensity {
      countProduct(Double(input.rows * input.columns), outputs: outputs)
      return nil
    }
    let lists = columnLists.filled(input, members: members(layer), team: team)
    countProduct(Double(layer == 0 ? lists.count : 2 * lists.count), outputs: outputs)
    return lists
  }

  private func members(_ layer: Int) -> ColumnLists.Members {
    if layer == 0 { return .nonzero }
    if !Skipping.isOn { return .all }
    if configuration.network.activation == .relu { return .nonzero }
    // A unit that survives with an activation of exactly 0 has a gradient all the same.
    return submatrices(layer) == nil ? .surviving(layerMasks.mask(layer: layer)) : .all
  }

  private func limitNorms(_ layer: Int, step: OptimizerStep) {
    guard let limit = configuration.maxNorm, step.limitsNorms else { return }
    let weights = state.parameters.weights[layer]
    team.split(weights.vectors) { vectors in
      Kernels.limitNorms(weights, squares: state.squares, vectors: vectors, to: Float(limit))
    }
  }
}

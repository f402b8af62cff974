import CKernels

/// Training with examples side by side in a vector: rows are units. All matrices are units × batch.
@safe final class NarrowLayout: TrainingLayout {
  private let configuration: TrainingConfiguration
  private let examples: ExampleMatrix
  private let batchSize: Int
  private let masks: LaneMasks
  private let memory: AlignedBuffer<Float>
  private let input: Matrix
  /// Per layer, the input first: activations under the mask; the last is the logits.
  private let masked: [Matrix]
  /// Per weight layer: activations and the loss's gradient by the logits.
  private let activated: [Matrix]
  private let gradients: [Matrix]
  private let labels: AlignedBuffer<Int32>
  private let layers: AlignedBuffer<ck_narrow>
  private var isBound = false

  /// A run's memory.
  init(
    _ configuration: TrainingConfiguration, masks: DropoutMasks, examples: ExampleMatrix,
    batchSize: Int
  ) {
    let widths = configuration.network.layers
    self.configuration = configuration
    self.examples = examples
    self.batchSize = batchSize
    self.masks = LaneMasks(masks, configuration: configuration, batchSize: batchSize)
    let stride = rowStride(batchSize)
    let units = widths[0] * 2 + widths.dropFirst().reduce(0) { $0 + 3 * $1 }
    memory = AlignedBuffer(count: units * stride)
    var offset = 0
    func take(_ memory: borrowing AlignedBuffer<Float>, _ units: Int) -> Matrix {
      defer { offset += units * stride }
      return Matrix(memory, offset: offset, rows: units, columns: batchSize)
    }
    input = take(memory, widths[0])
    let dropsInput = self.masks.drops(layer: 0)
    var masked = [dropsInput ? take(memory, widths[0]) : input]
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
    unsafe layers = AlignedBuffer(count: configuration.network.weightLayerCount)
  }

  func drawMasks(_ draw: UInt64) { masks.draw(draw) }

  func setMasks(_ survivors: [[Bool]]) {
    preconditionFailure("batches of \(batchSize) have no masks of one's choice")
  }

  func setExample(_ example: Int, row: Int) {
    for unit in 0..<input.rows { input[unit, row] = examples[example, unit] }
    labels[row] = examples.labels[example]
  }

  func step(_ step: OptimizerStep, state: TrainingState) {
    bind(state)
    masks.apply(input, into: masked[0])
    unsafe Kernels.table.pointee.narrow_gradient(
      configuration.network.activation.kernelCode, layers.pointer(), layers.count,
      configuration.network.loss.kernelCode, labels.pointer(), batchSize, 1 / Float(batchSize))
    for layer in configuration.network.layers.indices.dropLast() {
      let inputs = configuration.network.layers[layer]
      if step.decays {
        Kernels.step(state, layer: layer, rows: 0..<inputs, step: step)
        Kernels.step(state, layer: layer, rows: inputs..<inputs + 1, step: step.forBiases)
      } else {
        Kernels.step(state, layer: layer, rows: 0..<inputs + 1, step: step)
      }
      if let limit = configuration.maxNorm, step.limitsNorms {
        let weights = state.parameters.weights[layer]
        Kernels.squareSums(weights, into: state.squares)
        Kernels.limitNorms(
          weights, squares: state.squares, vectors: 0..<weights.vectors, to: Float(limit))
      }
    }
  }

  var lastStepOperations: Double {
    let widths = configuration.network.layers
    return zip(widths, widths.dropFirst()).enumerated().reduce(0) { sum, layer in
      let products = layer.element.0 * layer.element.1 * (layer.offset == 0 ? 2 : 3)
      return sum + 2 * Double(products) * Double(padded(batchSize))
    }
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

  /// Tells the kernels where everything lies.
  ///
  /// Sound: state and layout live as long as the trainer that holds both, and their memory stays.
  private func bind(_ state: TrainingState) {
    guard !isBound else { return }
    isBound = true
    for layer in configuration.network.layers.indices.dropLast() {
      let weights = state.parameters.weights[layer]
      let isLast = layer == configuration.network.weightLayerCount - 1
      unsafe layers[layer] = ck_narrow(
        inputs: weights.rows, outputs: weights.columns, stride: input.stride, ld: weights.stride,
        parameters: weights.base, slope: state.gradients.weights[layer].base,
        below: masked[layer].base, activated: activated[layer].base,
        masked: masked[layer + 1].base, gradient: gradients[layer].base,
        mask: isLast ? nil : masks.pointer(layer: layer + 1),
        scale: masks.scale(layer: layer + 1))
    }
  }
}

import CKernels

/// What a training changes: parameters and the optimiser's moments, and the place of their gradient.
@safe final class TrainingState {
  let parameters: ParameterBuffer
  /// The gradient, laid out like the parameters. Weights have theirs here only where a layout
  /// computes it apart from the step, or where a step only stores.
  let gradients: ParameterBuffer
  /// Room for the squares that a limit of norms needs, of one layer at a time.
  let squares: AlignedBuffer<Float>
  private let moments: AlignedBuffer<Float>
  private let momentCount: Int

  /// Zeros for a configuration.
  init(_ configuration: TrainingConfiguration) {
    parameters = ParameterBuffer(configuration.network)
    gradients = ParameterBuffer(configuration.network)
    momentCount = configuration.optimizer.momentCount
    moments = AlignedBuffer(count: parameters.buffer.count * momentCount)
    let blocks = parameters.weights.map {
      ($0.rows + ColumnLists.block - 1) / ColumnLists.block * $0.stride
    }
    squares = AlignedBuffer(count: configuration.maxNorm == nil ? 0 : blocks.max() ?? 0)
  }

  /// Parameters and moments as they lie in memory.
  var numbers: [Float] {
    (0..<parameters.buffer.count).map { parameters.buffer[$0] }
      + (0..<moments.count).map { moments[$0] }
  }

  /// Takes over parameters and moments as ``numbers`` gave them.
  ///
  /// - Precondition: they are of the same network and optimiser.
  func set(numbers: [Float]) {
    let count = parameters.buffer.count
    precondition(
      numbers.count == count + moments.count,
      "\(numbers.count) numbers for \(count + moments.count)")
    parameters.buffer.fill(from: Array(numbers[..<count]))
    moments.fill(from: Array(numbers[count...]))
  }

  /// A layer's weights with what their step needs.
  func layerWeights(_ layer: Int) -> LayerWeights {
    let weights = parameters.weights[layer]
    let offset = unsafe weights.base - parameters.buffer.pointer()
    return unsafe LayerWeights(
      weights: weights, moments: (moment(0, at: offset), moment(1, at: offset)),
      stored: gradients.buffer.pointer(at: offset), squares: squares)
  }

  /// Moment 0 or 1 of the parameters from `offset` on; nil where the optimiser keeps none.
  func moment(_ number: Int, at offset: Int) -> UnsafeMutablePointer<Float>? {
    guard number < momentCount else { return nil }
    return unsafe moments.pointer(
      at: number * parameters.buffer.count + offset, count: parameters.buffer.count - offset)
  }
}

/// One step of an optimiser in numbers, as the kernels take it.
struct OptimizerStep: Sendable {
  fileprivate(set) var value: ck_update

  /// Keeps the gradient and changes nothing.
  static let store = OptimizerStep(value: ck_update(rule: Int32(CK_STORE.rawValue)))

  /// Whether it leaves the parameters as they are.
  var onlyStores: Bool { value.rule == Int32(CK_STORE.rawValue) }

  /// Whether it differs for weights and biases.
  var decays: Bool { value.decay != 0 }

  /// Whether norms are limited after it.
  var limitsNorms: Bool { value.maxNorm > 0 && !onlyStores }

  /// The same step for biases: they do not decay.
  var forBiases: OptimizerStep {
    var step = self
    step.value.decay = 0
    return step
  }
}

extension ck_update {
  fileprivate init(rule: Int32) {
    self.init(
      rule: rule, rate: 0, decay: 0, momentum: 0, beta1: 0, beta2: 0, gain1: 0, gain2: 0,
      firstScale: 0,
      secondScale: 0, epsilon: 0, maxNorm: 0)
  }
}

extension TrainingConfiguration {
  /// The optimiser's numbers in a step, counted from 0.
  func optimizerStep(_ step: Int) -> OptimizerStep {
    var value = ck_update(rule: 0)
    value.rate = Float(learningRate.rate(step: step))
    value.decay = Float(l2)
    value.maxNorm = Float(maxNorm ?? 0)
    switch optimizer {
    case .sgd:
      value.rule = Int32(CK_SGD.rawValue)
    case .momentum(let momentum):
      value.rule = Int32(CK_MOMENTUM.rawValue)
      value.momentum = Float(momentum.value(step: step))
    case .nesterov(let momentum):
      value.rule = Int32(CK_NESTEROV.rawValue)
      value.momentum = Float(momentum.value(step: step))
    case .adam(let beta1, let beta2, let epsilon):
      value.rule = Int32(CK_ADAM.rawValue)
      value.beta1 = Float(beta1)
      value.beta2 = Float(beta2)
      value.gain1 = Float(1 - beta1)
      value.gain2 = Float(1 - beta2)
      value.firstScale = Float(
        1 / (1 - PortableMath.exp(Double(step + 1) * PortableMath.log(beta1))))
      value.secondScale = Float(
        1 / (1 - PortableMath.exp(Double(step + 1) * PortableMath.log(beta2))))
      value.epsilon = Float(epsilon)
    }
    return OptimizerStep(value: value)
  }
}

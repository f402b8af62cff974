import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// Computes the gradient of the weights, `[in, out]`, of some of a layer's inputs, and applies the step;
  /// with `wantsInputGradient`, also computes the gradient with respect to each listed number.
  ///
  /// - Parameters:
  ///   - layer: The layer's weights, with the memory of their step.
  ///   - input: The layer's input, `[batch, in]`.
  ///   - lists: Column lists of the input, if they are to be used; an input gradient needs them.
  ///   - gradient: With respect to the layer's logits, `[batch, out]`.
  ///   - inputs: Which inputs; the first is a multiple of ``ColumnLists/block``.
  static func stepWeights(
    _ layer: LayerWeights, input: Matrix, lists: ColumnLists.Filled?, gradient: Matrix,
    inputs: Range<Int>, step: OptimizerStep, wantsInputGradient: Bool
  ) {
    let weights = layer.weights
    precondition(
      weights.rows == input.columns && weights.columns == gradient.columns
        && input.rows == gradient.rows && inputs.lowerBound % ColumnLists.block == 0,
      "[\(input.rows), \(input.columns)]ᵀ · [\(gradient.rows), \(gradient.columns)], \(inputs)")
    precondition(lists != nil || !wantsInputGradient, "an input gradient needs lists")
    layer.check(step, inputs: inputs)
    var arguments = unsafe arguments(layer)
    unsafe arguments.a = unsafe UnsafePointer(input.base)
    unsafe arguments.aLd = input.stride
    unsafe arguments.batch = input.rows
    unsafe arguments.gradient = unsafe UnsafePointer(gradient.base)
    unsafe arguments.gradientLd = gradient.stride
    if let lists {
      precondition(
        lists.rows == input.rows && lists.columns == input.columns,
        "lists of \(lists.rows) × \(lists.columns), not \(input.rows) × \(input.columns)")
      let view = lists.lists()
      unsafe arguments.columns = view.kernelLists
      if wantsInputGradient { unsafe arguments.sums = view.sums }
    }
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.step_weights(arguments, inputs.lowerBound, inputs.upperBound, $0)
    }
  }

  /// Applies the step to a layer's weights, given the packed gradient of the weights between present units;
  /// all other weights have gradient zero.
  ///
  /// - Parameters:
  ///   - rows: The inputs that are present.
  ///   - columns: The outputs that are present.
  ///   - compactGradient: For some of the present inputs, `[count, present outputs]`.
  ///   - inputs: Range within the present inputs. Also steps the absent inputs that precede each of them; the
  ///     call with the last present input steps the trailing absent ones, too.
  static func stepWeights(
    _ layer: LayerWeights, compactGradient: Matrix, rows: SurvivingUnits, columns: SurvivingUnits,
    inputs: Range<Int>, step: OptimizerStep
  ) {
    let weights = layer.weights
    precondition(
      rows.units == weights.rows && columns.units == weights.columns
        && inputs.count == compactGradient.rows && columns.count == compactGradient.columns
        && inputs.upperBound <= rows.count
        && compactGradient.stride >= padded(weights.columns),
      "[\(compactGradient.rows), \(compactGradient.columns)] to [\(weights.rows), \(weights.columns)]"
    )
    precondition(layer.mayStep, "there are no moments to step with")
    var arguments = unsafe arguments(layer)
    unsafe arguments.gradient = unsafe UnsafePointer(compactGradient.base)
    unsafe arguments.gradientLd = compactGradient.stride
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.step_compacted(
        arguments, weights.rows, inputs.lowerBound,
        inputs.upperBound == rows.count ? rows.count + 1 : inputs.upperBound, rows.bits,
        columns.bits, $0)
    }
  }

  /// Applies the optimiser's step to parameters, from their stored gradient.
  ///
  /// - Parameters:
  ///   - parameters: Rows of a layer's weights; its biases may be the last.
  ///   - gradient: Of the same shape, as are the moments that the optimiser keeps.
  static func update(
    _ parameters: Matrix, gradient: Matrix, moments: Moments, step: OptimizerStep
  ) {
    guard !step.onlyStores else { return }
    checkSameShape(parameters, gradient)
    if let first = moments.first { checkSameShape(parameters, first) }
    if let second = moments.second { checkSameShape(parameters, second) }
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.update(
        parameters.base, gradient.base, moments.first?.base, moments.second?.base,
        parameters.stride, parameters.rows, parameters.columns, $0)
    }
  }

  private static func arguments(_ layer: LayerWeights) -> ck_weights {
    unsafe ck_weights(
      weights: layer.weights.base, m: layer.moments.first?.base, v: layer.moments.second?.base,
      stored: layer.stored.base, squares: layer.squares, ld: layer.weights.stride,
      outputs: layer.weights.columns, first: layer.storedInputs.lowerBound, a: nil, aLd: 0,
      batch: 0, columns: ck_lists(), gradient: nil, gradientLd: 0, sums: nil)
  }

  /// Computes the sums of squares of `weights` that ``limitNorms(_:squares:vectors:to:)`` needs.
  static func squareSums(_ weights: Matrix, into squares: borrowing AlignedBuffer<Float>) {
    unsafe table.pointee.square_sums(
      squares.pointer(at: 0, count: squareCount(weights)), weights.base, weights.stride,
      weights.rows, weights.columns)
  }

  /// Scales columns of `weights`, the incoming weights of a unit, down to norm `limit`, in some of the
  /// 16-float vectors of every row.
  static func limitNorms(
    _ weights: Matrix, squares: borrowing AlignedBuffer<Float>, vectors: Range<Int>,
    to limit: Float
  ) {
    let part = weights.columns(vectors: vectors)
    unsafe table.pointee.limit_norms(
      part.base, part.stride, part.rows, part.columns,
      squares.pointer(at: 16 * vectors.lowerBound, count: squareCount(part)), limit)
  }

  /// The number of floats over which the results of ``squareSums(_:into:)`` extend.
  static func squareCount(_ weights: Matrix) -> Int {
    let blocks = (weights.rows + ColumnLists.block - 1) / ColumnLists.block
    return (blocks - 1) * weights.stride + 16 * weights.vectors
  }
}

/// One step of an optimiser, as the numbers that the kernels take.
struct OptimizerStep: Sendable {
  fileprivate(set) var value: ck_update

  /// Stores the gradient and changes no parameter.
  static let store = OptimizerStep(value: ck_update(rule: Int32(CK_STORE.rawValue)))

  /// Whether the step leaves the parameters as they are.
  var onlyStores: Bool { value.rule == Int32(CK_STORE.rawValue) }

  /// Whether weights decay, so that their step differs from that of biases.
  var decays: Bool { value.decay != 0 }

  /// Whether norms are limited after the step.
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
  /// The optimiser's constants in a step; steps count from 0.
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

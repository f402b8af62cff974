import CKernels

/// The C kernels behind checked shapes. Contracts stand in `CKernels.h`.
///
/// Sound: each call checks that its operands' rows and strides agree, views keep to their buffers,
/// labels were checked against the network when the run was made (``ExampleMatrix``), and a mask has
/// the rows and units of the layer it is drawn for (``LayerMasks``).
enum Kernels {
  /// The kernels in use, chosen once for this processor.
  static var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

  /// The name of the instruction set in use: `portable`, `avx2` or `avx512`.
  static var instructionSet: String { unsafe String(cString: table.pointee.name) }

  /// `output = input · weights + bias`, shapes `[rows, in]`, `[in, out]`, `[out]`.
  static func dense(_ input: Matrix, _ weights: Matrix, bias: Matrix, into output: Matrix) {
    precondition(
      input.columns == weights.rows && output.columns == weights.columns
        && output.rows == input.rows && bias.columns == weights.columns && bias.rows == 1,
      "[\(input.rows), \(input.columns)] · [\(weights.rows), \(weights.columns)]")
    unsafe table.pointee.product(
      output.base, output.stride, input.base, input.stride, 1, weights.base, weights.stride,
      bias.base, input.rows, input.columns, weights.vectors)
  }

  /// `output = inputᵀ · gradient`: a weight gradient `[in, out]`, summed over rows in sequence.
  static func weightGradient(_ input: Matrix, _ gradient: Matrix, into output: Matrix) {
    precondition(
      input.rows == gradient.rows && output.rows == input.columns
        && output.columns == gradient.columns,
      "[\(input.rows), \(input.columns)]ᵀ · [\(gradient.rows), \(gradient.columns)]")
    unsafe table.pointee.product(
      output.base, output.stride, input.base, 1, input.stride, gradient.base, gradient.stride, nil,
      output.rows, input.rows, output.vectors)
  }

  /// `output = gradient · transposedWeights`: an input gradient `[rows, in]` from `[out, in]`.
  static func inputGradient(
    _ gradient: Matrix, transposedWeights: Matrix, into output: Matrix
  ) {
    precondition(
      gradient.columns == transposedWeights.rows && output.columns == transposedWeights.columns
        && output.rows == gradient.rows,
      "[\(gradient.rows), \(gradient.columns)] · "
        + "[\(transposedWeights.rows), \(transposedWeights.columns)]")
    unsafe table.pointee.product(
      output.base, output.stride, gradient.base, gradient.stride, 1, transposedWeights.base,
      transposedWeights.stride, nil, gradient.rows, gradient.columns, output.vectors)
  }

  /// `output[j] = Σ gradient[r, j]` over rows in sequence.
  static func columnSums(_ gradient: Matrix, into output: Matrix) {
    precondition(
      output.columns == gradient.columns && output.rows == 1,
      "[\(output.rows), \(output.columns)] sums of \(gradient.columns) columns")
    unsafe table.pointee.column_sums(
      output.base, gradient.base, gradient.stride, gradient.rows, gradient.vectors)
  }

  /// `activated = f(logits)`, `masked = activated` under the mask.
  static func activate(
    _ activation: Activation, _ logits: Matrix, into activated: Matrix, masked: Matrix,
    mask: AppliedMask
  ) {
    checkSameShape(logits, activated)
    checkSameShape(logits, masked)
    unsafe table.pointee.activate(
      activation.kernelCode, logits.base, activated.base, masked.base, logits.stride, logits.rows,
      logits.vectors, mask.value)
  }

  /// `output = input` under the mask; they may be the same, and `input` is only read.
  static func applyMask(_ input: Matrix, into output: Matrix, mask: AppliedMask) {
    activate(.linear, input, into: output, masked: output, mask: mask)
  }

  /// `logitGradient = f′ ⊙` (the gradient of the masked activations under the mask).
  static func activateBackward(
    _ activation: Activation, _ maskedGradient: Matrix, activated: Matrix,
    into logitGradient: Matrix, mask: AppliedMask
  ) {
    checkSameShape(maskedGradient, activated)
    checkSameShape(maskedGradient, logitGradient)
    unsafe table.pointee.activate_backward(
      activation.kernelCode, maskedGradient.base, activated.base, logitGradient.base,
      activated.stride, activated.rows, activated.vectors, mask.value)
  }

  /// The gradient of the mean loss by the logits, times `factor`.
  static func lossGradient(
    _ loss: Loss, logits: Matrix, labels: borrowing AlignedBuffer<Int32>, into gradient: Matrix,
    factor: Float
  ) {
    checkSameShape(logits, gradient)
    unsafe table.pointee.loss_gradient(
      loss.kernelCode, logits.base, gradient.base, logits.stride,
      labels.pointer(at: 0, count: logits.rows), logits.rows, logits.columns, factor)
  }

  /// Each row's loss.
  static func loss(
    _ loss: Loss, logits: Matrix, labels: borrowing AlignedBuffer<Int32>,
    into losses: borrowing AlignedBuffer<Float>
  ) {
    unsafe table.pointee.loss(
      loss.kernelCode, logits.base, logits.stride, labels.pointer(at: 0, count: logits.rows),
      logits.rows, logits.columns, losses.pointer(at: 0, count: logits.rows))
  }

  /// One optimiser step on a part of the parameters.
  ///
  /// - Parameters:
  ///   - moments: The optimiser's buffers, each laid out like `parameters`.
  ///   - parameters: The buffer that `target` views.
  ///   - step: From 0.
  ///   - decay: L2 coefficient of this part.
  static func optimize(
    _ optimizer: Optimizer, _ target: Matrix, gradient: Matrix,
    moments: borrowing AlignedBuffer<Float>, parameters: borrowing AlignedBuffer<Float>,
    step: Int, rate: Float, decay: Float
  ) {
    checkSameShape(target, gradient)
    let count = target.rows * target.stride
    let offset = unsafe target.base - parameters.pointer()
    switch optimizer {
    case .sgd:
      unsafe table.pointee.sgd(target.base, gradient.base, count, rate, decay)
    case .momentum(let momentum):
      unsafe table.pointee.momentum(
        target.base, gradient.base, moments.pointer(at: offset, count: count), count, rate, decay,
        Float(momentum.value(step: step)))
    case .nesterov(let momentum):
      unsafe table.pointee.nesterov(
        target.base, gradient.base, moments.pointer(at: offset, count: count), count, rate, decay,
        Float(momentum.value(step: step)))
    case .adam(let beta1, let beta2, let epsilon):
      let first = 1 / (1 - PortableMath.exp(Double(step + 1) * PortableMath.log(beta1)))
      let second = 1 / (1 - PortableMath.exp(Double(step + 1) * PortableMath.log(beta2)))
      unsafe table.pointee.adam(
        target.base, gradient.base, moments.pointer(at: offset, count: count),
        moments.pointer(at: parameters.count + offset, count: count), count, rate, decay,
        Float(beta1), Float(beta2), Float(first), Float(second), Float(epsilon))
    }
  }

  /// Scales columns of `weights`, the incoming weights of a unit, down to norm `limit`.
  static func limitNorms(_ weights: Matrix, to limit: Float) {
    unsafe table.pointee.max_norm(
      weights.base, weights.stride, weights.rows, weights.vectors, limit)
  }

  private static func checkSameShape(_ a: Matrix, _ b: Matrix) {
    precondition(
      a.rows == b.rows && a.columns == b.columns,
      "[\(a.rows), \(a.columns)] against [\(b.rows), \(b.columns)]")
  }
}

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

  /// `output = a · b + bias`, shapes `[rows, depth]`, `[depth, columns]`, `[columns]`: every term is
  /// computed.
  static func product(_ a: Matrix, _ b: Matrix, bias: Matrix? = nil, into output: Matrix) {
    check(rows: a.rows, depth: a.columns, b, bias: bias, into: output)
    unsafe table.pointee.product(
      output.base, output.stride, a.base, a.stride, 1, b.base, b.stride, bias?.base, a.rows,
      a.columns, b.vectors)
  }

  /// The same for listed rows: only the survivors' terms are computed.
  static func product(
    _ a: SurvivorLists, rows: Range<Int>, depth: Int, _ b: Matrix, bias: Matrix? = nil,
    into output: Matrix
  ) {
    check(rows: rows.count, depth: depth, b, bias: bias, into: output)
    unsafe table.pointee.list_product(
      output.base, output.stride, a.lists(from: rows, columns: depth), b.base,
      b.stride, bias?.base, rows.count, b.vectors)
  }

  private static func check(
    rows: Int, depth: Int, _ b: Matrix, bias: Matrix?, into output: Matrix
  ) {
    precondition(
      depth == b.rows && output.columns == b.columns && output.rows == rows
        && (bias.map { $0.columns == b.columns && $0.rows == 1 } ?? true),
      "[\(rows), \(depth)] · [\(b.rows), \(b.columns)] → [\(output.rows), \(output.columns)]")
  }

  /// `output = inputᵀ`.
  static func transpose(_ input: Matrix, into output: Matrix) {
    precondition(
      output.rows == input.columns && output.columns == input.rows,
      "\(output.rows) × \(output.columns) is no transpose of \(input.rows) × \(input.columns)")
    unsafe table.pointee.transpose(
      output.base, output.stride, input.base, input.stride, input.rows, input.columns)
  }

  /// The surviving columns of the surviving rows (nil: of all), moved together.
  static func compact(
    _ input: Matrix, rows: SurvivingUnits?, columns: SurvivingUnits, into output: Matrix
  ) {
    precondition(
      columns.units == input.columns && output.columns == columns.count
        && output.rows == rows?.count ?? input.rows && output.stride >= padded(input.columns),
      "[\(input.rows), \(input.columns)] to [\(output.rows), \(output.columns)]")
    unsafe table.pointee.compact(
      output.base, output.stride, input.base, input.stride, rows?.bits, input.rows, columns.bits,
      input.columns)
  }

  /// The reverse of ``compact(_:rows:columns:into:)`` for columns; dropped ones become zero.
  static func expand(_ input: Matrix, columns: SurvivingUnits, into output: Matrix) {
    precondition(
      input.columns == columns.count && output.columns == columns.units
        && output.rows == input.rows && input.stride >= padded(output.columns),
      "[\(input.rows), \(input.columns)] to [\(output.rows), \(output.columns)]")
    unsafe table.pointee.expand(
      output.base, output.stride, input.base, input.stride, input.rows, columns.bits,
      output.columns)
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

  /// The gradient of a layer's weights, `[in, out]`, and the optimiser's step on them, for some
  /// 16-float vectors of every row.
  ///
  /// - Parameters:
  ///   - input: The layer's input, `[batch, in]`.
  ///   - lists: Column lists of the input, where they shall be used.
  ///   - gradient: By the layer's logits, `[batch, out]`.
  static func stepWeights(
    _ state: TrainingState, layer: Int, input: Matrix, lists: SurvivorLists?, gradient: Matrix,
    vectors: Range<Int>, step: OptimizerStep
  ) {
    let weights = state.parameters.weights[layer]
    precondition(
      weights.rows == input.columns && weights.columns == gradient.columns
        && input.rows == gradient.rows && vectors.upperBound <= weights.vectors,
      "[\(input.rows), \(input.columns)]ᵀ · [\(gradient.rows), \(gradient.columns)]")
    let offset = unsafe weights.base - state.parameters.buffer.pointer()
    let arguments = unsafe ck_weights(
      weights: weights.base, m: state.moment(0, at: offset), v: state.moment(1, at: offset),
      stored: state.gradients.buffer.pointer(at: offset),
      ld: weights.stride, inputs: weights.rows, a: input.base, aLd: input.stride,
      batch: input.rows, columns: lists?.columnLists ?? ck_lists(), gradient: gradient.base,
      gradientLd: gradient.stride)
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.step_weights(arguments, vectors.lowerBound, vectors.upperBound, $0)
    }
  }

  /// The optimiser's step on `rows` rows of a layer's parameters from the stored gradient; row *in*
  /// is the bias.
  static func step(_ state: TrainingState, layer: Int, rows: Range<Int>, step: OptimizerStep) {
    guard !step.onlyStores else { return }
    let weights = state.parameters.weights[layer]
    precondition(rows.upperBound <= weights.rows + 1, "rows \(rows) of \(weights.rows) + 1")
    let start = unsafe weights.base - state.parameters.buffer.pointer()
    let offset = start + rows.lowerBound * weights.stride
    let count = rows.count * weights.stride
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.update(
        state.parameters.buffer.pointer(at: offset, count: count),
        state.gradients.buffer.pointer(at: offset, count: count), state.moment(0, at: offset),
        state.moment(1, at: offset), count, $0)
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

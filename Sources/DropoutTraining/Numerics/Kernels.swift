import CKernels

/// The C kernels behind checked shapes. Contracts stand in `CKernels.h`.
///
/// Sound: each call checks that its operands' rows and strides agree, views keep to their buffers,
/// labels were checked against the network when the run was made (``ExampleMatrix``), and a mask has
/// the rows and units of the layer it is drawn for (``LayerMasks``).
enum Kernels {
  /// The kernels in use, chosen once for this processor.
  static var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

  /// The names of those that this processor has.
  static var instructionSets: [String] {
    ["portable", "avx2", "avx512"].filter { unsafe ck_kernels_for($0) != nil }
  }

  /// The name of the instruction set in use: `portable`, `avx2` or `avx512`.
  static var instructionSet: String { unsafe String(cString: table.pointee.name) }

  /// Runs `body` on this thread in the kernels' floating-point mode, in which subnormal numbers count as
  /// zero: each kernel enters it by itself, which takes longer than a small kernel's work.
  static func inTheirMode<Result: ~Copyable>(_ body: () -> Result) -> Result {
    let callers = ck_enter_mode()
    defer { ck_leave_mode(callers) }
    return body()
  }

  /// `output = a · b + bias`, shapes `[rows, depth]`, `[depth, columns]`, `[columns]`: every term is
  /// computed.
  static func product(_ a: Matrix, _ b: Matrix, bias: Matrix? = nil, into output: Matrix) {
    check(rows: a.rows, depth: a.columns, b, bias: bias, into: output)
    unsafe table.pointee.product(
      output.base, output.stride, a.base, a.stride, b.base, b.stride, bias?.base, a.rows, a.columns,
      b.columns)
  }

  /// The same for listed rows: only the survivors' terms are computed.
  static func product(
    _ a: RowLists, rows: Range<Int>, depth: Int, _ b: Matrix, bias: Matrix? = nil,
    into output: Matrix
  ) {
    check(rows: rows.count, depth: depth, b, bias: bias, into: output)
    unsafe table.pointee.list_product(
      output.base, output.stride, a.kernelLists(from: rows, columns: depth), b.base,
      b.stride, bias?.base, rows.count, b.columns)
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

  /// `sum += part`, matrices of one shape.
  static func add(_ part: Matrix, to sum: Matrix) {
    checkSameShape(part, sum)
    unsafe table.pointee.add_scaled(
      sum.base, part.base, 1, part.stride, part.rows, part.columns)
  }

  /// `output[j] = Σ gradient[r, j]` over rows in sequence.
  static func columnSums(_ gradient: Matrix, into output: Matrix) {
    precondition(
      output.columns == gradient.columns && output.rows == 1,
      "[\(output.rows), \(output.columns)] sums of \(gradient.columns) columns")
    unsafe table.pointee.column_sums(
      output.base, gradient.base, gradient.stride, gradient.rows, gradient.columns)
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
      logits.columns, mask.value)
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
      activated.stride, activated.rows, activated.columns, mask.value)
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

  /// The gradient of the weights of some of a layer's inputs, `[in, out]`, and what the step makes of
  /// it; with lists, also the gradient by each listed number where `wantsInputGradient`.
  ///
  /// - Parameters:
  ///   - layer: The layer's weights and what belongs to them.
  ///   - input: The layer's input, `[batch, in]`.
  ///   - lists: Column lists of the input, where they shall be used; an input gradient needs them.
  ///   - gradient: By the layer's logits, `[batch, out]`.
  ///   - inputs: Which inputs, from a multiple of ``ColumnLists/block``.
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
    var arguments = unsafe layer.arguments
    unsafe arguments.a = unsafe UnsafePointer(input.base)
    unsafe arguments.aLd = input.stride
    unsafe arguments.batch = input.rows
    unsafe arguments.gradient = unsafe UnsafePointer(gradient.base)
    unsafe arguments.gradientLd = gradient.stride
    if let lists {
      precondition(
        lists.rows == input.rows && lists.columns == input.columns,
        "lists of \(lists.rows) × \(lists.columns), not \(input.rows) × \(input.columns)")
      unsafe arguments.columns = lists.kernelLists()
      if wantsInputGradient { unsafe arguments.sums = lists.sums() }
    }
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.step_weights(arguments, inputs.lowerBound, inputs.upperBound, $0)
    }
  }

  /// The step of a layer's weights from the gradient of those between units that are present, moved
  /// together; elsewhere it is zero.
  ///
  /// - Parameters:
  ///   - rows: The inputs that are present.
  ///   - columns: The outputs that are present.
  ///   - compactGradient: For some of the present inputs, `[count, present outputs]`.
  ///   - inputs: Those, by their numbers among the present ones. The step is also that of the absent
  ///     inputs before each of them and, with the last, of those behind it.
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
    var arguments = unsafe layer.arguments
    unsafe arguments.gradient = unsafe UnsafePointer(compactGradient.base)
    unsafe arguments.gradientLd = compactGradient.stride
    unsafe withUnsafePointer(to: step.value) {
      unsafe table.pointee.step_compacted(
        arguments, weights.rows, inputs.lowerBound,
        inputs.upperBound == rows.count ? rows.count + 1 : inputs.upperBound, rows.bits,
        columns.bits, $0)
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
        state.moment(1, at: offset), weights.stride, rows.count, weights.columns, $0)
    }
  }

  /// A layer of a narrow net, `[in, examples]` to `[out, examples]`: its activations under a mask, or
  /// without a mask its logits.
  ///
  /// - Parameters:
  ///   - bias: The row after `weights`.
  ///   - activated: Room for the activations.
  ///   - mask: A word for each 16 examples, `[out, stride / 16]`.
  static func narrowForward(
    _ activation: Activation, _ input: Matrix, weights: Matrix, bias: Matrix, activated: Matrix,
    mask: UnsafePointer<UInt16>?, scale: Float, into output: Matrix
  ) {
    precondition(
      input.rows == weights.rows && output.rows == weights.columns
        && input.columns == output.columns && input.stride == output.stride
        && activated.stride == output.stride && activated.rows >= output.rows
        && (unsafe bias.base == weights.base + weights.rows * weights.stride),
      "[\(weights.rows), \(weights.columns)] from \(input.rows) to \(output.rows) units")
    var layer = unsafe ck_narrow(
      inputs: weights.rows, outputs: weights.columns, stride: input.stride, ld: weights.stride,
      parameters: weights.base, slope: nil, below: input.base, activated: activated.base,
      masked: output.base, gradient: nil, mask: mask, scale: scale)
    unsafe table.pointee.narrow_forward(activation.kernelCode, &layer, input.columns)
  }

  /// The sums of squares of `weights` that ``limitNorms(_:squares:vectors:to:)`` takes.
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

  /// Floats that ``squareSums(_:into:)`` writes to or over.
  static func squareCount(_ weights: Matrix) -> Int {
    let blocks = (weights.rows + ColumnLists.block - 1) / ColumnLists.block
    return (blocks - 1) * weights.stride + 16 * weights.vectors
  }

  private static func checkSameShape(_ a: Matrix, _ b: Matrix) {
    precondition(
      a.rows == b.rows && a.columns == b.columns && a.stride == b.stride,
      "[\(a.rows), \(a.columns)] against [\(b.rows), \(b.columns)], rows \(a.stride) and "
        + "\(b.stride) floats apart")
  }
}

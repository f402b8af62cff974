import CKernels

/// The kernels in use, chosen once for this processor.
private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

/// The C kernels behind checked shapes; their contracts are in `CKernels.h`.
///
/// Sound: each call checks that its operands' rows and strides agree, views stay within their buffers,
/// labels were checked against the network when the run was made (``ExampleMatrix``), and a mask has
/// the rows and units of the layer it is drawn for (``BatchMasks``).
enum Kernels {
  /// The names of the instruction sets that this processor supports.
  static var instructionSets: [String] {
    ["portable", "avx2", "avx512"].filter { unsafe ck_kernels_for($0) != nil }
  }

  /// The name of the instruction set in use: `portable`, `avx2` or `avx512`.
  static var instructionSet: String { unsafe String(cString: table.pointee.name) }

  /// Runs `body` on this thread in the kernels' floating-point mode, in which subnormal numbers count as
  /// zero. Each kernel would enter it by itself, which takes longer than the work of a small kernel.
  static func inTheirMode<Result: ~Copyable>(_ body: () -> Result) -> Result {
    let callers = ck_enter_mode()
    defer { ck_leave_mode(callers) }
    return body()
  }

  /// Puts a thread that runs nothing but kernels into their mode for good.
  static func enterTheirMode() { _ = ck_enter_mode() }

  /// Tells the processor that this thread waits in a loop.
  static func pause() { ck_pause() }

  /// `output = a · b + bias`, shapes `[rows, depth]`, `[depth, columns]`, `[columns]`; every term is
  /// computed.
  static func product(_ a: Matrix, _ b: Matrix, bias: Matrix? = nil, into output: Matrix) {
    check(rows: a.rows, depth: a.columns, b, bias: bias, into: output)
    unsafe table.pointee.product(
      output.base, output.stride, a.base, a.stride, b.base, b.stride, bias?.base, a.rows, a.columns,
      b.columns)
  }

  /// The same product for listed rows: only the terms of listed numbers are computed.
  static func product(
    _ a: RowLists, rows: Range<Int>, depth: Int, _ b: Matrix, bias: Matrix? = nil,
    into output: Matrix
  ) {
    check(rows: rows.count, depth: depth, b, bias: bias, into: output)
    unsafe table.pointee.list_product(
      output.base, output.stride, a.lists(from: rows, columns: depth).kernelLists, b.base, b.stride,
      bias?.base, rows.count, b.columns)
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

  /// Packs the kept columns of the kept rows (nil: of all rows) into `output`.
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

  /// `activated = f(logits)`, `masked = activated` under the mask.
  static func activate(
    _ activation: Activation, _ logits: Matrix, into activated: Matrix, masked: Matrix,
    mask: AppliedMask
  ) {
    checkSameShape(logits, activated)
    checkSameShape(logits, masked)
    unsafe table.pointee.activate(
      activation.kernelCode, logits.base, activated.base, masked.base, logits.stride, logits.rows,
      logits.columns, mask.kernelMask)
  }

  /// `output = input` under the mask; both may be the same matrix, and `input` is only read.
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
      activated.stride, activated.rows, activated.columns, mask.kernelMask)
  }

  /// The gradient of each row's loss with respect to its logits, times `factor`.
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

  static func checkSameShape(_ a: Matrix, _ b: Matrix) {
    precondition(
      a.rows == b.rows && a.columns == b.columns && a.stride == b.stride,
      "[\(a.rows), \(a.columns)] against [\(b.rows), \(b.columns)], rows \(a.stride) and "
        + "\(b.stride) floats apart")
  }
}

extension Activation {
  /// The number by which kernels know the activation.
  var kernelCode: Int32 {
    switch self {
    case .linear: 0
    case .relu: 1
    case .tanh: 2
    case .logistic: 3
    }
  }
}

extension Loss {
  /// The number by which kernels know the loss.
  var kernelCode: Int32 {
    switch self {
    case .softmax: 0
    case .sigmoid: 1
    case .squared: 2
    }
  }
}

import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// A layer of a narrow net, `[in, examples]` to `[out, examples]`: its activations under a mask, or
  /// without a mask its logits.
  ///
  /// - Parameters:
  ///   - bias: The row after `weights`.
  ///   - activated: Room for the activations.
  ///   - mask: A word for each 16 examples.
  static func narrowForward(
    _ activation: Activation, _ input: Matrix, weights: Matrix, bias: Matrix, activated: Matrix,
    mask: LaneWords?, scale: Float, into output: Matrix
  ) {
    precondition(
      input.rows == weights.rows && output.rows == weights.columns
        && input.columns == output.columns && input.stride == output.stride
        && activated.stride == output.stride && activated.rows >= output.rows
        && (mask.map { $0.units >= output.rows && 16 * $0.stride >= input.stride } ?? true)
        && (unsafe bias.base == weights.base + weights.rows * weights.stride),
      "[\(weights.rows), \(weights.columns)] from \(input.rows) to \(output.rows) units")
    var layer = unsafe ck_narrow(
      inputs: weights.rows, outputs: weights.columns, stride: input.stride, ld: weights.stride,
      parameters: weights.base, slope: nil, below: input.base, activated: activated.base,
      masked: output.base, gradient: nil, mask: mask.map { unsafe UnsafePointer($0.base) },
      scale: scale)
    unsafe table.pointee.narrow_forward(activation.kernelCode, &layer, input.columns)
  }

  /// The layers of a narrow net at work: where each lies, bound once.
  ///
  /// All matrices are units × examples. Sound as long as the buffers behind the views exist.
  @safe final class NarrowNetwork {
    private let layers: AlignedBuffer<ck_narrow>

    /// A net whose layers are still to be bound.
    init(layerCount: Int) { unsafe layers = AlignedBuffer(count: layerCount) }

    /// Says where a layer lies.
    ///
    /// - Parameters:
    ///   - layer: The weight layer, from 0.
    ///   - weights: Its weights; its biases are the row behind them.
    ///   - slope: Their gradient, laid out alike.
    ///   - below: Its input.
    ///   - activated: Room for its activations.
    ///   - masked: Room for them under the mask; of the last layer, its logits.
    ///   - gradient: Room for the loss's gradient by its logits.
    ///   - mask: Nil for the last layer.
    func bind(
      _ layer: Int, weights: Matrix, slope: Matrix, below: Matrix, activated: Matrix,
      masked: Matrix, gradient: Matrix, mask: LaneWords?, scale: Float
    ) {
      precondition(
        slope.stride == weights.stride && below.rows == weights.rows
          && masked.rows == weights.columns
          && [activated, masked, gradient].allSatisfy { $0.stride == below.stride }
          && (mask.map { $0.units == masked.rows && 16 * $0.stride >= below.stride } ?? true),
        "layer \(layer): [\(weights.rows), \(weights.columns)] from \(below.rows) to \(masked.rows)"
      )
      unsafe layers[layer] = ck_narrow(
        inputs: weights.rows, outputs: weights.columns, stride: below.stride, ld: weights.stride,
        parameters: weights.base, slope: slope.base, below: below.base, activated: activated.base,
        masked: masked.base, gradient: gradient.base,
        mask: mask.map { unsafe UnsafePointer($0.base) }, scale: scale)
    }

    /// Runs the batch forward and makes every slope the gradient of the sum of its losses, times `rowWeight`.
    func gradient(
      activation: Activation, loss: Loss, labels: borrowing AlignedBuffer<Int32>, batchSize: Int,
      rowWeight: Float
    ) {
      unsafe table.pointee.narrow_gradient(
        activation.kernelCode, layers.pointer(), layers.count, loss.kernelCode,
        labels.pointer(at: 0, count: padded(batchSize)), batchSize, rowWeight)
    }
  }
}

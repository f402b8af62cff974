import CKernels

private var table: UnsafePointer<ck_table> { unsafe ck_kernels() }

extension Kernels {
  /// Computes a layer of a narrow net, `[in, examples]` to `[out, examples]`: its masked activations or,
  /// without a mask, its logits.
  ///
  /// - Parameters:
  ///   - bias: The row that follows `weights` in memory.
  ///   - activated: Memory for the activations.
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

  /// The layers of a narrow net: their matrices are bound once, then every step uses them.
  ///
  /// All matrices are units × examples. Sound as long as the buffers behind the views exist.
  @safe final class NarrowNetwork {
    private let layers: AlignedBuffer<ck_narrow>

    /// A net whose layers must still be bound.
    init(layerCount: Int) { unsafe layers = AlignedBuffer(count: layerCount) }

    /// Sets the matrices of a layer.
    ///
    /// - Parameters:
    ///   - layer: The weight layer, from 0.
    ///   - weights: Its weights; a row with its biases follows them in memory.
    ///   - slope: The gradient of weights and biases, in the same layout.
    ///   - below: Its input.
    ///   - activated: Memory for its activations.
    ///   - masked: Memory for its masked activations; for the last layer, its logits.
    ///   - gradient: Memory for the gradient of the loss with respect to its logits.
    ///   - mask: Its mask; nil for the last layer.
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

    /// Changes the factor of a layer's kept units.
    func rebind(_ layer: Int, scale: Float) { unsafe layers[layer].scale = scale }

    /// Changes the input of the first layer, for one of the same shape.
    func rebind(below: Matrix) { unsafe layers[0].below = UnsafePointer(below.base) }

    /// Runs forward and back: every slope becomes the gradient of the sum of losses, times `rowWeight`.
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

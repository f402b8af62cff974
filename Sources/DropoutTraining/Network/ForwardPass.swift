/// Activations of every layer for up to `rows` examples, and the pass that fills them.
///
/// The activations of each layer are kept twice: unmasked for the derivative, and masked for the next layer.
/// Memory is allocated once.
struct ForwardPass: ~Copyable {
  private let memory: AlignedBuffer<Float>
  /// The input under its mask; used if the input has a mask, or if rows are gathered.
  let input: Matrix
  /// Per hidden layer, activations.
  let activated: [Matrix]
  /// Per hidden layer, activations under the mask, scaled.
  let masked: [Matrix]
  /// Logits of the last layer.
  let logits: Matrix
  private let activation: Activation

  /// Allocates memory for `rows` examples; `inputRows` is 0 if the input is always stored elsewhere.
  init(_ shape: NetworkShape, rows: Int, inputRows: Int) {
    activation = shape.activation
    let hidden = shape.layers.dropFirst().dropLast()
    let output = shape.outputs
    let floats = rowStride(output) + hidden.reduce(0) { $0 + 2 * rowStride($1) }
    memory = AlignedBuffer(count: inputRows * rowStride(shape.layers[0]) + rows * floats)
    input = Matrix(memory, rows: inputRows, columns: shape.layers[0])
    var offset = inputRows * rowStride(shape.layers[0])
    func take(_ memory: borrowing AlignedBuffer<Float>, _ columns: Int) -> Matrix {
      defer { offset += rows * rowStride(columns) }
      return Matrix(memory, offset: offset, rows: rows, columns: columns)
    }
    var activated: [Matrix] = []
    var masked: [Matrix] = []
    for width in hidden {
      activated.append(take(memory, width))
      masked.append(take(memory, width))
    }
    self.activated = activated
    self.masked = masked
    logits = take(memory, output)
  }

  /// Fills activations and logits from `input`, already masked, `[count, in]`.
  ///
  /// - Parameters:
  ///   - mask: The mask of hidden layer *l*, counted from 1.
  ///   - multiply: Sets `output` to the product of `below` and the weights of a layer, plus its biases;
  ///     layers count from 0.
  func run(
    _ input: Matrix, mask: (_ layer: Int) -> AppliedMask,
    multiply: (_ layer: Int, _ below: Matrix, _ output: Matrix) -> Void
  ) {
    var below = input
    for layer in activated.indices {
      let activations = activated[layer].prefix(input.rows)
      let out = masked[layer].prefix(input.rows)
      multiply(layer, below, activations)
      Kernels.activate(
        activation, activations, into: activations, masked: out, mask: mask(layer + 1))
      below = out
    }
    multiply(activated.count, below, logits.prefix(input.rows))
  }
}

extension Loss {
  /// The predicted class of a row of logits: the index of the largest, the first of equal ones. With one
  /// output it is 1 above the threshold, which is 0 for a sigmoid's logit and ½ for a squared loss.
  func predictedClass(logits: Matrix, row: Int) -> Int32 {
    if logits.columns == 1 { return logits[row, 0] > (self == .squared ? 0.5 : 0) ? 1 : 0 }
    var best = 0
    for column in 1..<logits.columns where logits[row, column] > logits[row, best] {
      best = column
    }
    return Int32(best)
  }
}

import CKernels

/// A layer's weights, `[in, out]`, and what lies like them: moments, and the place of a stored gradient.
///
/// Sound while the buffers live that it views.
@safe struct LayerWeights {
  let weights: Matrix
  /// Whether it has what a step needs, and not the place of a stored gradient alone.
  let mayStep: Bool
  /// The inputs whose gradient can be stored.
  let stored: Range<Int>
  /// Floats of room for squares.
  let squareCount: Int
  /// The kernels' argument, without input and gradient.
  let arguments: ck_weights

  /// Weights of which only the gradient is wanted, of as many inputs from `first` on as `stored` has rows.
  init(weights: Matrix, stored: Matrix, first: Int) {
    precondition(
      weights.stride == stored.stride && first >= 0 && first + stored.rows <= weights.rows,
      "rows \(first) + \(stored.rows) of \(weights.rows), \(stored.stride) floats apart")
    unsafe self.init(
      weights: weights, mayStep: false, moments: (nil, nil), stored: stored.base, squares: nil,
      squareCount: 0, inputs: first..<first + stored.rows)
  }

  /// Weights with all that a step needs; `squares` may be empty where norms are not limited.
  init(
    weights: Matrix, moments: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?),
    stored: UnsafeMutablePointer<Float>, squares: borrowing AlignedBuffer<Float>
  ) {
    unsafe self.init(
      weights: weights, mayStep: true, moments: moments, stored: stored,
      squares: squares.pointer(), squareCount: squares.count, inputs: 0..<weights.rows)
  }

  private init(
    weights: Matrix, mayStep: Bool,
    moments: (UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Float>?),
    stored: UnsafeMutablePointer<Float>, squares: UnsafeMutablePointer<Float>?, squareCount: Int,
    inputs: Range<Int>
  ) {
    self.weights = weights
    self.mayStep = mayStep
    self.stored = inputs
    self.squareCount = squareCount
    unsafe arguments = ck_weights(
      weights: weights.base, m: moments.0, v: moments.1, stored: stored, squares: squares,
      ld: weights.stride, outputs: weights.columns, first: inputs.lowerBound, a: nil, aLd: 0,
      batch: 0, columns: ck_lists(), gradient: nil, gradientLd: 0, sums: nil)
  }

  /// Stops the program where a step on `inputs` would leave the memory there is.
  func check(_ step: OptimizerStep, inputs: Range<Int>) {
    precondition(
      inputs.lowerBound >= stored.lowerBound && inputs.upperBound <= stored.upperBound,
      "inputs \(inputs) of \(stored)")
    precondition(step.onlyStores || mayStep, "there are no moments to step with")
    precondition(
      !step.limitsNorms || squareCount >= Kernels.squareCount(weights),
      "there is no room for squares")
  }
}

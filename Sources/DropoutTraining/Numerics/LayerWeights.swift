/// A layer's weights, `[in, out]`, and matrices of the same layout: moments, and memory for the gradient.
///
/// Sound as long as the buffers it views exist.
@safe struct LayerWeights {
  let weights: Matrix
  let moments: Moments
  /// Memory for the gradient; row 0 belongs to the first of ``storedInputs``.
  let stored: Matrix
  /// The inputs whose gradient can be stored.
  let storedInputs: Range<Int>
  /// Whether everything that a step needs is here, and not just memory for the gradient.
  let mayStep: Bool
  /// Memory for the sums of squares that the norm limit needs, and its length in floats.
  let squares: UnsafeMutablePointer<Float>?
  private let squareCount: Int

  /// Weights whose gradient is only stored: of the inputs from `first` on, as many as `stored` has rows.
  init(weights: Matrix, stored: Matrix, first: Int) {
    precondition(
      weights.stride == stored.stride && first >= 0 && first + stored.rows <= weights.rows,
      "rows \(first) + \(stored.rows) of \(weights.rows), \(stored.stride) floats apart")
    self.weights = weights
    moments = Moments()
    self.stored = stored
    storedInputs = first..<first + stored.rows
    mayStep = false
    unsafe squares = nil
    squareCount = 0
  }

  /// Weights with all that a step needs; `squares` may be empty if norms are not limited.
  init(
    weights: Matrix, moments: Moments, stored: Matrix, squares: borrowing AlignedBuffer<Float>
  ) {
    self.weights = weights
    self.moments = moments
    self.stored = stored
    storedInputs = 0..<weights.rows
    mayStep = true
    unsafe self.squares = squares.pointer()
    squareCount = squares.count
    checkLaidOut(stored)
    if let first = moments.first { checkLaidOut(first) }
    if let second = moments.second { checkLaidOut(second) }
  }

  private func checkLaidOut(_ other: Matrix) {
    precondition(
      other.stride == weights.stride && other.rows >= weights.rows,
      "\(other.rows) rows, \(other.stride) floats apart, for \(weights.rows), \(weights.stride) apart"
    )
  }

  /// Stops the program if a step on `inputs` would leave the memory of these weights.
  func check(_ step: OptimizerStep, inputs: Range<Int>) {
    precondition(
      inputs.lowerBound >= storedInputs.lowerBound && inputs.upperBound <= storedInputs.upperBound,
      "inputs \(inputs) of \(storedInputs)")
    precondition(step.onlyStores || mayStep, "there are no moments to step with")
    precondition(
      !step.limitsNorms || squareCount >= Kernels.squareCount(weights),
      "there is no room for squares")
  }
}

/// An optimiser's moments of some parameters, in the same layout; nil if the optimiser does not keep them.
struct Moments {
  var first: Matrix?
  var second: Matrix?
}

/// A layer's weights, `[in, out]`, and what lies like them: moments, and the place of a stored gradient.
///
/// Sound as long as the buffers it views exist.
@safe struct LayerWeights {
  let weights: Matrix
  let moments: Moments
  /// Where the gradient goes; row 0 is of the first of ``storedInputs``.
  let stored: Matrix
  /// The inputs whose gradient can be stored.
  let storedInputs: Range<Int>
  /// Whether it has what a step needs, and not the place of a stored gradient alone.
  let mayStep: Bool
  /// Room for the squares that a limit of norms needs, and how many floats it has.
  let squares: UnsafeMutablePointer<Float>?
  private let squareCount: Int

  /// Weights of which only the gradient is wanted, of as many inputs from `first` on as `stored` has rows.
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

  /// Weights with all that a step needs; `squares` may be empty where norms are not limited.
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

  /// Stops the program where a step on `inputs` would leave the memory there is.
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

/// An optimiser's moments of some parameters, laid out like them; nil for those that it does not keep.
struct Moments {
  var first: Matrix?
  var second: Matrix?
}

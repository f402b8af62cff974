/// The numbers that a training changes: parameters, the optimiser's moments, and the gradient.
@safe final class TrainingState {
  let parameters: ParameterBuffer
  /// The gradient, laid out like the parameters. It contains that of weights only if a layout computes it
  /// separately from the step, or if a step only stores it.
  let gradients: ParameterBuffer
  /// Memory for the sums of squares that the norm limit needs, one layer at a time.
  let squares: AlignedBuffer<Float>
  private let moments: AlignedBuffer<Float>
  private let momentCount: Int

  /// Zeros for a configuration.
  init(_ configuration: TrainingConfiguration) {
    parameters = ParameterBuffer(configuration.network)
    gradients = ParameterBuffer(configuration.network)
    momentCount = configuration.optimizer.momentCount
    moments = AlignedBuffer(count: parameters.buffer.count * momentCount)
    let blocks = parameters.weights.map {
      ($0.rows + ColumnLists.block - 1) / ColumnLists.block * $0.stride
    }
    squares = AlignedBuffer(count: configuration.maxNorm == nil ? 0 : blocks.max() ?? 0)
  }

  /// Parameters and moments, in the order of their memory.
  var numbers: [Float] {
    (0..<parameters.buffer.count).map { parameters.buffer[$0] }
      + (0..<moments.count).map { moments[$0] }
  }

  /// Restores parameters and moments from ``numbers``.
  ///
  /// - Precondition: they are of the same network and optimiser.
  func set(numbers: [Float]) {
    let count = parameters.buffer.count
    precondition(
      numbers.count == count + moments.count,
      "\(numbers.count) numbers for \(count + moments.count)")
    parameters.buffer.fill(from: Array(numbers[..<count]))
    moments.fill(from: Array(numbers[count...]))
  }

  /// A layer's weights, with everything that their step needs.
  func layerWeights(_ layer: Int) -> LayerWeights {
    LayerWeights(
      weights: parameters.weights[layer], moments: moments(layer),
      stored: gradients.withBiases(layer), squares: squares)
  }

  /// Applies the optimiser's step to `rows` rows of a layer's parameters, from their stored gradient; row
  /// *in* is the bias. Inlined: calls would slow a narrow net's step of two microseconds.
  @inline(__always) func step(layer: Int, rows: Range<Int>, _ step: OptimizerStep) {
    let all = moments(layer)
    func part(_ matrix: Matrix) -> Matrix { matrix.rows(rows.lowerBound, count: rows.count) }
    Kernels.update(
      part(parameters.withBiases(layer)), gradient: part(gradients.withBiases(layer)),
      moments: Moments(first: all.first.map(part), second: all.second.map(part)), step: step)
  }

  /// The moments of a layer's weights and biases.
  @inline(__always) private func moments(_ layer: Int) -> Moments {
    func moment(_ number: Int) -> Matrix? {
      guard number < momentCount else { return nil }
      return parameters.withBiases(layer, in: moments, at: number * parameters.buffer.count)
    }
    return Moments(first: moment(0), second: moment(1))
  }
}

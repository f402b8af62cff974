/// All weights and biases of a network in one aligned buffer, `W1, b1, W2, b2, …`, rows padded; a
/// layer's biases are the row after its weights.
///
/// Gradients and the optimiser's moments have the same layout, so an element-wise step runs over
/// everything at once.
struct ParameterBuffer: ~Copyable {
  let buffer: AlignedBuffer<Float>
  /// Per layer, the index of its first weight.
  private let offsets: [Int]
  /// Per layer, `[in, out]`.
  let weights: [Matrix]
  /// Per layer, `[1, out]`.
  let biases: [Matrix]

  /// Zeros for a network.
  init(_ shape: NetworkShape) {
    let pairs = Array(zip(shape.layers, shape.layers.dropFirst()))
    buffer = AlignedBuffer(count: pairs.reduce(0) { $0 + ($1.0 + 1) * rowStride($1.1) })
    var weights: [Matrix] = []
    var biases: [Matrix] = []
    var offsets: [Int] = []
    var offset = 0
    for (inputs, outputs) in pairs {
      offsets.append(offset)
      weights.append(Matrix(buffer, offset: offset, rows: inputs, columns: outputs))
      offset += inputs * rowStride(outputs)
      biases.append(Matrix(buffer, offset: offset, rows: 1, columns: outputs))
      offset += rowStride(outputs)
    }
    self.offsets = offsets
    self.weights = weights
    self.biases = biases
  }

  /// A layer's weights with its biases as the last row, `[in + 1, out]`.
  func withBiases(_ layer: Int) -> Matrix { withBiases(layer, in: buffer, at: 0) }

  /// The counterpart of ``withBiases(_:)`` in another buffer, which has the same layout from `start` on.
  func withBiases(
    _ layer: Int, in other: borrowing AlignedBuffer<Float>, at start: Int
  ) -> Matrix {
    let weights = weights[layer]
    return Matrix(
      other, offset: start + offsets[layer], rows: weights.rows + 1, columns: weights.columns)
  }

  /// Copies given parameters into the buffer.
  func set(_ parameters: Parameters) {
    for layer in weights.indices {
      for row in 0..<weights[layer].rows {
        weights[layer].setRow(row, from: parameters.weights[layer], row: row)
      }
      biases[layer].setRow(0, from: parameters.biases[layer], row: 0)
    }
  }

  /// The parameters, packed.
  var parameters: Parameters {
    Parameters(weights: weights.map { $0.packed() }, biases: biases.map { $0.packed() })
  }
}

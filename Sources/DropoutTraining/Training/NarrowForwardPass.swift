/// Runs up to `capacity` examples through a narrow net without dropout, with examples side by side in a
/// vector: the same logits as ``ForwardPass``, bit for bit.
final class NarrowForwardPass {
  private let configuration: TrainingConfiguration
  /// Per layer, the input first: `[units, capacity]`; the last are the logits.
  private let outputs: [OwnedMatrix]
  /// Activations of one hidden layer, which the kernel writes and nothing reads.
  private let activated: OwnedMatrix
  /// Mask words whose bits are all set.
  private let everyExample: AlignedBuffer<UInt16>

  /// Allocates memory for a network; nil if it is not narrow.
  init?(_ configuration: TrainingConfiguration, capacity: Int) {
    let widths = configuration.network.layers
    guard configuration.isNarrow(batchSize: capacity), let widest = widths.max() else { return nil }
    self.configuration = configuration
    outputs = widths.map { OwnedMatrix(rows: $0, columns: capacity) }
    activated = OwnedMatrix(rows: widest, columns: capacity)
    everyExample = AlignedBuffer(count: widest * rowStride(capacity) / 16)
    for word in 0..<everyExample.count { everyExample[word] = .max }
  }

  /// Logits of `input`, `[count, in]`.
  ///
  /// - Parameters:
  ///   - scale: The factor of a hidden layer's activations; layers count from 1.
  ///   - logits: `[count, outputs]`.
  func run(
    _ input: Matrix, parameters: borrowing ParameterBuffer, scale: (_ layer: Int) -> Float,
    into logits: Matrix
  ) {
    func part(_ layer: Int) -> Matrix {
      outputs[layer].view.reshaped(rows: outputs[layer].view.rows, columns: input.rows)
    }
    Kernels.transpose(input, into: part(0))
    for layer in parameters.weights.indices {
      let weights = parameters.weights[layer]
      let isLast = layer == parameters.weights.count - 1
      let (below, above) = (part(layer), part(layer + 1))
      let mask = LaneWords(everyExample, units: above.rows, stride: above.stride / 16)
      Kernels.narrowForward(
        configuration.network.activation, below, weights: weights, bias: parameters.biases[layer],
        activated: activated.view, mask: isLast ? nil : mask,
        scale: isLast ? 1 : scale(layer + 1), into: above)
    }
    Kernels.transpose(part(outputs.count - 1), into: logits)
  }
}

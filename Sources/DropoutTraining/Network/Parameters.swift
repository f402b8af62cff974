/// Weights and biases of a network as packed arrays, to be saved, compared and replayed.
public struct Parameters: Hashable, Sendable {
  /// Per layer, `[in, out]`, row-major.
  public var weights: [[Float]]
  /// Per layer, `[out]`.
  public var biases: [[Float]]

  /// Parameters from given weights and biases, one array per layer.
  public init(weights: [[Float]], biases: [[Float]]) {
    precondition(weights.count == biases.count, "\(weights.count) and \(biases.count) layers")
    self.weights = weights
    self.biases = biases
  }

  /// The initial parameters that a key decides: weights of layer *l* are drawn from
  /// `key.folding(.weights, layer: l)` in row-major order, and biases are zero.
  public init(shape: NetworkShape, key: RandomKey) {
    weights = []
    biases = []
    for layer in 1...shape.weightLayerCount {
      let inputs = shape.layers[layer - 1]
      let outputs = shape.layers[layer]
      let deviation = shape.initialisation.standardDeviation(inputs: inputs, outputs: outputs)
      var random = RandomSequence(key.folding(.weights, layer: layer))
      weights.append((0..<inputs * outputs).map { _ in Float(random.normal() * deviation) })
      biases.append([Float](repeating: 0, count: outputs))
    }
  }

  /// SHA-256 of all weights and biases, layer by layer, in hex.
  ///
  /// All NaNs count as equal, because their sign and payload depend on the processor.
  public var digest: String {
    var digest = SHA256()
    for (weight, bias) in zip(weights, biases) {
      for values in [weight, bias] { digest.update(values.map { $0.isNaN ? .nan : $0 }) }
    }
    return digest.finalized()
  }

  /// Whether every number is finite.
  public var isFinite: Bool {
    weights.joined().allSatisfy(\.isFinite) && biases.joined().allSatisfy(\.isFinite)
  }
}

/// A gradient by all weights and biases of a network, with the sums of squares that noise is measured
/// by, one a weight layer (its biases included), in Double.
@safe public final class GradientVector {
  /// The network.
  public let shape: NetworkShape
  private let buffer: ParameterBuffer

  /// Zeros for a network.
  public init(_ shape: NetworkShape) {
    self.shape = shape
    buffer = ParameterBuffer(shape)
  }

  /// Weight layers.
  public var layerCount: Int { shape.weightLayerCount }

  /// Takes over a gradient of the same network.
  func copy(_ other: borrowing ParameterBuffer) {
    precondition(buffer.buffer.count == other.buffer.count, "gradients of two networks")
    unsafe buffer.buffer.pointer().update(from: other.buffer.pointer(), count: other.buffer.count)
  }

  /// Zero again.
  public func clear() { buffer.buffer.clear() }

  /// Adds `factor` times another gradient of the same network.
  public func add(_ other: GradientVector, times factor: Float = 1) {
    precondition(shape == other.shape, "gradients of two networks")
    for layer in 0..<layerCount {
      let (sum, part) = (parameters(layer), other.parameters(layer))
      Kernels.addScaled(part, times: factor, to: sum)
    }
  }

  /// Per layer, the sum of products with another gradient.
  public func dot(_ other: GradientVector) -> [Double] {
    precondition(shape == other.shape, "gradients of two networks")
    return (0..<layerCount).map { Kernels.dot(parameters($0), other.parameters($0)) }
  }

  /// Per layer, the sum of squared differences to another gradient.
  public func squaredDistance(to other: GradientVector) -> [Double] {
    precondition(shape == other.shape, "gradients of two networks")
    return (0..<layerCount).map { Kernels.squaredDistance(parameters($0), other.parameters($0)) }
  }

  /// The numbers, in the order of ``Parameters``.
  public var parameters: Parameters { buffer.parameters }

  /// A layer's weights with its biases as the last row.
  private func parameters(_ layer: Int) -> Matrix { buffer.withBiases(layer) }
}

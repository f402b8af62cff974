/// The gradient with respect to all weights and biases of a network, to be added up and compared.
///
/// Products and distances come in Double, one number per weight layer, its biases included: they measure the
/// noise of gradients.
@safe public final class GradientVector {
  /// The network.
  public let shape: NetworkShape
  private let buffer: ParameterBuffer

  /// Zeros for a network.
  public init(_ shape: NetworkShape) {
    self.shape = shape
    buffer = ParameterBuffer(shape)
  }

  /// The number of layers with weights.
  public var layerCount: Int { shape.weightLayerCount }

  /// Copies a gradient of the same network into this one.
  func copy(_ other: borrowing ParameterBuffer) {
    precondition(buffer.buffer.count == other.buffer.count, "gradients of two networks")
    unsafe buffer.buffer.pointer().update(from: other.buffer.pointer(), count: other.buffer.count)
  }

  /// Sets every number to zero.
  public func clear() { buffer.buffer.clear() }

  /// Adds `factor` times another gradient of the same network.
  public func add(_ other: GradientVector, times factor: Float = 1) {
    precondition(shape == other.shape, "gradients of two networks")
    for layer in 0..<layerCount {
      Kernels.addScaled(other.parameters(layer), times: factor, to: parameters(layer))
    }
  }

  /// The dot product with another gradient, one number per layer.
  public func dot(_ other: GradientVector) -> [Double] {
    precondition(shape == other.shape, "gradients of two networks")
    return (0..<layerCount).map { Kernels.dot(parameters($0), other.parameters($0)) }
  }

  /// The squared Euclidean distance to another gradient, one number per layer.
  public func squaredDistance(to other: GradientVector) -> [Double] {
    precondition(shape == other.shape, "gradients of two networks")
    return (0..<layerCount).map { Kernels.squaredDistance(parameters($0), other.parameters($0)) }
  }

  /// The gradient as packed arrays, laid out like the parameters.
  public var parameters: Parameters { buffer.parameters }

  /// A layer's weights with its biases as the last row.
  private func parameters(_ layer: Int) -> Matrix { buffer.withBiases(layer) }
}

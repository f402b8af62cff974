import CKernels

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
    unsafe Kernels.table.pointee.add_scaled(
      buffer.buffer.pointer(), other.buffer.buffer.pointer(), factor, buffer.buffer.count)
  }

  /// Per layer, the sum of products with another gradient.
  public func dot(_ other: GradientVector) -> [Double] {
    precondition(shape == other.shape, "gradients of two networks")
    return eachLayer { start, count in
      unsafe Kernels.table.pointee.dot(
        buffer.buffer.pointer(at: start, count: count),
        other.buffer.buffer.pointer(at: start, count: count), count)
    }
  }

  /// Per layer, the sum of squared differences to another gradient.
  public func squaredDistance(to other: GradientVector) -> [Double] {
    precondition(shape == other.shape, "gradients of two networks")
    return eachLayer { start, count in
      unsafe Kernels.table.pointee.squared_distance(
        buffer.buffer.pointer(at: start, count: count),
        other.buffer.buffer.pointer(at: start, count: count), count)
    }
  }

  /// The numbers, in the order of ``Parameters``.
  public var parameters: Parameters { buffer.parameters }

  private func eachLayer(_ body: (_ start: Int, _ count: Int) -> Double) -> [Double] {
    var start = 0
    return (0..<layerCount).map { layer in
      let weights = buffer.weights[layer]
      let count = (weights.rows + 1) * weights.stride
      defer { start += count }
      return body(start, count)
    }
  }
}

/// Examples laid out for the kernels: padded, aligned rows. Made once, read by every run.
public final class ExampleMatrix: Sendable {
  /// How many examples there are.
  public let count: Int
  /// Features of an example.
  public let featureCount: Int
  private let featureBuffer: AlignedBuffer<Float>
  let labels: AlignedBuffer<Int32>
  private let labelRange: ClosedRange<Int32>

  /// Copies examples into padded rows.
  public init(_ examples: Examples) {
    count = examples.count
    featureCount = examples.featureCount
    featureBuffer = AlignedBuffer(count: count * rowStride(featureCount))
    labels = AlignedBuffer(count: count)
    labels.fill(from: examples.labels)
    labelRange = (examples.labels.min() ?? 0)...(examples.labels.max() ?? 0)
    let rows = Matrix(featureBuffer, rows: count, columns: featureCount)
    for row in 0..<count { rows.setRow(row, from: examples.features, row: row) }
  }

  /// Stops the program where features or labels are not those of a network.
  ///
  /// The kernels index logits by label: this check is what makes them sound.
  func check(fits shape: NetworkShape) {
    precondition(
      featureCount == shape.layers[0], "\(featureCount) features for \(shape.layers[0]) inputs")
    let classes = max(shape.layers[shape.layers.count - 1], 2)
    precondition(
      labelRange.lowerBound >= 0 && labelRange.upperBound < Int32(classes),
      "labels \(labelRange) for \(classes) classes")
  }

  /// All rows.
  var features: Matrix { Matrix(featureBuffer, rows: count, columns: featureCount) }
}

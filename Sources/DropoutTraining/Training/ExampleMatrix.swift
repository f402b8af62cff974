/// Examples laid out for the kernels: padded, aligned rows. Made once, read by every run.
public final class ExampleMatrix: Sendable {
  /// How many examples there are.
  public let count: Int
  /// Features of an example.
  public let featureCount: Int
  private let featureBuffer: AlignedBuffer<Float>
  let labels: AlignedBuffer<Int32>

  /// Copies examples into padded rows.
  public init(_ examples: Examples) {
    count = examples.count
    featureCount = examples.featureCount
    featureBuffer = AlignedBuffer(count: count * padded(featureCount))
    labels = AlignedBuffer(count: count)
    labels.fill(from: examples.labels)
    let rows = Matrix(featureBuffer, rows: count, columns: featureCount)
    for row in 0..<count { rows.setRow(row, from: examples.features, row: row) }
  }

  /// All rows.
  var features: Matrix { Matrix(featureBuffer, rows: count, columns: featureCount) }
}

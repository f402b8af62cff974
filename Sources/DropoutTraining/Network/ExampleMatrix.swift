/// Examples as the kernels take them: padded, aligned rows, or the pixels of which a row is made when
/// it is needed. Made once, read by every run.
///
/// Sound as `Sendable`: nothing of it changes once it is made.
public final class ExampleMatrix: @unchecked Sendable {
  /// How many examples there are.
  public let count: Int
  /// Features of an example.
  public let featureCount: Int
  /// How many examples are of the most frequent class.
  public let mostFrequentClassCount: Int
  /// `[count, features]`, where the features are not pixels.
  private let numbers: OwnedMatrix
  private let pixels: [UInt8]?
  let labels: AlignedBuffer<Int32>
  private let labelRange: ClosedRange<Int32>

  /// Copies numbers into padded rows, and shares pixels.
  public init(_ examples: Examples) {
    count = examples.count
    featureCount = examples.featureCount
    mostFrequentClassCount =
      examples.labels.reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }.values.max() ?? 0
    pixels = examples.features.pixels
    numbers = OwnedMatrix(rows: pixels == nil ? count : 0, columns: featureCount)
    labels = AlignedBuffer(count: count)
    labels.fill(from: examples.labels)
    labelRange = (examples.labels.min() ?? 0)...(examples.labels.max() ?? 0)
    guard pixels == nil else { return }
    let features = examples.features.numbers
    for row in 0..<count { numbers.view.setRow(row, from: features, row: row) }
  }

  /// Stops the program where features or labels are not those of a network.
  ///
  /// The kernels index logits by label: this check is what makes them sound.
  func check(fits shape: NetworkShape) {
    precondition(
      featureCount == shape.layers[0], "\(featureCount) features for \(shape.layers[0]) inputs")
    let classes = max(shape.outputs, 2)
    precondition(
      labelRange.lowerBound >= 0 && labelRange.upperBound < Int32(classes),
      "labels \(labelRange) for \(classes) classes")
  }

  /// Makes row `row` of a matrix the features of an example.
  func copy(_ example: Int, to row: Int, of matrix: Matrix) {
    if let pixels {
      matrix.setRow(row, fromPixels: pixels, row: example)
    } else {
      matrix.copyRow(row, from: numbers.view, row: example)
    }
  }

  /// The rows of some examples: `room` once it holds them, or where they are.
  func rows(_ range: Range<Int>, copiedTo room: Matrix, alwaysCopies: Bool) -> Matrix {
    if pixels == nil && !alwaysCopies {
      return numbers.view.rows(range.lowerBound, count: range.count)
    }
    for (row, example) in range.enumerated() { copy(example, to: row, of: room) }
    return room.prefix(range.count)
  }

  /// A feature of an example.
  subscript(example: Int, feature: Int) -> Float {
    pixels.map { unitFloat($0[example * featureCount + feature]) } ?? numbers.view[example, feature]
  }
}

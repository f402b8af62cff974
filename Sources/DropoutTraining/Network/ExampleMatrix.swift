/// Examples laid out in memory for training and evaluation. Make one and let every run read it.
///
/// Numbers are copied into padded, aligned rows; pixels stay bytes, and are converted row by row when needed.
///
/// Sound as `Sendable`: nothing in it changes after `init`.
public final class ExampleMatrix: @unchecked Sendable {
  /// The number of examples.
  public let count: Int
  /// The number of features of an example.
  public let featureCount: Int
  /// The number of examples of the most frequent class.
  public let mostFrequentClassCount: Int
  /// `[count, features]`; without rows if the features are pixels.
  private let numbers: OwnedMatrix
  private let pixels: [UInt8]?
  /// Class numbers, or the bits of real targets.
  let labels: AlignedBuffer<Int32>
  /// Whether ``labels`` are the bits of real targets.
  package let haveTargets: Bool
  /// Mean of half the squared distance of the targets from their mean: the loss of always answering it.
  let targetSpread: Double
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
    haveTargets = examples.targets != nil
    labels.fill(from: examples.targets?.map { Int32(bitPattern: $0.bitPattern) } ?? examples.labels)
    labelRange = (examples.labels.min() ?? 0)...(examples.labels.max() ?? 0)
    targetSpread = examples.targets.map(Self.spread) ?? 0
    guard pixels == nil else { return }
    let features = examples.features.numbers
    for row in 0..<count { numbers.view.setRow(row, from: features, row: row) }
  }

  /// Stops the program if features or labels do not fit a network.
  ///
  /// The kernels index logits by label: this check is what makes them sound.
  func check(fits shape: NetworkShape) {
    precondition(
      featureCount == shape.layers[0], "\(featureCount) features for \(shape.layers[0]) inputs")
    if haveTargets {
      precondition(
        shape.loss == .squared && shape.outputs == 1,
        "real targets for \(shape.outputs) outputs with a loss of \(shape.loss)")
    }
    precondition(
      labelRange.lowerBound >= 0 && labelRange.upperBound < Int32(shape.classCount),
      "labels \(labelRange) for \(shape.classCount) classes")
  }

  private static func spread(_ targets: [Float]) -> Double {
    let mean = targets.reduce(0.0) { $0 + Double($1) } / Double(max(targets.count, 1))
    let squares = targets.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return 0.5 * squares / Double(max(targets.count, 1))
  }

  /// The standardised target of an example; there must be targets.
  package func target(_ example: Int) -> Float {
    Float(bitPattern: UInt32(bitPattern: labels[example]))
  }

  /// What the kernels of a network are told of an example: its class, or, if the network has one output and a
  /// squared loss, the bits of its target or of its class as a number.
  func answer(_ example: Int, for shape: NetworkShape) -> Int32 {
    let label = labels[example]
    guard !haveTargets, shape.loss == .squared, shape.outputs == 1 else { return label }
    return Int32(bitPattern: Float(label).bitPattern)
  }

  /// Copies the features of an example into a row of a matrix.
  func copy(_ example: Int, to row: Int, of matrix: Matrix) {
    if let pixels {
      matrix.setRow(row, fromPixels: pixels, row: example)
    } else {
      matrix.copyRow(row, from: numbers.view, row: example)
    }
  }

  /// The rows of some examples: a view of stored numbers, or copies in `room` (pixels, or if `alwaysCopies`).
  func rows(_ range: Range<Int>, copiedTo room: Matrix, alwaysCopies: Bool) -> Matrix {
    if pixels == nil && !alwaysCopies {
      return numbers.view.rows(range.lowerBound, count: range.count)
    }
    for (row, example) in range.enumerated() { copy(example, to: row, of: room) }
    return room.prefix(range.count)
  }

  /// One feature of one example.
  subscript(example: Int, feature: Int) -> Float {
    pixels.map { unitFloat($0[example * featureCount + feature]) } ?? numbers.view[example, feature]
  }
}

/// The order in which a run sees its examples: one shuffle per epoch. Batches run on across epochs, so that
/// every batch is full and every example is seen equally often.
///
/// Epoch *e* is the permutation of `RandomKey(seed).folding(.order, layer: e)`. A batch of all examples is
/// not shuffled: row = example.
public struct BatchOrder: Sendable {
  private let key: RandomKey
  private let exampleCount: Int
  private let batchSize: Int
  private var permutation: [Int32]
  private var position = 0

  /// The order of the run with this seed.
  public init(seed: UInt64, exampleCount: Int, batchSize: Int) {
    precondition(
      batchSize > 0 && batchSize <= exampleCount, "batch of \(batchSize) from \(exampleCount)")
    key = RandomKey(seed: seed)
    self.exampleCount = exampleCount
    self.batchSize = batchSize
    permutation = (0..<Int32(exampleCount)).map { $0 }
  }

  /// Whether a batch holds every example.
  var isFullBatch: Bool { batchSize == exampleCount }

  /// Whether another order belongs to the same run, at whatever step.
  func isAlike(_ other: BatchOrder) -> Bool {
    (key, exampleCount, batchSize) == (other.key, other.exampleCount, other.batchSize)
  }

  /// The approximate size in bytes.
  var byteCount: Int { 4 * permutation.count }

  /// Fills `batch` with the examples of the next step.
  mutating func nextBatch(into batch: inout [Int]) {
    batch.removeAll(keepingCapacity: true)
    for _ in 0..<batchSize {
      let offset = position % exampleCount
      if offset == 0 && !isFullBatch { shuffle(epoch: position / exampleCount) }
      batch.append(Int(permutation[offset]))
      position += 1
    }
  }

  /// The examples of the next step.
  public mutating func nextBatch() -> [Int32] {
    var batch: [Int] = []
    nextBatch(into: &batch)
    return batch.map(Int32.init)
  }

  /// Shuffles in place from the data's order, so that no epoch's order depends on earlier epochs.
  private mutating func shuffle(epoch: Int) {
    for index in 0..<exampleCount { permutation[index] = Int32(index) }
    var random = RandomSequence(key.folding(.order, layer: epoch))
    random.shuffle(&permutation)
  }
}

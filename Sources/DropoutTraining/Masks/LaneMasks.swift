/// The masks of every layer of a run with examples side by side: bit e % 16 of word e / 16 of a
/// unit's row says whether it survives for example e. Bits beyond the batch are zero.
///
/// The same masks as ``LayerMasks``, bit for bit.
@safe final class LaneMasks {
  private let keeps: [KeepProbability]
  private let keys: [RandomKey]
  private let units: [Int]
  private let isDropping: Bool
  private let scaling: DropoutScaling
  private let batchSize: Int
  private let stride: Int
  private let words: AlignedBuffer<UInt16>
  private let maskRows: AlignedBuffer<UInt32>

  /// Masks for batches of `batchSize` examples; layers that never drop keep all.
  init(_ source: DropoutMasks, configuration: TrainingConfiguration, batchSize: Int) {
    keeps = configuration.keepProbabilities.map(KeepProbability.init)
    units = Array(configuration.network.layers.dropLast())
    keys = units.indices.map { source.key(layer: $0) }
    isDropping = source.policy.drops
    scaling = configuration.scaling
    self.batchSize = batchSize
    stride = rowStride(batchSize) / 16
    words = AlignedBuffer(count: units.reduce(0, +) * stride)
    maskRows = AlignedBuffer(count: padded(batchSize))
    let rowsPerMask = source.policy.rowsPerMask(batchSize: batchSize)
    for row in 0..<maskRows.count { maskRows[row] = UInt32(min(row, batchSize - 1) / rowsPerMask) }
    for row in 0..<units.reduce(0, +) {
      for example in 0..<batchSize {
        let word = row * stride + example / 16
        words[word] = words[word] | 1 << (example % 16)
      }
    }
  }

  /// Whether a layer has a mask at all; 0 is the input.
  func drops(layer: Int) -> Bool { isDropping && layer < keeps.count && !keeps[layer].keepsAll }

  /// What survivors are multiplied by while training.
  func scale(layer: Int) -> Float {
    drops(layer: layer) && scaling == .inverted ? keeps[layer].inverseScale : 1
  }

  private func offset(layer: Int) -> Int { units[..<layer].reduce(0, +) * stride }

  /// The words of a layer.
  func words(layer: Int) -> LaneWords {
    LaneWords(words, offset: offset(layer: layer), units: units[layer], stride: stride)
  }

  /// The bits of a unit for 64 examples, from `example` on, a multiple of 16.
  func word(layer: Int, unit: Int, rows example: Int) -> UInt64 {
    let first = offset(layer: layer) + unit * stride
    return (0..<min(4, stride - example / 16)).reduce(0) { word, part in
      word | UInt64(words[first + example / 16 + part]) << UInt64(16 * part)
    }
  }

  /// Draws every layer's masks.
  func draw(_ draw: UInt64) {
    for layer in units.indices where drops(layer: layer) {
      Kernels.drawLanes(
        into: words(layer: layer), maskRows: maskRows, batchSize: batchSize, key: keys[layer],
        draw: draw, threshold: keeps[layer].threshold)
    }
  }

  /// `output = input` under the input's mask, units × batch.
  func apply(_ input: Matrix, into output: Matrix) {
    guard drops(layer: 0) else { return }
    Kernels.applyLanes(input, words: words(layer: 0), scale: scale(layer: 0), into: output)
  }
}

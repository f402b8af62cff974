/// The masks of a run's layers in the narrow layout: bit e % 16 of word e / 16 of a unit's row says whether
/// the unit is kept for example e. Bits beyond the batch are zero.
///
/// The same masks as those of ``BernoulliNoise``, bit for bit.
@safe final class LaneMasks {
  private let units: [Int]
  private let batchSize: Int
  private let stride: Int
  private let words: AlignedBuffer<UInt16>
  private let maskRows: AlignedBuffer<UInt32>
  /// Per droppable layer, the input first; nil if it keeps all.
  private let layers: [Layer?]
  private var drawn: UInt64?

  /// A layer that drops: a view of its words, and the values that decide them.
  private struct Layer {
    let words: LaneWords
    let key: RandomKey
    let threshold: UInt32
    let scale: Float
  }

  /// Masks for batches of `batchSize` examples; layers that never drop keep all.
  init(_ formula: MaskFormula, configuration: TrainingConfiguration, batchSize: Int) {
    let units = Array(configuration.network.layers.dropLast())
    let stride = rowStride(batchSize) / 16
    let words = AlignedBuffer<UInt16>(count: units.reduce(0, +) * stride)
    for row in 0..<units.reduce(0, +) {
      for example in 0..<batchSize {
        let word = row * stride + example / 16
        words[word] = words[word] | 1 << (example % 16)
      }
    }
    layers = units.indices.map { layer in
      let keep = configuration.keep(layer: layer)
      guard formula.policy.drops(at: keep) else { return nil }
      return Layer(
        words: LaneWords(
          words, offset: units[..<layer].reduce(0, +) * stride, units: units[layer], stride: stride),
        key: formula.key(layer: layer), threshold: keep.threshold,
        scale: configuration.survivorScale(layer: layer))
    }
    self.units = units
    self.batchSize = batchSize
    self.stride = stride
    self.words = words
    maskRows = AlignedBuffer(count: padded(batchSize))
    let groups = formula.policy.rowGroups(batchSize: batchSize)
    for row in 0..<maskRows.count {
      maskRows[row] = UInt32(groups.group(of: min(row, batchSize - 1)))
    }
  }

  /// Whether a layer has a mask at all; 0 is the input.
  func drops(layer: Int) -> Bool { layer < layers.count && layers[layer] != nil }

  /// The factor of kept units during training.
  func scale(layer: Int) -> Float { layer < layers.count ? layers[layer]?.scale ?? 1 : 1 }

  private func offset(layer: Int) -> Int { units[..<layer].reduce(0, +) * stride }

  /// The words of a layer.
  func words(layer: Int) -> LaneWords {
    LaneWords(words, offset: offset(layer: layer), units: units[layer], stride: stride)
  }

  /// The bits of a unit for 64 examples; `example`, the first, is a multiple of 16.
  func word(layer: Int, unit: Int, rows example: Int) -> UInt64 {
    let first = offset(layer: layer) + unit * stride
    return (0..<min(4, stride - example / 16)).reduce(0) { word, part in
      word | UInt64(words[first + example / 16 + part]) << UInt64(16 * part)
    }
  }

  /// Draws every layer's masks.
  func draw(_ draw: UInt64) {
    guard draw != drawn else { return }
    drawn = draw
    for case let layer? in layers {
      Kernels.drawLanes(
        into: layer.words, maskRows: maskRows, batchSize: batchSize, key: layer.key, draw: draw,
        threshold: layer.threshold)
    }
  }

  /// `output = input` under the input's mask, units × batch.
  func apply(_ input: Matrix, into output: Matrix) {
    guard let layer = layers[0] else { return }
    Kernels.applyLanes(input, words: layer.words, scale: layer.scale, into: output)
  }
}

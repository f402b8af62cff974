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
  private let configuration: TrainingConfiguration
  /// Per droppable layer, the input first; nil if it always keeps all.
  private var layers: [Layer?]
  private var dropShare = 1.0
  private var drawn: UInt64?

  /// A layer that drops: a view of its words, and the values that decide them.
  private struct Layer {
    let words: LaneWords
    let key: RandomKey
    var keep: KeepProbability
  }

  /// Masks for batches of `batchSize` examples; layers that never drop keep all.
  init(_ formula: MaskFormula, configuration: TrainingConfiguration, batchSize: Int) {
    let units = Array(configuration.network.layers.dropLast())
    let stride = rowStride(batchSize) / 16
    let words = AlignedBuffer<UInt16>(count: units.reduce(0, +) * stride)
    layers = units.indices.map { layer in
      let keep = configuration.keep(layer: layer)
      guard formula.policy.drops(at: keep) else { return nil }
      return Layer(
        words: LaneWords(
          words, offset: units[..<layer].reduce(0, +) * stride, units: units[layer], stride: stride),
        key: formula.key(layer: layer), keep: keep)
    }
    self.configuration = configuration
    self.units = units
    self.batchSize = batchSize
    self.stride = stride
    self.words = words
    maskRows = AlignedBuffer(count: padded(batchSize))
    let groups = formula.policy.rowGroups(batchSize: batchSize)
    for row in 0..<maskRows.count {
      maskRows[row] = UInt32(groups.group(of: min(row, batchSize - 1)))
    }
    for layer in units.indices { keepAll(layer: layer) }
  }

  /// Keeps every unit of a layer for every example.
  private func keepAll(layer: Int) {
    for row in 0..<units[layer] {
      for example in 0..<batchSize {
        let word = offset(layer: layer) + row * stride + example / 16
        words[word] = words[word] | 1 << (example % 16)
      }
    }
  }

  /// Whether a layer has a mask; 0 is the input. A schedule turns it on and off.
  func drops(layer: Int) -> Bool { layer < layers.count && layers[layer]?.keep.keepsAll == false }

  /// The factor of kept units, as of the masks drawn last.
  func scale(layer: Int) -> Float {
    guard layer < layers.count, let keep = layers[layer]?.keep else { return 1 }
    return configuration.scaling.survivorScale(keep)
  }

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

  /// Draws every layer's masks, while a share of the drop rates is in force.
  func draw(_ draw: UInt64, dropShare: Double = 1) {
    guard draw != drawn || dropShare != self.dropShare else { return }
    if dropShare != self.dropShare { change(dropShare) }
    drawn = draw
    for case let layer? in layers where !layer.keep.keepsAll {
      Kernels.drawLanes(
        into: layer.words, maskRows: maskRows, batchSize: batchSize, key: layer.key, draw: draw,
        threshold: layer.keep.threshold)
    }
  }

  /// Changes the keep probabilities; a layer that now keeps all is not drawn any more.
  private func change(_ dropShare: Double) {
    self.dropShare = dropShare
    for layer in layers.indices where layers[layer] != nil {
      let keep = configuration.keep(layer: layer, dropShare: dropShare)
      layers[layer]?.keep = keep
      if keep.keepsAll { keepAll(layer: layer) }
    }
  }

  /// `output = input` under the input's mask, units × batch.
  func apply(_ input: Matrix, into output: Matrix) {
    guard drops(layer: 0), let layer = layers[0] else { return }
    Kernels.applyLanes(input, words: layer.words, scale: scale(layer: 0), into: output)
  }
}

/// The masks of every layer of a run, redrawn in place when the policy says so.
final class LayerMasks: Sendable {
  private let source: DropoutMasks
  private let keeps: [KeepProbability]
  private let scaling: DropoutScaling
  private let rowsPerMask: Int
  private let maskRows: Int
  private let bits: [LayerBits]

  /// Every unit of the output layer, which has no mask.
  private let outputs: MaskBits

  /// A class only because arrays cannot hold noncopyable values.
  private final class LayerBits: Sendable {
    let value: MaskBits
    let key: RandomKey
    init(rows: Int, units: Int, key: RandomKey) {
      value = MaskBits(rows: rows, units: units)
      self.key = key
    }
  }

  /// Masks for batches of `batchSize` rows.
  init(_ source: DropoutMasks, configuration: TrainingConfiguration, batchSize: Int) {
    self.source = source
    scaling = configuration.scaling
    keeps = configuration.keepProbabilities.map(KeepProbability.init)
    rowsPerMask = source.policy.rowsPerMask(batchSize: batchSize)
    let maskRows = (batchSize + rowsPerMask - 1) / rowsPerMask
    self.maskRows = maskRows
    bits = keeps.indices.map { layer in
      LayerBits(
        rows: maskRows, units: configuration.network.layers[layer], key: source.key(layer: layer))
    }
    let layers = configuration.network.layers
    outputs = MaskBits(rows: 1, units: layers[layers.count - 1])
    outputs.keepAll(rows: 1)
    for layer in bits.indices where !drops(layer: layer) {
      bits[layer].value.keepAll(rows: maskRows)
    }
  }

  /// The units of a layer that the whole batch keeps, where one mask serves all of it; past the last
  /// hidden layer, the outputs.
  func survivors(layer: Int) -> SurvivingUnits {
    precondition(maskRows == 1, "\(maskRows) masks for a batch")
    return layer < bits.count ? bits[layer].value.survivors(row: 0) : outputs.survivors(row: 0)
  }

  /// Whether a layer has a mask at all; 0 is the input.
  func drops(layer: Int) -> Bool { source.policy.sharing != nil && !keeps[layer].keepsAll }

  /// Makes the masks those of a draw.
  func draw(_ draw: UInt64) {
    for layer in bits.indices where drops(layer: layer) {
      bits[layer].value.draw(
        rows: maskRows, key: bits[layer].key, draw: draw, threshold: keeps[layer].threshold)
    }
  }

  /// The mask of a layer, scaled for training.
  func mask(layer: Int) -> AppliedMask {
    guard drops(layer: layer) else { return .all() }
    return bits[layer].value.applied(
      rowsPerMask: rowsPerMask, scale: scaling == .inverted ? keeps[layer].inverseScale : 1)
  }
}

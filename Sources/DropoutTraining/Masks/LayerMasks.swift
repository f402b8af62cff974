/// The masks of every layer of a run, redrawn in place when the policy says so.
final class LayerMasks {
  private let source: DropoutMasks
  private let keeps: [KeepProbability]
  private let scaling: DropoutScaling
  private let rowsPerMask: Int
  private let maskRows: Int
  private let bits: [Box<MaskBits>]
  /// Per droppable layer, the factors of Gaussian dropout; none for other noise.
  private let factors: [Box<NormalFactors>]
  private let noise: DropoutNoise

  /// The units of each layer that some mask of the batch keeps, the outputs last.
  private let present: [Box<MaskBits>]
  /// Per droppable layer, the share of its units that some mask of a batch is expected to keep.
  private let shares: [Double]

  /// A layer is packed when the expected share of its units kept by at least one mask of the batch is at most
  /// this.
  ///
  /// The choice decides the order of sums over units (see `Documentation/Engine.md`), so it is made
  /// from the plan alone.
  static let thinnedShare = 0.75

  /// Masks for batches of `batchSize` rows.
  init(_ source: DropoutMasks, configuration: TrainingConfiguration, batchSize: Int) {
    self.source = source
    scaling = configuration.scaling
    noise = configuration.noise
    keeps = configuration.keepProbabilities.map(KeepProbability.init)
    rowsPerMask = source.policy.rowsPerMask(batchSize: batchSize)
    let maskRows = (batchSize + rowsPerMask - 1) / rowsPerMask
    self.maskRows = maskRows
    bits = keeps.indices.map { layer in
      Box(MaskBits(rows: maskRows, units: configuration.network.layers[layer]))
    }
    factors =
      configuration.noise == .gaussian
      ? keeps.indices.map { layer in
        Box(NormalFactors(rows: maskRows, units: configuration.network.layers[layer]))
      } : []
    present = configuration.network.layers.map { Box(MaskBits(rows: 1, units: $0)) }
    shares = keeps.map { keep in
      1 - (0..<maskRows).reduce(1) { none, _ in none * (1 - keep.realised) }
    }
    for layer in present.indices where !thins(layer: layer) {
      present[layer].value.keepAll(rows: 1)
    }
  }

  /// Whether the units that no mask of the batch keeps are left out of a layer; never of the outputs.
  func thins(layer: Int) -> Bool {
    noise == .bernoulli && layer < bits.count && drops(layer: layer)
      && shares[layer] <= Self.thinnedShare
  }

  /// The units of a layer that the batch has: all, or where the layer is thinned those that some mask
  /// keeps.
  func present(layer: Int) -> SurvivingUnits { present[layer].value.survivors(row: 0) }

  /// Whether a layer's units have a mask at all; 0 is the input.
  func drops(layer: Int) -> Bool {
    noise != .dropconnect && source.policy.drops && !keeps[layer].keepsAll
  }

  /// Makes the masks those of a draw.
  func draw(_ draw: UInt64) {
    for layer in factors.indices where drops(layer: layer) {
      factors[layer].value.draw(
        rows: maskRows, key: source.factorKey(layer: layer), draw: draw,
        sigma: DropoutNoise.standardDeviation(keeps[layer]))
    }
    guard noise == .bernoulli else { return }
    for layer in bits.indices where drops(layer: layer) {
      bits[layer].value.draw(
        rows: maskRows, key: source.key(layer: layer), draw: draw, threshold: keeps[layer].threshold
      )
      if thins(layer: layer) {
        present[layer].value.unite(bits[layer].value, rows: maskRows)
      }
    }
  }

  /// Sets the masks of a one-example batch: `survivors[layer][unit]` says whether the unit is kept. A layer that
  /// does not drop keeps all.
  func set(_ survivors: [[Bool]]) {
    precondition(noise == .bernoulli, "\(noise) noise has no survivors")
    precondition(
      maskRows == 1 && survivors.count == bits.count, "\(survivors.count) layers of masks")
    for layer in bits.indices where drops(layer: layer) {
      bits[layer].value.set(survivors[layer])
      if thins(layer: layer) { present[layer].value.set(survivors[layer]) }
    }
  }

  /// The mask of a layer, scaled for training.
  func mask(layer: Int) -> AppliedMask {
    guard drops(layer: layer) else { return .all() }
    if noise == .gaussian { return factors[layer].value.applied(rowsPerMask: rowsPerMask) }
    return bits[layer].value.applied(
      rowsPerMask: rowsPerMask, scale: scaling == .inverted ? keeps[layer].inverseScale : 1)
  }
}

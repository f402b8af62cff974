/// The masks of a batch in the wide layout: the noise of every layer, redrawn in place.
final class BatchMasks {
  /// Per droppable layer, the input first; nil if the layer has no noise.
  private let layers: [(any UnitNoise)?]
  private var drawn: UInt64?

  /// Masks for batches of `batchSize` rows.
  init(_ formula: MaskFormula, configuration: TrainingConfiguration, batchSize: Int) {
    let groups = formula.policy.rowGroups(batchSize: batchSize)
    layers = configuration.keepProbabilities.indices.map { layer in
      let (keep, units) = (configuration.keep(layer: layer), configuration.network.layers[layer])
      guard formula.policy.drops(at: keep) else { return nil }
      switch configuration.noise {
      case .bernoulli:
        return BernoulliNoise(
          key: formula.key(layer: layer), keep: keep,
          scale: configuration.survivorScale(layer: layer), groups: groups, units: units)
      case .gaussian:
        return GaussianNoise(
          key: formula.factorKey(layer: layer), keep: keep, groups: groups, units: units)
      case .dropconnect:
        return nil
      }
    }
  }

  /// Redraws the masks for a draw.
  func draw(_ draw: UInt64) {
    guard draw != drawn else { return }
    drawn = draw
    for noise in layers { noise?.draw(draw) }
  }

  /// Sets the masks of a one-example batch: `survivors[layer][unit]` says whether the unit is kept. A layer that
  /// does not drop keeps all.
  func set(_ survivors: [[Bool]]) {
    precondition(survivors.count == layers.count, "\(survivors.count) layers of masks")
    for (noise, survivors) in zip(layers, survivors) { noise?.set(survivors) }
    drawn = nil
  }

  /// The noise of a layer, 0 for the input; nil if it has none, like the outputs.
  func noise(layer: Int) -> (any UnitNoise)? { layer < layers.count ? layers[layer] : nil }

  /// The mask of a layer as a kernel takes it.
  func mask(layer: Int) -> AppliedMask { layers[layer]?.applied ?? .all() }
}

/// The masks of a batch in the wide layout: the noise of every layer, redrawn in place.
final class BatchMasks {
  private let policy: MaskPolicy
  private let configuration: TrainingConfiguration
  /// Per droppable layer, the input first; nil if the layer never has noise on its units.
  private let layers: [(any UnitNoise)?]
  /// The keep probability of each layer, which a schedule changes.
  private var keeps: [KeepProbability]
  private var dropShare = 1.0
  private var drawn: UInt64?

  /// Masks for batches of `batchSize` rows.
  init(_ formula: MaskFormula, configuration: TrainingConfiguration, batchSize: Int) {
    let groups = formula.policy.rowGroups(batchSize: batchSize)
    let keeps = configuration.keepProbabilities.indices.map { configuration.keep(layer: $0) }
    policy = formula.policy
    self.configuration = configuration
    self.keeps = keeps
    layers = keeps.enumerated().map { layer, keep in
      let units = configuration.network.layers[layer]
      guard formula.policy.drops(at: keep) else { return nil }
      switch configuration.noise {
      case .bernoulli:
        return BernoulliNoise(
          key: formula.key(layer: layer), keep: keep, scaling: configuration.scaling,
          groups: groups, units: units)
      case .gaussian:
        return GaussianNoise(key: formula.factorKey(layer: layer), groups: groups, units: units)
      case .dropconnect:
        return nil
      }
    }
  }

  /// Redraws the masks for a draw, while a share of the drop rates is in force.
  func draw(_ draw: UInt64, dropShare: Double = 1) {
    guard draw != drawn || dropShare != self.dropShare else { return }
    if dropShare != self.dropShare {
      for layer in keeps.indices {
        keeps[layer] = configuration.keep(layer: layer, dropShare: dropShare)
      }
    }
    (drawn, self.dropShare) = (draw, dropShare)
    for layer in layers.indices { noise(layer: layer)?.draw(draw, keep: keeps[layer]) }
  }

  /// Sets the masks of a one-example batch: `survivors[layer][unit]` says whether the unit is kept. A layer that
  /// does not drop keeps all.
  func set(_ survivors: [[Bool]]) {
    precondition(survivors.count == layers.count, "\(survivors.count) layers of masks")
    for (noise, survivors) in zip(layers, survivors) { noise?.set(survivors) }
    drawn = nil
  }

  /// The keep probability of a layer, as of the masks drawn last; 0 is the input.
  func keep(layer: Int) -> KeepProbability { keeps[layer] }

  /// Whether the masks drawn last drop anything of a layer.
  func drops(layer: Int) -> Bool { policy.drops(at: keeps[layer]) }

  /// The noise of a layer, 0 for the input; nil if it has none, like the outputs. A schedule turns it on and off.
  func noise(layer: Int) -> (any UnitNoise)? {
    layer < layers.count && !keeps[layer].keepsAll ? layers[layer] : nil
  }

  /// The mask of a layer as a kernel takes it.
  func mask(layer: Int) -> AppliedMask { noise(layer: layer)?.applied ?? .all() }
}

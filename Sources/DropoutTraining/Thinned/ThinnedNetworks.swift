/// The 2ⁿ thinned networks that masks over n droppable units leave, by number.
///
/// Bit *i* of a network's number says whether unit *i* is kept. Units are counted layer by layer from the
/// input, over the layers that drop.
public struct ThinnedNetworks: Hashable, Sendable {
  /// A layer that drops.
  public struct Layer: Hashable, Sendable {
    /// 0 for the input, *l* for hidden layer *l*.
    public let layer: Int
    /// The number of its units.
    public let units: Int
    /// The probability with which a unit is kept.
    public let keep: KeepProbability
    /// The number of its first unit.
    let firstUnit: Int
  }

  /// The layers that drop, from the input upwards.
  public let layers: [Layer]
  /// n, the number of units that may be dropped.
  public let unitCount: Int

  /// The thinned networks of a training.
  ///
  /// - Precondition: the noise is ``DropoutNoise/bernoulli``, the only one that drops units, and has no schedule.
  public init(_ configuration: TrainingConfiguration) {
    precondition(configuration.noise.dropsUnits, "\(configuration.noise) noise drops no units")
    configuration.requireConstantDropout("thinned networks are counted")
    var unitCount = 0
    layers = configuration.keepProbabilities.indices.compactMap { layer in
      let (keep, units) = (configuration.keep(layer: layer), configuration.network.layers[layer])
      guard !keep.keepsAll else { return nil }
      defer { unitCount += units }
      return Layer(layer: layer, units: units, keep: keep, firstUnit: unitCount)
    }
    self.unitCount = unitCount
  }

  /// The probability of the mask that leaves this network: the product over all units.
  ///
  /// - Precondition: ``unitCount`` is below 63, so that a number fits an `Int`.
  public func probability(of number: Int) -> Double {
    precondition(unitCount < 63, "networks over \(unitCount) units have no number in 64 bits")
    return probability(of: number, units: 0..<unitCount)
  }

  /// The probability of the mask of only some units; bit 0 of `number` is the first of them.
  func probability(of number: Int, units: Range<Int>) -> Double {
    var product = 1.0
    for layer in layers {
      let keep = layer.keep.realised
      for unit in units.clamped(to: layer.firstUnit..<layer.firstUnit + layer.units) {
        product *= number >> (unit - units.lowerBound) & 1 == 1 ? keep : 1 - keep
      }
    }
    return product
  }

  /// Which units are kept in a network: one array for each layer that drops.
  public func survivors(of number: Int) -> [[Bool]] {
    layers.map { layer in
      (0..<layer.units).map { number >> (layer.firstUnit + $0) & 1 == 1 }
    }
  }
}

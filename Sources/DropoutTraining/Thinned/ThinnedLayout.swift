/// How the enumeration of thinned networks is cut up: decided by the network alone.
///
/// Only the highest layer that drops, *t*, is enumerated without another pass: what its units add to
/// layer t + 1 is tabulated for the masks of its last few units. A block of the work is a range of the
/// masks of all other units, the lower layers' and then the first of layer *t*.
struct ThinnedLayout: Sendable {
  let configuration: TrainingConfiguration
  let networks: ThinnedNetworks
  /// The lowest layer that drops, and the highest.
  let lowest: Int
  let highest: Int
  /// Units of lower layers that drop.
  let lowerUnits: Int
  /// Units of the highest one that are summed for each mask.
  let summedUnits: Int
  /// Units of the highest one, its last, whose sums are tabulated.
  let tabulatedUnits: Int

  /// Points side by side.
  static let chunk = 128
  /// Blocks of the work at most, whatever the threads: their sums are added in order.
  private static let greatestBlockCount = 64
  private static let greatestTabulated = 6
  private static let greatestTable = 1 << 18

  /// - Precondition: some layer drops.
  init(_ configuration: TrainingConfiguration) {
    self.configuration = configuration
    networks = ThinnedNetworks(configuration)
    guard let first = networks.layers.first, let last = networks.layers.last else {
      preconditionFailure("no layer drops")
    }
    (lowest, highest) = (first.layer, last.layer)
    lowerUnits = networks.unitCount - last.units
    let row = configuration.network.layers[last.layer + 1] * rowStride(Self.chunk)
    var tabulated = min(last.units, Self.greatestTabulated)
    while tabulated > 0, row << tabulated > Self.greatestTable { tabulated -= 1 }
    tabulatedUnits = tabulated
    summedUnits = last.units - tabulated
  }

  /// Masks of all units that are not tabulated.
  var items: Int { 1 << (lowerUnits + summedUnits) }
  var blockCount: Int { min(items, Self.greatestBlockCount) }
  /// The items of a block.
  func items(block: Int) -> Range<Int> {
    items / blockCount * block..<items / blockCount * (block + 1)
  }

  /// Whether the highest layer that drops is the last hidden layer, or the input of a single layer.
  var endsInLogits: Bool { highest == configuration.network.weightLayerCount - 1 }

  var outputs: Int { configuration.network.outputs }

  /// What survivors of a layer are multiplied by, as in training.
  func scale(layer: Int) -> Float {
    configuration.scaling == .inverted ? configuration.keep(layer: layer).inverseScale : 1
  }

  /// The first bit of a layer's units in a network's number; nil if it does not drop.
  func firstUnit(layer: Int) -> Int? {
    var first = 0
    for candidate in networks.layers {
      if candidate.layer == layer { return first }
      first += candidate.units
    }
    return nil
  }
}

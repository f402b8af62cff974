/// How the enumeration of thinned networks is divided into work; it depends on the network alone.
///
/// Each mask of the lower layers needs its own pass. Masks of the highest dropping layer, *t*, do not: the
/// sums that its last few units contribute to layer t + 1 are tabulated for all their masks. A block of work
/// is a range of the masks of all other units: those of the lower layers, then the first of layer *t*.
struct ThinnedLayout: Sendable {
  let configuration: TrainingConfiguration
  let networks: ThinnedNetworks
  /// The lowest layer that drops, and the highest.
  let lowest: Int
  let highest: Int
  /// The number of droppable units below the highest layer that drops.
  let lowerUnits: Int
  /// The number of units of the highest layer that are added up anew for each mask.
  let summedUnits: Int
  /// The number of units of the highest layer, its last ones, whose sums are tabulated.
  let tabulatedUnits: Int

  /// The number of examples that are evaluated side by side.
  static let chunk = 128
  /// The largest number of blocks, for any number of threads: the sums of the blocks are added in order.
  private static let greatestBlockCount = 64
  /// The largest number of tabulated units: 2⁶ masks have a sum each.
  private static let greatestTabulated = 6
  /// The largest size of the table in floats: a mebibyte, which stays in the second-level cache.
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

  /// The number of masks of all units that are not tabulated.
  var items: Int { 1 << (lowerUnits + summedUnits) }
  var blockCount: Int { min(items, Self.greatestBlockCount) }
  /// The range of the masks in a block.
  func items(block: Int) -> Range<Int> {
    items / blockCount * block..<items / blockCount * (block + 1)
  }

  /// Whether the highest layer that drops is the last hidden layer, or the input of a single layer.
  var endsInLogits: Bool { highest == configuration.network.weightLayerCount - 1 }

  var outputs: Int { configuration.network.outputs }

  /// The first bit of a layer's units in a network's number; nil if it does not drop.
  func firstUnit(layer: Int) -> Int? {
    networks.layers.first { $0.layer == layer }?.firstUnit
  }
}

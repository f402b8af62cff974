/// A mask over all droppable units as a dictionary key: its bits for up to 64 units, a 128-bit hash for more.
package struct MaskKey: Hashable, Comparable, Sendable {
  /// Bit *i* belongs to unit *i* of up to 64; for more units, the low bits of the hash.
  package var low: UInt64
  /// The high bits of the hash; 0 for up to 64 units.
  package var high: UInt64

  package static func < (a: MaskKey, b: MaskKey) -> Bool {
    a.high == b.high ? a.low < b.low : a.high < b.high
  }

  /// Adds one more word to the hash: two multiplicative hashes with different constants and rotations.
  fileprivate mutating func mix(_ word: UInt64) {
    low = Self.finalised(low ^ word &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    high = Self.finalised(high &+ word ^ 0xC2B2_AE3D_27D4_EB4F) &* 0xFF51_AFD7_ED55_8CCD &+ 1
  }

  /// The 64-bit finaliser of MurmurHash3: every bit of the input affects every bit of the output.
  private static func finalised(_ word: UInt64) -> UInt64 {
    var x = word
    x = (x ^ x >> 33) &* 0xFF51_AFD7_ED55_8CCD
    x = (x ^ x >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return x ^ x >> 33
  }
}

/// The masks of a training, draw by draw, over all layers at once: the same masks as those of ``MaskFormula``.
/// Each row belongs to the examples that share it.
package final class MaskRows {
  /// The number of rows in a draw.
  package let count: Int
  private let policy: MaskPolicy
  private let networks: ThinnedNetworks
  private let widths: [Int]
  private let formula: MaskFormula
  private let bits: [Box<MaskBits>]
  private let lanes: LaneMasks

  /// The masks of the run with this policy and seed.
  package init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, exampleCount: Int
  ) {
    let count = policy.rowGroups(
      batchSize: configuration.batchSize(exampleCount: exampleCount)
    ).count
    self.count = count
    self.policy = policy
    networks = ThinnedNetworks(configuration)
    widths = Array(configuration.network.layers.dropLast())
    formula = MaskFormula(policy: policy, seed: seed)
    bits = networks.layers.map { Box(MaskBits(rows: count, units: $0.units)) }
    // With a row for each "example", row r of the lanes is mask row r.
    lanes = LaneMasks(
      MaskFormula(policy: policy.drops ? .perExample : .none, seed: seed),
      configuration: configuration, batchSize: count)
    if !policy.drops { for layer in bits { layer.value.keepAll(rows: count) } }
  }

  /// Draws the masks of a draw.
  package func draw(_ draw: UInt64) {
    guard policy.drops else { return }
    for (index, layer) in networks.layers.enumerated() {
      bits[index].value.draw(
        rows: count, key: formula.key(layer: layer.layer), draw: draw,
        threshold: layer.keep.threshold)
    }
    lanes.draw(draw)
  }

  /// The key of the mask of a row.
  package func key(row: Int) -> MaskKey {
    var key = MaskKey(low: 0, high: 0)
    if networks.unitCount <= 64 {
      for (index, layer) in networks.layers.enumerated() {
        key.low |= bits[index].value.word(row: row, unit: 0) << UInt64(layer.firstUnit)
      }
      return key
    }
    for (index, layer) in networks.layers.enumerated() {
      for unit in stride(from: 0, to: layer.units, by: 64) {
        key.mix(bits[index].value.word(row: row, unit: unit))
      }
    }
    return key
  }

  /// The number of words per unit in ``rows(layer:into:)``.
  package var wordsPerUnit: Int { (count + 63) / 64 }

  /// Writes which rows keep each unit of a layer, whether or not the layer drops: bit r % 64 of a unit's word
  /// r / 64 is set if row r keeps it.
  package func rows(layer: Int, into words: inout [UInt64]) {
    let width = wordsPerUnit
    precondition(words.count == widths[layer] * width, "\(words.count) words")
    for unit in 0..<widths[layer] {
      for word in 0..<width {
        words[unit * width + word] = lanes.word(layer: layer, unit: unit, rows: 64 * word)
      }
    }
  }
}

/// Bernoulli dropout of a layer: a unit is dropped, or kept and scaled.
final class BernoulliNoise: UnitNoise {
  private let key: RandomKey
  private let threshold: UInt32
  private let scale: Float
  private let groups: RowGroups
  private let bits: MaskBits
  private let isPacked: Bool
  /// The units that at least one row keeps, if the layer is packed.
  private let union: MaskBits

  /// A layer is packed when the expected share of its units kept by at least one mask of the batch is at most
  /// this.
  private static let packedShare = 0.75

  /// Room for the masks of a layer of `units` units.
  init(key: RandomKey, keep: KeepProbability, scale: Float, groups: RowGroups, units: Int) {
    self.key = key
    threshold = keep.threshold
    self.scale = scale
    self.groups = groups
    bits = MaskBits(rows: groups.count, units: units)
    union = MaskBits(rows: 1, units: units)
    let droppedByAll = (0..<groups.count).reduce(1) { none, _ in none * (1 - keep.realised) }
    isPacked = 1 - droppedByAll <= Self.packedShare
  }

  func draw(_ draw: UInt64) {
    bits.draw(rows: groups.count, key: key, draw: draw, threshold: threshold)
    if isPacked { union.unite(bits, rows: groups.count) }
  }

  func set(_ survivors: [Bool]) {
    precondition(groups.count == 1, "survivors of one mask for \(groups.count)")
    bits.set(survivors)
    union.set(survivors)
  }

  var applied: AppliedMask { bits.applied(rowsPerMask: groups.size, scale: scale) }

  var packed: SurvivingUnits? { isPacked ? union.survivors(row: 0) : nil }
}

/// Bernoulli dropout of a layer: a unit is dropped, or kept and scaled.
final class BernoulliNoise: UnitNoise {
  private let key: RandomKey
  private var keep: KeepProbability
  private let scaling: DropoutScaling
  private let groups: RowGroups
  private let bits: MaskBits
  private var isPacked: Bool
  /// The units that at least one row keeps, if the layer is packed.
  private let union: MaskBits

  /// A layer is packed when the expected share of its units kept by at least one mask of the batch is at most
  /// this.
  private static let packedShare = 0.75

  /// Room for the masks of a layer of `units` units, whose keep probability is never below `keep`.
  init(
    key: RandomKey, keep: KeepProbability, scaling: DropoutScaling, groups: RowGroups, units: Int
  ) {
    self.key = key
    self.keep = keep
    self.scaling = scaling
    self.groups = groups
    bits = MaskBits(rows: groups.count, units: units)
    union = MaskBits(rows: 1, units: units)
    isPacked = Self.isPacked(keep, masks: groups.count)
  }

  private static func isPacked(_ keep: KeepProbability, masks: Int) -> Bool {
    let droppedByAll = (0..<masks).reduce(1) { none, _ in none * (1 - keep.realised) }
    return 1 - droppedByAll <= packedShare
  }

  func draw(_ draw: UInt64, keep: KeepProbability) {
    if keep != self.keep {
      self.keep = keep
      isPacked = Self.isPacked(keep, masks: groups.count)
    }
    bits.draw(rows: groups.count, key: key, draw: draw, threshold: keep.threshold)
    if isPacked { union.unite(bits, rows: groups.count) }
  }

  func set(_ survivors: [Bool]) {
    precondition(groups.count == 1, "survivors of one mask for \(groups.count)")
    bits.set(survivors)
    union.set(survivors)
  }

  var applied: AppliedMask {
    bits.applied(rowsPerMask: groups.size, scale: scaling.survivorScale(keep))
  }

  var packed: SurvivingUnits? { isPacked ? union.survivors(row: 0) : nil }
}

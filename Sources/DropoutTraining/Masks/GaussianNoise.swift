/// Gaussian dropout of a layer: a unit is multiplied by a normal factor of mean 1.
final class GaussianNoise: UnitNoise {
  private let key: RandomKey
  private let groups: RowGroups
  private let factors: NormalFactors

  /// Room for the factors of a layer of `units` units.
  init(key: RandomKey, groups: RowGroups, units: Int) {
    self.key = key
    self.groups = groups
    factors = NormalFactors(rows: groups.count, units: units)
  }

  func draw(_ draw: UInt64, keep: KeepProbability) {
    factors.draw(
      rows: groups.count, key: key, draw: draw, sigma: DropoutNoise.standardDeviation(keep))
  }

  func set(_ survivors: [Bool]) { preconditionFailure("Gaussian noise has no survivors") }

  var applied: AppliedMask { factors.applied(rowsPerMask: groups.size) }

  var packed: SurvivingUnits? { nil }
}

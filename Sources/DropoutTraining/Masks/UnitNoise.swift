/// The random factors of one layer's units for a batch in the wide layout, redrawn in place.
///
/// Each kind of noise is its own type; ``BatchMasks`` chooses one. A layer without noise has none.
protocol UnitNoise: AnyObject {
  /// Redraws the noise for a draw, at a keep probability that drops something.
  func draw(_ draw: UInt64, keep: KeepProbability)

  /// Sets the mask of a one-example batch: `survivors[unit]` says whether the unit is kept.
  func set(_ survivors: [Bool])

  /// The noise as a kernel takes it.
  var applied: AppliedMask { get }

  /// The units that some row keeps, if products leave out the others; nil if they take every unit.
  ///
  /// Whether it is nil depends on the policy and the keep probability alone: the choice decides the order of
  /// sums over units (see `Documentation/Engine.md`), so it is made from the plan.
  var packed: SurvivingUnits? { get }
}

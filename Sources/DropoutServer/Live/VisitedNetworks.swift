import DropoutLab
import DropoutTraining

/// Counts the distinct thinned networks that a run's masks have visited up to a step.
struct VisitedNetworks {
  private let configuration: TrainingConfiguration
  private let policy: MaskPolicy
  private let seed: UInt64
  private let exampleCount: Int
  private let rows: MaskRows?
  private let unitCount: Int
  private var masks: DistinctMasks
  private var step = 0
  private var lastDraw: UInt64?
  private var inserted = 0

  /// Up to this many units, a table has one bit for each possible mask: 2 MiB at most.
  private static let tabulatedUnits = 24
  /// The most masks that are counted, with a table and without.
  private static let insertionLimits = (table: 20_000_000, list: 250_000)

  init(_ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, exampleCount: Int)
  {
    let networks = ThinnedNetworks(configuration)
    self.configuration = configuration
    self.policy = policy
    self.seed = seed
    self.exampleCount = exampleCount
    let drops = policy.drops && networks.unitCount > 0
    unitCount = drops ? networks.unitCount : 0
    rows =
      drops
      ? MaskRows(configuration, policy: policy, seed: seed, exampleCount: exampleCount) : nil
    masks = Self.none(unitCount: unitCount)
  }

  private static func none(unitCount: Int) -> DistinctMasks {
    DistinctMasks(unitCount: unitCount, tabulatedUnits: tabulatedUnits)
  }

  /// Whether there were too many masks to count them all.
  private(set) var isAtLeast = false

  /// The number of networks visited so far; if nothing is dropped, just the whole network.
  mutating func count() -> Int { rows == nil ? min(step, 1) : masks.count() }

  /// Counts the masks of all steps below `end`.
  mutating func advance(to end: Int) {
    if end < step {
      masks = Self.none(unitCount: unitCount)
      (step, lastDraw, inserted, isAtLeast) = (0, nil, 0, false)
    }
    guard let rows else {
      step = end
      return
    }
    let limits = Self.insertionLimits
    let limit = unitCount <= Self.tabulatedUnits ? limits.table : limits.list
    while step < end {
      let draw = policy.draw(
        step: step, epoch: configuration.epoch(step: step, exampleCount: exampleCount))
      step += 1
      if draw == lastDraw || isAtLeast { continue }
      lastDraw = draw
      rows.draw(draw)
      for row in 0..<rows.count { masks.insert(rows.key(row: row)) }
      inserted += rows.count
      isAtLeast = inserted > limit
    }
  }
}

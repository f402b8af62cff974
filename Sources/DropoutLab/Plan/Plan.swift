public import DropoutTraining

/// A resolved comparison: every setting has its value, and the data have been seen.
public struct Plan: Hashable, Sendable {
  /// Which data.
  public var data: DataSpecification
  /// Network, dropout and training.
  public var training: TrainingConfiguration
  /// The policies to compare, in the order of tables and pairs.
  public var policies: [MaskPolicy]
  /// The paired seeds, ascending; the most that may be added where ``untilDecided`` is set.
  public var seeds: [UInt64]
  /// That seeds are added until every pair is decided; nil where their number is fixed.
  public var untilDecided: UntilDecided?

  /// The policies compared where none are named: the forum's question and the notebook's trap.
  public static let usualPolicies = [
    MaskPolicy.none, .perExample, .perBatch, MaskPolicy(.perExample, .frozen),
    MaskPolicy(.perBatch, .frozen),
  ]

  /// Paired seeds where no number is named.
  static let usualSeedCount: UInt64 = 32

  /// The course's experiment.
  static let course = Plan(
    data: DataSpecification(named: "football"), training: .course, policies: usualPolicies,
    seeds: [UInt64](1...usualSeedCount))

  /// A plan whose parts are resolved already, of at least one policy and one seed.
  public init(
    data: DataSpecification, training: TrainingConfiguration, policies: [MaskPolicy],
    seeds: [UInt64], untilDecided: UntilDecided? = nil
  ) {
    precondition(!policies.isEmpty && !seeds.isEmpty, "no policy or no seed")
    self.data = data
    self.training = training
    self.policies = policies
    self.seeds = seeds
    self.untilDecided = untilDecided
  }

  /// Gives every unset setting its default and checks that all fit together and to the data.
  ///
  /// - Parameters:
  ///   - settings: What was asked for.
  ///   - dataset: The data that `DataSpecification(settings)` names.
  public init(_ settings: PlanSettings, dataset: Dataset) throws(PlanError) {
    let data = try DataSpecification(settings)
    let defaults = PlanDefaults.of(dataset, named: data.name)
    let addsSeeds = settings.addsSeeds
    self.init(
      data: data, training: defaults.training(for: dataset), policies: Self.usualPolicies,
      seeds: [UInt64](1...(addsSeeds ? UntilDecided.usualMostSeeds : Self.usualSeedCount)),
      untilDecided: addsSeeds ? UntilDecided() : nil)
    for setting in PlanSetting.ofTraining + PlanSetting.ofComparison {
      try setting.read(settings, into: &self)
    }
    try settle(settings, dataset: dataset, defaults: defaults)
  }

  /// Every run of the plan, seed by seed, so that an interrupted comparison is still paired.
  public func runs(dataset: Dataset) -> [PlannedRun] {
    seeds.flatMap { seed in
      policies.map { policy in
        PlannedRun(
          training: training, policy: policy, seed: seed, dataChecksum: dataset.checksum)
      }
    }
  }
}

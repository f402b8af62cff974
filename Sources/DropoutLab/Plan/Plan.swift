public import DropoutTraining

/// A comparison whose settings all have values, including those that depend on the data.
public struct Plan: Hashable, Sendable {
  /// The data to train and test on.
  public var data: DataSpecification
  /// Network, dropout and training.
  public var training: TrainingConfiguration
  /// The policies to compare, in the order of tables and pairs.
  public var policies: [MaskPolicy]
  /// The paired seeds, ascending; if ``untilDecided`` is set, the seeds that may be added.
  public var seeds: [UInt64]
  /// How seeds are added until every pair is decided; nil if their number is fixed.
  public var untilDecided: UntilDecided?

  /// The default policies: the forum's question and the notebook's trap.
  public static let usualPolicies = [
    MaskPolicy.none, .perExample, .perBatch, MaskPolicy(.perExample, .frozen),
    MaskPolicy(.perBatch, .frozen),
  ]

  /// The default number of paired seeds.
  static let usualSeedCount: UInt64 = 32

  /// The course's experiment.
  static let course = Plan(
    data: DataSpecification(named: "football"), training: .course, policies: usualPolicies,
    seeds: [UInt64](1...usualSeedCount))

  /// Creates a plan from resolved parts, with at least one policy and one seed.
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

  /// Gives every unset setting its default, and checks that the settings fit each other and the data.
  ///
  /// - Parameters:
  ///   - settings: The settings that were given.
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

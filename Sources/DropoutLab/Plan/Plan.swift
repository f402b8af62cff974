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
    data = try DataSpecification(settings)
    if dataset.reading?.setsTestAside == true {
      data.testFraction = data.testFraction ?? DatasetOptions.usualTestFraction
    }
    let reader = SettingsReader(settings)
    training = try reader.training(
      dataset: dataset, defaults: PlanDefaults.of(dataset, named: data.name))
    policies = try reader.policies()
    untilDecided = try UntilDecided(reader)
    let count = try reader.integer(
      "comparison.seeds", untilDecided == nil ? 32 : UntilDecided.usualMostSeeds, in: 1...100_000)
    let first = try reader.integer("comparison.first-seed", 1, in: 0...(1 << 62))
    seeds = (0..<UInt64(count)).map { UInt64(first) + $0 }
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

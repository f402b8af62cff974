public import DropoutTraining

/// A comparison whose settings all have values, including those that depend on the data.
public struct Plan: Hashable, Sendable {
  /// The data to train and test on.
  public var data: DataSpecification
  /// Network, dropout and training of all arms, but for what an arm changes.
  public var training: TrainingConfiguration
  /// The policies to compare; each is an arm, and they come before ``namedArms``.
  public var policies: [MaskPolicy]
  /// The arms that have a name, with what they change.
  public internal(set) var namedArms: [PlannedArm] = []
  /// The paired seeds, ascending; if ``untilDecided`` is set, the seeds that may be added.
  public var seeds: [UInt64]
  /// How seeds are added until every pair is decided; nil if their number is fixed.
  public var untilDecided: UntilDecided?
  /// When in their training the runs are judged.
  public var moment = Moment.last
  /// The metric that decides; the others stand beside it.
  public var metric = Metric.testError

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

  /// The name of the arm that each other one is compared with; nil to compare every two.
  public internal(set) var baseline: String?

  /// What is compared, in the order of tables and pairs.
  public var arms: [PlannedArm] { policies.map { PlannedArm($0, training) } + namedArms }

  /// After how many steps the runs are judged; nil if each run has its own number.
  package var judgedSteps: Int? {
    moment == .last && arms.allSatisfy { $0.training.patience == nil } ? training.steps : nil
  }

  /// The arm that ``baseline`` names.
  package var baselineArm: Arm? {
    baseline.flatMap { name in arms.first { $0.arm.name == name }?.arm }
  }

  /// Creates a plan from resolved parts, with at least one policy and one seed.
  public init(
    data: DataSpecification, training: TrainingConfiguration, policies: [MaskPolicy],
    seeds: [UInt64], untilDecided: UntilDecided? = nil, moment: Moment = .last
  ) {
    precondition(!policies.isEmpty && !seeds.isEmpty, "no policy or no seed")
    self.data = data
    self.training = training
    self.policies = policies
    self.seeds = seeds
    self.untilDecided = untilDecided
    self.moment = moment
  }

  /// Gives every unset setting its default, and checks that the settings fit each other and the data.
  ///
  /// - Parameters:
  ///   - settings: The settings that were given.
  ///   - dataset: The data that `DataSpecification(settings)` names.
  public init(_ settings: PlanSettings, dataset: Dataset) throws(PlanError) {
    try self.init(settings, dataset: dataset, inherited: [])
    try setArms(settings, dataset: dataset)
    if let baseline, baselineArm == nil || arms.count < 2 {
      throw .badValue(
        name: "comparison.baseline", value: baseline,
        allowed:
          "one of two arms or more; there are \(arms.map(\.arm.name).joined(separator: ", "))")
    }
  }

  /// - Parameter inherited: Names of settings that are left out where they have no effect, instead of refused:
  ///   an arm has them from the plan.
  init(
    _ settings: PlanSettings, dataset: Dataset, inherited: Set<String>
  ) throws(PlanError) {
    let data = try DataSpecification(settings)
    let defaults = PlanDefaults.of(dataset, named: data.name)
    let addsSeeds = settings.addsSeeds
    self.init(
      data: data, training: defaults.training(for: dataset), policies: Self.usualPolicies,
      seeds: [UInt64](1...(addsSeeds ? UntilDecided.usualMostSeeds : Self.usualSeedCount)),
      untilDecided: addsSeeds ? UntilDecided() : nil)
    for setting in PlanSetting.ofTraining + PlanSetting.ofComparison
    where !inherited.contains(setting.name) || setting.idle(in: self) == nil {
      try setting.read(settings, into: &self)
    }
    try settle(settings, dataset: dataset, defaults: defaults)
  }

  /// Every run of the plan, seed by seed, so that an interrupted comparison is still paired.
  public func runs(dataset: Dataset) -> [PlannedRun] {
    seeds.flatMap { seed in
      arms.map { $0.run(seed: seed, dataChecksum: dataset.checksum) }
    }
  }
}

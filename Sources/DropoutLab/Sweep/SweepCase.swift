public import DropoutTraining

/// One comparison with its data, such as a setting of a sweep, and how each arm is trained in it.
public struct SweepCase: Sendable {
  /// The setting's number and values.
  public internal(set) var setting = Sweep.Setting(number: 1, values: [])
  /// The setting in words.
  public internal(set) var text = ""
  /// The plan: data, training, arms and the seeds that compare them.
  public var plan: Plan
  /// The data.
  public let dataset: Dataset
  /// How each arm of the plan is trained: as the plan says, except for what was tuned or matched.
  public var trainings: [TrainingConfiguration]
  /// What was tuned or matched, per arm, in words; nil if nothing was.
  public var choices: [String]?
  /// What every arm was tuned over, in the order of the arms; empty if nothing was tuned.
  public internal(set) var trials: [TuningTrial] = []
  /// The seeds that compare the arms: all of the plan's, or those that were added.
  public var seeds: [UInt64]
  /// What was decided while seeds were added, and why no more were added; nil if their number was fixed.
  public var decided: (comparison: SequentialComparison, end: Judgement.SeedsAdded.End)?

  /// A comparison whose arms are all trained as its plan says.
  public init(_ plan: Plan, dataset: Dataset) {
    self.plan = plan
    self.dataset = dataset
    trainings = plan.arms.map(\.training)
    seeds = plan.seeds
  }

  /// The runs that compare the arms, seed by seed.
  public var orders: [RunOrder] { orders(seeds: seeds) }

  /// The runs of some seeds, seed by seed.
  package func orders(seeds: some Sequence<UInt64>) -> [RunOrder] {
    seeds.flatMap { seed in
      plan.arms.indices.map { order(arm: $0, training: trainings[$0], seed: seed) }
    }
  }

  /// The records of its runs by arms.
  ///
  /// - Parameter records: One run of each arm for the first seed, then for the next.
  package func runs(_ records: [RunRecord]) -> [ArmRuns] {
    [ArmRuns](plan.arms.map(\.arm), seedBySeed: records)
  }

  /// A run of one of the arms with the given training.
  ///
  /// - Parameter held: The data that a validation part is held out of, and their checksum; nil for the
  ///   case's own.
  func order(
    arm: Int, training: TrainingConfiguration, seed: UInt64,
    on held: (data: RunData, checksum: String)? = nil
  ) -> RunOrder {
    RunOrder(
      PlannedRun(
        training: training, policy: plan.arms[arm].policy, seed: seed,
        dataChecksum: held?.checksum ?? dataset.checksum), data: held?.data ?? RunData(plan.data))
  }
}

extension ComparisonResults {
  /// Compares the arms of a case, judged by how its number of seeds was chosen.
  ///
  /// - Throws: ``ComparisonError`` if the runs are not paired or a test error is outside 0…1.
  public init(_ one: SweepCase, records: [RunRecord]) throws(ComparisonError) {
    try self.init(one, records: records, moment: one.plan.moment)
    let hasBest = records.contains { $0.best != nil }
    for other in Moment.allCases where other != moment && hasBest {
      var results = try Self(one, records: records, moment: other)
      // Those of the curves, which are the same at every moment.
      results.differenceCurves = []
      otherMoments.append(results)
    }
  }

  private init(
    _ one: SweepCase, records: [RunRecord], moment: Moment
  ) throws(ComparisonError) {
    var plan = one.plan
    plan.moment = moment
    guard let (decided, end) = one.decided, plan.arms.count > 1 else {
      try self.init(
        arms: one.runs(records), baseline: plan.baselineArm,
        testExampleCount: one.dataset.test.count, steps: plan.judgedSteps, moment: moment,
        metric: plan.metric)
      return
    }
    let records = Array(records.prefix(decided.seedCount * plan.arms.count))
    // Anytime intervals hold at whatever seed the comparison stopped, at the other moment, too.
    let comparison = decided.moment == moment ? decided : decided.judged(records, plan)
    try self.init(
      runs: records, comparison: comparison, testExampleCount: one.dataset.test.count,
      mostSeeds: plan.seeds.count, end: end)
  }
}

extension AnnouncedComparison {
  /// The comparison of a case, as each of its arms is trained.
  public init(_ one: SweepCase) {
    self.init(
      one.orders(seeds: one.plan.seeds.prefix(1)).map(\.run), seedCount: one.plan.seeds.count)
  }
}

extension Sweep {
  /// Loads the data of every setting, each data set once, and resolves its plan.
  ///
  /// A setting that resolves to the same training on the same data as an earlier one is left out: it
  /// would be counted twice.
  /// - Parameter data: Keeps the data sets.
  /// - Throws: What a plan or its data throw; a plan's faults name the setting's number.
  public func cases(_ data: LoadedData = LoadedData()) throws -> [SweepCase] {
    var known: Set<String> = []
    let cases = try settings.compactMap { setting -> SweepCase? in
      let settings = try planSettings(setting)
      let dataset = try data.dataset(RunData(DataSpecification(settings)))
      let plan = try plan(setting, settings: settings, dataset: dataset)
      data.insert(dataset, as: plan.data)
      var one = SweepCase(plan, dataset: dataset)
      (one.setting, one.text) = (setting, text(setting))
      return known.insert(one.orders[0].run.comparison).inserted ? one : nil
    }
    guard Set(cases.map(\.plan.metric)).count < 2 else {
      throw PlanError.conflict(
        name: "comparison.metric", value: nil, message: "must be the same in all settings")
    }
    guard Set(cases.map(\.plan.moment)).count < 2 else {
      throw PlanError.conflict(
        name: "data.validation", value: nil,
        message: "leaves some settings without a best moment, which the others are judged at; "
          + "judge all after their last step with comparison.moment=last")
    }
    return cases
  }

  private func plan(
    _ setting: Setting, settings: PlanSettings, dataset: Dataset
  ) throws(PlanError) -> Plan {
    do {
      var settings = settings
      let data = try DataSpecification(settings)
      if let layers = layers(setting, dataset: dataset, named: data.name) {
        try settings.set("network.layers", to: layers, source: "--vary")
      }
      return try Plan(settings, dataset: dataset)
    } catch {
      guard !axes.isEmpty else { throw error }
      throw .combination(number: setting.number, settings: text(setting), error)
    }
  }

  /// The settings of a combination, without its hidden layers.
  private func planSettings(_ setting: Setting) throws(PlanError) -> PlanSettings {
    var settings = base
    for (axis, value) in zip(axes, setting.values) where PlanSetting.named(axis.name) != nil {
      try settings.set(axis.name, to: value, source: "--vary \(axis.shortName)")
    }
    return settings
  }

  /// Layers of the width and depth that the axes give; nil if neither varies.
  private func layers(_ setting: Setting, dataset: Dataset, named name: String) -> PlanValue? {
    func value(_ name: String) -> Int? {
      axes.firstIndex { $0.name == name }.flatMap { setting.values[$0].asInteger }
    }
    let (width, depth) = (value("network.width"), value("network.depth"))
    guard width != nil || depth != nil else { return nil }
    let planned = base["network.layers"].flatMap { [Int].from($0) }
    let usual = PlanDefaults.of(dataset, named: name).pattern.network.hidden
    let hidden = planned.map { Array($0.dropFirst().dropLast()) } ?? usual
    let widths = [Int](
      repeating: width ?? hidden.first ?? usual[0], count: depth ?? max(hidden.count, 1))
    return ([dataset.train.featureCount] + widths + [dataset.outputs]).planValue
  }
}

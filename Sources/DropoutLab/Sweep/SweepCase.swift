public import DropoutTraining

/// One setting of a sweep with its data, and how each policy is trained in it.
public struct SweepCase: Sendable {
  /// Its number and values.
  public let setting: Sweep.Setting
  /// The setting in words.
  public let text: String
  /// The plan: data, training, policies and the seeds that compare them.
  public let plan: Plan
  /// The data.
  public let dataset: Dataset
  /// The data, laid out.
  public let data: PreparedData
  /// How each policy of the plan is trained: as the plan says, but for what was tuned or matched.
  public var trainings: [TrainingConfiguration]
  /// What was tuned or matched, per policy, in words; nil if nothing was.
  public var choices: [String]?
  /// The seeds that compare the policies: the plan's, or as many as it took to decide.
  public var seeds: [UInt64]
  /// What was decided as seeds were added, and why no more were; nil where their number was fixed.
  public var decided: (comparison: SequentialComparison, end: Judgement.SeedsAdded.End)?

  /// The runs that compare the policies, seed by seed.
  package var runs: [ScheduledRun] {
    runs(seeds: seeds)
  }

  /// The runs of some seeds, seed by seed.
  func runs(seeds: some Sequence<UInt64>) -> [ScheduledRun] {
    seeds.flatMap { seed in
      plan.policies.indices.map { run(policy: $0, training: trainings[$0], seed: seed) }
    }
  }

  /// A run of one of the policies, trained in some other way.
  func run(policy: Int, training: TrainingConfiguration, seed: UInt64) -> ScheduledRun {
    ScheduledRun(
      PlannedRun(
        training: training, policy: plan.policies[policy], seed: seed,
        dataChecksum: dataset.checksum), data: data, dataName: dataset.name)
  }

  /// The same on other data.
  func on(_ dataset: Dataset, _ data: PreparedData) -> SweepCase {
    SweepCase(
      setting: setting, text: text, plan: plan, dataset: dataset, data: data,
      trainings: trainings, choices: choices, seeds: seeds, decided: decided)
  }
}

extension AnnouncedComparison {
  /// The comparison of a setting of a sweep, as each of its policies is trained.
  public init(_ one: SweepCase) {
    self.init(
      one.runs(seeds: one.plan.seeds.prefix(1)).map(\.run), seedCount: one.plan.seeds.count)
  }
}

extension Sweep {
  /// Loads the data of every setting, each data set once, and resolves its plan.
  ///
  /// A setting that resolves to the same training on the same data as an earlier one is left out: it
  /// would be counted twice.
  /// - Parameter locator: Where `mnist` and `fashion-mnist` are looked for.
  /// - Throws: What a plan or its data throw; a plan's faults name the setting's number.
  public func cases(locator: DataLocator = DataLocator()) throws -> [SweepCase] {
    var loaded: [DataSpecification: (dataset: Dataset, data: PreparedData)] = [:]
    var known: Set<String> = []
    return try settings.compactMap { setting in
      let settings = try planSettings(setting)
      let specification = try DataSpecification(settings)
      let found: (dataset: Dataset, data: PreparedData)
      if let known = loaded[specification] {
        found = known
      } else {
        let dataset = try specification.load(locator: locator)
        found = (dataset, PreparedData(dataset))
        loaded[specification] = found
      }
      let plan = try plan(setting, settings: settings, dataset: found.dataset)
      let first = PlannedRun(
        training: plan.training, policy: plan.policies[0], seed: plan.seeds[0],
        dataChecksum: found.dataset.checksum)
      guard known.insert(first.comparison).inserted else { return nil }
      return SweepCase(
        setting: setting, text: text(setting), plan: plan, dataset: found.dataset,
        data: found.data, trainings: plan.policies.map { _ in plan.training },
        seeds: plan.seeds)
    }
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
      throw .contradiction("setting \(setting.number) (\(text(setting))): \(error)")
    }
  }

  /// The settings of a combination, but for its hidden layers.
  private func planSettings(_ setting: Setting) throws(PlanError) -> PlanSettings {
    var settings = base
    for (axis, value) in zip(axes, setting.values) where PlanSetting.named(axis.name) != nil {
      try settings.set(axis.name, to: value, source: "--vary \(axis.shortName)")
    }
    return settings
  }

  /// Layers of the width and depth that the axes give; nil where neither varies.
  private func layers(_ setting: Setting, dataset: Dataset, named name: String) -> PlanValue? {
    func value(_ name: String) -> Int? {
      axes.firstIndex { $0.name == name }.flatMap { setting.values[$0].asInteger }
    }
    let (width, depth) = (value("network.width"), value("network.depth"))
    guard width != nil || depth != nil else { return nil }
    let planned = base["network.layers"]?.asList?.compactMap(\.asInteger)
    let usual = PlanDefaults.of(dataset, named: name).hidden
    let hidden = planned.map { Array($0.dropFirst().dropLast()) } ?? usual
    let widths = [Int](
      repeating: width ?? hidden.first ?? usual[0], count: depth ?? max(hidden.count, 1))
    let outputs = dataset.classCount == 2 ? 1 : dataset.classCount
    return .list(([dataset.train.featureCount] + widths + [outputs]).map { .integer($0) })
  }
}

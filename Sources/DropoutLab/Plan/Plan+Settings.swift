import DropoutStatistics
import DropoutTraining

extension Plan {
  /// The plan written out in full: reading it back resolves to the same plan.
  public var settings: PlanSettings {
    var settings = PlanSettings()
    for setting in PlanSetting.all {
      guard let value = setting.value(in: self) else { continue }
      do {
        try settings.set(setting.name, to: value, source: "plan")
      } catch {
        preconditionFailure("\(error)")
      }
    }
    for arm in namedArms { settings.add(arm.settings) }
    return settings
  }

  /// Resolves the arms that have a name. Where there are some, the usual policies are not compared.
  ///
  /// - Throws: What is wrong with an arm.
  mutating func setArms(_ given: PlanSettings, dataset: Dataset) throws(PlanError) {
    guard !given.arms.isEmpty else { return }
    if given["comparison.policies"] == nil { policies = [] }
    var names = Set(policies.map(\.description))
    for arm in given.arms {
      guard names.insert(arm.name).inserted else { throw .repeated(arm.name, source: "arms") }
      let own: Plan
      do {
        var settings = given
        settings.removeArms()
        let inherited = Set(settings.all.map(\.setting.name))
        try settings.set(arm.changes)
        own = try Plan(
          settings, dataset: dataset,
          inherited: inherited.subtracting(arm.changes.all.map(\.setting.name)))
      } catch {
        throw .arm(arm.name, error)
      }
      guard own.training.steps == training.steps else {
        throw .conflict(
          name: "arm \(arm.name):", value: nil,
          message:
            "would train for \(NumberText.count(own.training.steps)) steps, the others for "
            + "\(NumberText.count(training.steps)); give the same number of steps to all, with --steps"
        )
      }
      namedArms.append(PlannedArm(arm, own.training, in: self))
    }
  }

  /// The number of seeds.
  var seedCount: Int {
    get { seeds.count }
    set { seeds = (0..<UInt64(newValue)).map { firstSeed + $0 } }
  }

  /// The first seed; the others are consecutive.
  var firstSeed: UInt64 {
    get { seeds[0] }
    set { seeds = seeds.indices.map { newValue + UInt64($0) } }
  }

  mutating func setPolicies(_ value: PlanValue) throws(PlanError) {
    policies = []
    for text in [String].from(value) ?? [] {
      guard let policy = MaskPolicy(text) ?? MaskPolicy(Suggestion.plain(text)) else {
        throw .badValue(
          name: "comparison.policies", value: text,
          allowed: MaskPolicy.allowedForms(insteadOf: text))
      }
      if policies.contains(policy) {
        throw .repeated("\(policy)", source: "comparison.policies")
      }
      policies.append(policy)
    }
    guard !policies.isEmpty else {
      throw .badValue(
        name: "comparison.policies", value: "[]", allowed: MaskPolicy.allowedForms)
    }
  }
}

extension PlannedArm {
  /// An arm of a plan; its changes are what its training has otherwise than the plan's.
  fileprivate init(_ arm: ArmSettings, _ training: TrainingConfiguration, in plan: Plan) {
    var own = plan
    own.training = training
    var changes = PlanSettings()
    for setting in PlanSetting.ofTraining {
      guard let value = setting.value(in: own), value != setting.value(in: plan) else { continue }
      do {
        try changes.set(setting.name, to: value, source: "arm \(arm.name)")
      } catch {
        preconditionFailure("\(error)")
      }
    }
    self.init(named: arm.name, arm.policy, training, changes: changes)
  }

  /// The arm as it is given.
  package var settings: ArmSettings {
    ArmSettings(name: arm.name, policy: policy, changes: changes)
  }
}

extension TrainingConfiguration {
  /// The training that settings which are written out in full ask for.
  package init(_ settings: PlanSettings) throws(PlanError) {
    var plan = Plan.course
    for setting in PlanSetting.ofTraining { try setting.read(settings, into: &plan) }
    self = plan.training
  }

  /// The settings that have an effect and a value, by their names.
  package var settingValues: [String: PlanValue] {
    var values: [String: PlanValue] = [:]
    write { name, value in values[name] = value }
    return values
  }

  /// Writes the settings that have an effect and a value; ``PlannedRun/canonicalText`` consists of these.
  func write(_ set: (String, PlanValue) -> Void) {
    var plan = Plan.course
    plan.training = self
    for setting in PlanSetting.ofTraining {
      guard setting.idle(in: plan) == nil, let value = setting.place.get(plan) else { continue }
      set(setting.name, value)
    }
  }
}

/// Rules that concern several settings, or settings and the data.
extension Plan {
  /// Gives unset settings their defaults that depend on other settings or the data; refuses contradictions.
  mutating func settle(
    _ settings: PlanSettings, dataset: Dataset, defaults: PlanDefaults
  ) throws(PlanError) {
    if dataset.reading?.setsTestAside == true {
      data.testFraction = data.testFraction ?? DatasetOptions.usualTestFraction
    }
    // Layers choose the usual loss for their outputs, which is one of classes.
    if dataset.target != nil, settings["network.loss"] == nil { training.network.loss = .squared }
    try training.network.check(for: dataset)
    guard training.noise.dropsUnits || training.scaling == .inverted else {
      throw .conflict(
        name: "dropout.scaling", value: "\(training.scaling)",
        message:
          "only bernoulli noise needs it, as \(training.noise) has mean 1 anyway; leave it out")
    }
    if settings["training.learning-rate"] == nil {
      training.learningRate.initial = defaults.learningRate(training.optimizer)
    }
    try settleLength(settings, dataset: dataset, defaults: defaults)
    try settleDropoutSchedule(settings)
    try settleMoment(settings)
    if dataset.target != nil, training.monitor == .error {
      throw .conflict(
        name: "training.monitor", value: "error",
        message: "\(dataset.name) has numbers to predict, which are not right or wrong; take loss")
    }
    if settings["comparison.metric"] == nil, dataset.target != nil {
      metric = .rootMeanSquaredError
    }
    try checkMetric(dataset)
  }

  /// Refuses a metric that the network does not have, or by which seeds cannot be added.
  private func checkMetric(_ dataset: Dataset) throws(PlanError) {
    let loss = training.network.loss
    let there = Metric.allCases.filter { metric in
      switch metric {
      case .rootMeanSquaredError, .meanAbsoluteError: dataset.target != nil
      case .testError, .balancedError: dataset.target == nil
      case .squaredLoss: dataset.target == nil && loss == .squared
      case .testLogLoss, .brierScore, .calibrationError: loss != .squared
      }
    }
    guard there.contains(metric) else {
      throw .conflict(
        name: "comparison.metric", value: metric.word,
        message:
          "there is none of \(dataset.name) with network.loss=\(loss.rawValue); take "
          + there.map(\.word).joined(last: " or "))
    }
    guard untilDecided == nil || metric.isAlwaysFinite else {
      throw .conflict(
        name: "comparison.metric", value: metric.word,
        message:
          "may be infinite for a run that diverges, so seeds cannot be added until it decides; fix their "
          + "number, or take test-error or balanced-error")
    }
  }

  /// Decides when runs are judged; whatever needs a validation part is refused without one.
  private mutating func settleMoment(_ settings: PlanSettings) throws(PlanError) {
    if data.validation != nil {
      if settings["comparison.moment"] == nil { moment = .best }
      return
    }
    let needing = [
      ("training.patience", training.patience != nil),
      ("training.monitor", training.monitor != .loss),
      ("comparison.moment", moment == .best),
    ]
    for (name, needs) in needing where needs {
      throw .conflict(
        name: name, value: settings[name]?.bareText,
        message: "needs examples to validate on; hold some out with data.validation=0.2")
    }
  }

  /// Decides the batch size and the number of steps.
  private mutating func settleLength(
    _ settings: PlanSettings, dataset: Dataset, defaults: PlanDefaults
  ) throws(PlanError) {
    let count = dataset.train.count
    if settings["training.batch"] != nil, let batch = training.batchSize, batch > count {
      throw .conflict(
        name: "training.batch", value: "\(batch)",
        message:
          "\(dataset.name) has \(count) training examples; give \(count) or fewer, or 0 for all")
    }
    // A batch of all examples, given as their number or as 0, is one run, so it is written in one way.
    if let batch = training.batchSize, batch >= count { training.batchSize = nil }
    let batch = training.batchSize(exampleCount: count)
    if let epochs = settings["training.epochs"]?.asNumber {
      let steps = (epochs * Double(count) / Double(batch)).rounded(.up)
      guard steps <= 1e12 else {
        throw .conflict(
          name: "training.epochs", value: "\(epochs)",
          message: "that is \(steps) steps; 1e12 at most")
      }
      training.steps = max(1, Int(steps))
    } else if settings["training.steps"] == nil {
      training.steps = defaults.steps(batch: batch, examples: count)
    }
  }
}

extension NetworkShape {
  /// Refuses a network whose inputs or outputs do not fit the data, or whose loss does not fit its outputs.
  fileprivate func check(for dataset: Dataset) throws(PlanError) {
    let shown = layers.map(String.init).joined(separator: "-")
    let features = dataset.train.featureCount
    guard layers[0] == features else {
      throw .conflict(
        name: "network.layers", value: shown,
        message:
          "the network begins with \(NumberText.counted(layers[0], "input")), but \(dataset.name) has "
          + "\(NumberText.counted(features, "feature")); begin it with \(features)")
    }
    guard dataset.target == nil || (outputs == 1 && loss == .squared) else {
      throw .conflict(
        name: outputs == 1 ? "network.loss" : "network.layers",
        value: outputs == 1 ? loss.rawValue : shown,
        message: "\(dataset.name) has numbers to predict, which takes one output and a squared loss"
      )
    }
    guard outputs == dataset.outputs || outputs == dataset.classCount else {
      throw .conflict(
        name: "network.layers", value: shown,
        message:
          "the network ends with \(NumberText.counted(outputs, "output")), but \(dataset.name) has "
          + "\(dataset.classCount) classes; end it with \(dataset.outputs)")
    }
    switch (loss, outputs) {
    case (.softmax, 1):
      throw .conflict(
        name: "network.loss", value: "softmax",
        message: "it needs two outputs or more, not 1; use sigmoid or squared")
    case (.sigmoid, 2...):
      throw .conflict(
        name: "network.loss", value: "sigmoid",
        message: "it needs one output, not \(outputs); use softmax or squared")
    default: break
    }
  }
}

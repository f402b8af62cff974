import DropoutStatistics
import DropoutLab
import DropoutTraining

/// A resolved experiment: one seed of a plan, its policies side by side.
struct Experiment: Sendable {
  /// The settings with every default filled in.
  let settings: ExperimentSettings
  let dataset: Dataset
  /// The plan; its only seed is the experiment's.
  let plan: Plan
  let train: ExampleMatrix
  let test: ExampleMatrix
  /// The points at which the decision boundary is computed; nil unless the data have two features.
  let grid: DecisionGrid?

  /// - Throws: `PlanError`, `GeneratorError` or ``LiveError``.
  init(_ asked: ExperimentSettings, shelf: DataShelf) async throws {
    try Self.check(asked)
    let dataset = try await shelf.dataset(of: asked)
    try Self.check(dataset)
    let plan = try Plan(Self.planSettings(asked, dataset: dataset), dataset: dataset)
    var settings = asked
    settings.noise = plan.data.noise ?? DataGenerator(rawValue: asked.data)?.traits.noise
    settings.batch = plan.training.batchSize ?? 0
    settings.policies = plan.policies.map(\.description)
    self.settings = settings
    self.dataset = dataset
    self.plan = plan
    train = ExampleMatrix(dataset.train)
    test = ExampleMatrix(dataset.test)
    grid =
      dataset.train.featureCount == 2
      ? DecisionGrid(around: dataset.train, cells: LiveLimits.grid) : nil
  }

  var training: TrainingConfiguration { plan.training }
  var batchSize: Int { training.batchSize(exampleCount: dataset.train.count) }

  /// The same plan over several seeds, beginning with the experiment's.
  func plan(seeds: Int) -> Plan {
    var plan = plan
    plan.seeds = (0..<UInt64(seeds)).map { settings.seed + $0 }
    return plan
  }

  private static func check(_ settings: ExperimentSettings) throws {
    let hidden = settings.hidden
    guard hidden.count <= LiveLimits.hiddenLayers,
      hidden.allSatisfy({ (1...LiveLimits.width).contains($0) })
    else {
      throw LiveError.badField(
        "hidden layers",
        message: "the page takes up to \(LiveLimits.hiddenLayers) of 1 to \(LiveLimits.width) "
          + "units; dropout compare takes larger networks")
    }
    guard (1...LiveLimits.steps).contains(settings.steps) else {
      throw LiveError.badField(
        "total steps",
        message:
          "the page trains 1 to \(NumberText.count(LiveLimits.steps)); dropout train takes more")
    }
    guard LiveLimits.panels.contains(settings.policies.count) else {
      throw LiveError.badField(
        "panels",
        message: "the page shows \(LiveLimits.panels.lowerBound) to \(LiveLimits.panels.upperBound)"
      )
    }
    let largest: UInt64 = 1 << 53
    guard settings.seed < largest, settings.dataSeed < largest else {
      throw LiveError.badField("seeds", message: "give whole numbers from 0 to 2^53 − 1")
    }
  }

  /// Refuses data that are larger than the page takes.
  static func check(_ dataset: Dataset) throws {
    guard dataset.target == nil else {
      throw LiveError.badField(
        "data", message: "\(dataset.name) has numbers to predict; the page shows classes")
    }
    for (found, count, allowed) in [
      ("features", dataset.train.featureCount, 0...LiveLimits.features),
      ("classes", dataset.classCount, 0...LiveLimits.classes),
      ("training examples", dataset.train.count, 1...LiveLimits.examples),
      ("test examples", dataset.test.count, 1...LiveLimits.examples),
    ] where !allowed.contains(count) {
      throw LiveError.tooLarge(
        data: dataset.name, found: "\(count) \(found)",
        allowed: allowed.lowerBound == 0
          ? "up to \(allowed.upperBound)" : "1 to \(allowed.upperBound)")
    }
  }

  private static func planSettings(
    _ asked: ExperimentSettings, dataset: Dataset
  ) throws(PlanError) -> PlanSettings {
    var settings = PlanSettings()
    func set(_ name: String, _ value: PlanValue) throws(PlanError) {
      try settings.set(name, to: value, source: "the page")
    }
    try set("data.name", .text(dataset.name))
    try set("data.seed", .integer(Int(asked.dataSeed)))
    if let noise = asked.noise, DataGenerator(rawValue: asked.data) != nil {
      try set("data.noise", .number(noise))
    }
    let layers = [dataset.train.featureCount] + asked.hidden + [dataset.outputs]
    try set("network.layers", .list(layers.map { .integer($0) }))
    try set("network.activation", .text(asked.activation))
    try set("dropout.keep", .number(asked.keep))
    try set("training.learning-rate", .number(asked.learningRate))
    try set("training.batch", .integer(asked.batch))
    try set("training.steps", .integer(asked.steps))
    try set("comparison.policies", .list(asked.policies.map { .text($0) }))
    try set("comparison.seeds", .integer(1))
    try set("comparison.first-seed", .integer(Int(asked.seed)))
    return settings
  }
}

import DropoutTraining

/// The default values of settings: the course's values for its kind of data, other values for files.
///
/// Documentation/Plans.md lists the values; Documentation/Data.md says how those for files were found.
struct PlanDefaults: Hashable {
  /// Hidden layers, initialisation, keep probability, learning rate, batch size.
  let pattern: TrainingConfiguration
  /// Whether the number of steps depends on the size of the data, and the learning rate on the optimiser.
  let adapts: Bool

  /// The course's net and training, for generators, the well-known data sets and the course's own file.
  static let course = PlanDefaults(pattern: .course, adapts: false)

  /// Defaults that work on most files of any size.
  static let file = PlanDefaults(
    pattern: TrainingConfiguration(
      network: NetworkShape(layers: [1, 128, 128, 1], initialisation: .he),
      keepProbabilities: [1, 0.8, 0.8], learningRate: LearningRate(0.1), batchSize: 32,
      steps: 2_000),
    adapts: true)

  /// The defaults for some data.
  ///
  /// - Parameter name: The data's name in the plan.
  static func of(_ dataset: Dataset, named name: String) -> PlanDefaults {
    isFile(name) && !isCourseFile(dataset, named: name) ? .file : .course
  }

  /// The default of `data.standardise`: `auto` for files, whose features may have any scale, else `never`.
  static func standardise(data name: String) -> Standardising { isFile(name) ? .auto : .never }

  /// The default training, with a network that fits the data.
  func training(for dataset: Dataset) -> TrainingConfiguration {
    var training = pattern
    training.reshape(
      [dataset.train.featureCount] + pattern.network.hidden + [dataset.outputs])
    if dataset.target != nil { training.network.loss = .squared }
    return training
  }

  /// The default learning rate of an optimiser: with momentum .9 steps add up to ten times their length.
  func learningRate(_ optimizer: Optimizer) -> Double {
    let rate = pattern.learningRate.initial
    guard adapts else { return rate }
    return switch optimizer {
    case .sgd: rate
    case .momentum, .nesterov: rate / 10
    case .adam: 0.001
    }
  }

  /// The default steps for batches of `batch` of `examples` examples: ten epochs for files, within limits.
  func steps(batch: Int, examples: Int) -> Int {
    guard adapts else { return pattern.steps }
    let wanted = (10 * Double(examples) / Double(max(batch, 1))).rounded(.up)
    return min(max(Int(wanted), pattern.steps), 20_000)
  }

  private static func isFile(_ name: String) -> Bool {
    DataGenerator(rawValue: name) == nil && KnownDataset(rawValue: name) == nil
  }

  /// Whether data are like the course's exercise: a `.mat` file of points of the plane in two classes.
  private static func isCourseFile(_ dataset: Dataset, named name: String) -> Bool {
    name.lowercased().hasSuffix(".mat") && dataset.train.featureCount == 2
      && dataset.classCount == 2
  }
}

import DropoutTraining

/// The values that a plan takes for unset settings: those of the course for its kind of data, others for files.
///
/// Which values stand where is said in Documentation/Plans.md, and how those for files were found in
/// Documentation/Data.md.
struct PlanDefaults: Hashable {
  /// Hidden layers, initialisation, keep probability, learning rate, batch size.
  let pattern: TrainingConfiguration
  /// Whether steps go with the size of the data, and learning rates with the optimiser.
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
  /// - Parameter name: What the plan calls them.
  static func of(_ dataset: Dataset, named name: String) -> PlanDefaults {
    isFile(name) && !isCourseFile(dataset, named: name) ? .file : .course
  }

  /// `data.standardise` for data of a name: only files have features of any scale.
  static func standardise(data name: String) -> Standardising { isFile(name) ? .auto : .never }

  /// The training of a network that fits the data.
  func training(for dataset: Dataset) -> TrainingConfiguration {
    var training = pattern
    training.reshape(
      [dataset.train.featureCount] + pattern.network.hidden + [dataset.outputs])
    return training
  }

  /// The learning rate of an optimiser: under momentum .9 steps add up to ten times their length.
  func learningRate(_ optimizer: Optimizer) -> Double {
    let rate = pattern.learningRate.initial
    guard adapts else { return rate }
    return switch optimizer {
    case .sgd: rate
    case .momentum, .nesterov: rate / 10
    case .adam: 0.001
    }
  }

  /// Steps to train with batches of `batch` on `examples` examples: for files ten epochs, within limits.
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

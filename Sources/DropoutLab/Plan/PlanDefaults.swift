import DropoutTraining

/// The values that a plan takes for unset settings: those of the course for its kind of data, others for files.
///
/// Which values stand where is said in Documentation/Plans.md, and how those for files were found in
/// Documentation/Data.md.
struct PlanDefaults: Hashable {
  /// Units of the hidden layers.
  var hidden: [Int]
  var initialisation: Initialisation
  /// Keep probability of every hidden layer.
  var keep: Double
  /// The learning rate of plain gradient descent.
  var learningRate: Double
  /// Whether other optimisers have learning rates of their own.
  var learningRateGoesWithOptimizer: Bool
  /// Examples a step; 0 for all of them.
  var batch: Int
  /// Fewest and most steps, and the epochs that decide between them.
  var steps: ClosedRange<Int>
  var epochs: Int

  /// The course's net and training, for generators, the well-known data sets and the course's own file.
  static let course = PlanDefaults(
    hidden: [20, 3], initialisation: .course, keep: 0.86, learningRate: 0.3,
    learningRateGoesWithOptimizer: false, batch: 0, steps: 30_000...30_000, epochs: 0)

  /// Defaults that work on most files of any size.
  static let file = PlanDefaults(
    hidden: [128, 128], initialisation: .he, keep: 0.8, learningRate: 0.1,
    learningRateGoesWithOptimizer: true, batch: 32, steps: 2_000...20_000, epochs: 10)

  /// The defaults for some data.
  ///
  /// - Parameter name: What the plan calls them.
  static func of(_ dataset: Dataset, named name: String) -> PlanDefaults {
    isFile(name) && !isCourseFile(dataset, named: name) ? .file : .course
  }

  /// `data.standardise` for data of a name: only files have features of any scale.
  static func standardise(data name: String) -> Standardising { isFile(name) ? .auto : .never }

  /// The learning rate of an optimiser: under momentum .9 steps add up to ten times their length.
  func learningRate(_ optimizer: Optimizer) -> Double {
    guard learningRateGoesWithOptimizer else { return learningRate }
    return switch optimizer {
    case .sgd: learningRate
    case .momentum, .nesterov: learningRate / 10
    case .adam: 0.001
    }
  }

  /// Steps to train with batches of `batch` on `examples` examples.
  func steps(batch: Int, examples: Int) -> Int {
    let wanted = (Double(epochs) * Double(examples) / Double(max(batch, 1))).rounded(.up)
    return min(max(Int(wanted), steps.lowerBound), steps.upperBound)
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

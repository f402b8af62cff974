/// A summary of a data set in numbers: shapes, classes, ranges of values, identity. Look at it before training.
public struct DatasetSummary: Codable, Hashable, Sendable {
  /// The data set's name.
  public var name: String
  /// The number of features of an example.
  public var featureCount: Int
  /// The number of classes; 0 for regression.
  public var classCount: Int
  /// The unit of the targets; nil for classes.
  public var target: Dataset.TargetScale?
  /// The classes by their numbers, as the file writes them; empty for regression.
  public var classNames: [String]
  /// Rows of pixels if an example is a picture; else nil.
  public var imageHeight: Int?
  /// Columns of pixels if an example is a picture; else nil.
  public var imageWidth: Int?
  /// SHA-256, in hex, of shapes, features and labels.
  public var checksum: String
  /// The examples to train on.
  public var train: Part
  /// The examples to test on.
  public var test: Part
  /// Each feature over the training examples.
  public var features: [FeatureSummary]

  /// One part of a data set in numbers.
  public struct Part: Codable, Hashable, Sendable {
    /// The number of examples.
    public var count: Int
    /// The number of examples of each class.
    public var classCounts: [Int]
    /// The smallest feature value; nil if there are no examples.
    public var minimum: Double?
    /// The largest feature value; nil if there are no examples.
    public var maximum: Double?
    /// The mean of all feature values, summed in order; nil if there are no examples.
    public var mean: Double?
    /// Share of feature values that are exactly zero, 0…1; nil if there are no examples.
    public var zeroShare: Double?

    /// The summary of some examples.
    ///
    /// - Complexity: a fixed number of passes over all features.
    public init(_ examples: Examples, classCount: Int) {
      count = examples.count
      classCounts = classCount == 0 ? [] : examples.labels.counts(classes: classCount)
      guard var least = examples.features.first else { return }
      var most = least
      var sum = 0.0
      var zeros = 0
      for value in examples.features {
        least = min(least, value)
        most = max(most, value)
        sum += Double(value)
        if value == 0 { zeros += 1 }
      }
      minimum = Double(least)
      maximum = Double(most)
      mean = sum / Double(examples.features.count)
      zeroShare = Double(zeros) / Double(examples.features.count)
    }
  }

  /// The summary of a data set.
  ///
  /// - Complexity: a fixed number of passes over all features.
  public init(_ dataset: Dataset) {
    name = dataset.name
    featureCount = dataset.train.featureCount
    (classCount, target) = (dataset.classCount, dataset.target)
    classNames = dataset.classNames ?? (0..<dataset.classCount).map(String.init)
    imageHeight = dataset.imageShape?.height
    imageWidth = dataset.imageShape?.width
    checksum = dataset.checksum
    train = Part(dataset.train, classCount: dataset.classCount)
    test = Part(dataset.test, classCount: dataset.classCount)
    features = FeatureSummary.all(of: dataset.train, names: dataset.reading?.featureNames)
  }
}

/// Labelled examples: a matrix of features, and for each row a class number, or a real target.
///
/// ```swift
/// let examples = Examples(featureCount: 2, features: [0.1, 0.2, 0.9, 0.8], labels: [0, 1])
/// ```
public struct Examples: Hashable, Sendable {
  /// The number of features of an example.
  public let featureCount: Int
  /// `[count, featureCount]`, row-major.
  public var features: Features
  /// `[count]`; class numbers from 0, all 0 if there are ``targets``.
  public var labels: [Int32]
  /// `[count]`; the numbers to predict; nil if the examples have classes.
  public var targets: [Float]?
  /// ``targets`` before they were standardised, in the unit of the data.
  private(set) var originalTargets: [Float]?

  /// The number of examples.
  public var count: Int { labels.count }

  /// Examples from a row-major matrix and its labels.
  ///
  /// - Precondition: `features.count == labels.count * featureCount`.
  public init(featureCount: Int, features: Features, labels: [Int32]) {
    precondition(
      featureCount > 0 && features.count == labels.count * featureCount,
      "\(features.count) features are not \(labels.count) × \(featureCount)")
    self.featureCount = featureCount
    self.features = features
    self.labels = labels
  }

  /// Examples from a row-major array of numbers and its labels.
  ///
  /// - Precondition: `features.count == labels.count * featureCount`.
  public init(featureCount: Int, features: [Float], labels: [Int32]) {
    self.init(featureCount: featureCount, features: Features(features), labels: labels)
  }

  /// Examples from a row-major matrix and the number to predict for each row.
  ///
  /// - Precondition: `features.count == targets.count * featureCount`.
  public init(featureCount: Int, features: Features, targets: [Float]) {
    self.init(
      featureCount: featureCount, features: features,
      labels: [Int32](repeating: 0, count: targets.count))
    self.targets = targets
  }

  /// The examples at `rows`.
  func taking(_ rows: some Collection<Int>) -> Examples {
    var taken = Examples(
      featureCount: featureCount, features: features.taking(rows: rows, width: featureCount),
      labels: rows.map { labels[$0] })
    taken.targets = targets.map { targets in rows.map { targets[$0] } }
    taken.originalTargets = originalTargets.map { targets in rows.map { targets[$0] } }
    return taken
  }
}

/// A named task, classification or regression: examples to train on and examples to test on.
///
/// Make one from arrays, a file, or a generator: <doc:YourData>.
public struct Dataset: Sendable {
  /// Its name: a generator's name, `mnist`, a file's path, or any other.
  public let name: String
  /// The number of classes, in both parts together; 0 for regression.
  public let classCount: Int
  /// Examples the network learns from.
  public let train: Examples
  /// Examples it is judged by.
  public let test: Examples
  /// Training examples that were held out to find the best moment of each training; nil if there are none.
  public let validation: Examples?
  /// The shape of the pictures; nil if the examples are not pictures.
  public let imageShape: ImageShape?
  /// The names of the classes, by class number; nil if the file numbers them from 0.
  public let classNames: [String]?
  /// The unit of the targets; nil for classes.
  public let target: TargetScale?
  /// The reader's decisions about the file; nil for a generator.
  public let reading: DataReading?
  /// SHA-256, in hex, of shapes, features and labels: the data's identity in the store.
  public let checksum: String

  /// Outputs that a network for these data usually has: one for two classes, else one per class.
  package var outputs: Int { target != nil || classCount == 2 ? 1 : classCount }

  /// How standardised targets are turned into the unit of the data: target · deviation + mean.
  public struct TargetScale: Codable, Hashable, Sendable {
    /// What is predicted, as the data call it.
    public var name: String
    /// The mean of the training targets.
    public var mean: Double
    /// Their standard deviation (n), positive.
    public var deviation: Double
  }

  /// Rows and columns of pictures stored as flat features.
  public struct ImageShape: Hashable, Sendable {
    /// Rows of pixels.
    public let height: Int
    /// Columns of pixels.
    public let width: Int

    /// A picture's shape in pixels.
    public init(height: Int, width: Int) {
      self.height = height
      self.width = width
    }
  }

  /// A data set whose checksum is computed from its content.
  ///
  /// - Precondition: All parts have the same number of features, and labels in 0 ..< `classCount`. If there
  ///   are names, each class has one.
  /// - Complexity: one SHA-256 pass over all features.
  public init(
    name: String, classCount: Int, train: Examples, test: Examples, validation: Examples? = nil,
    imageShape: ImageShape? = nil, classNames: [String]? = nil, reading: DataReading? = nil
  ) {
    self.init(
      name: name, classCount: classCount, target: nil, train: train, test: test,
      validation: validation, imageShape: imageShape, classNames: classNames, reading: reading)
  }

  /// A regression task: the numbers to predict are standardised by those of the training examples.
  ///
  /// - Precondition: All parts have the same number of features, and targets; those to train on are not all equal.
  public init(
    name: String, predicting targetName: String, train: Examples, test: Examples,
    imageShape: ImageShape? = nil, reading: DataReading? = nil
  ) {
    let scale = TargetScale(name: targetName, of: train.targets ?? [])
    self.init(
      name: name, classCount: 0, target: scale, train: train.standardised(by: scale),
      test: test.standardised(by: scale), validation: nil, imageShape: imageShape, classNames: nil,
      reading: reading)
  }

  /// A data set of either kind whose targets are standardised.
  init(
    name: String, classCount: Int, target: TargetScale?, train: Examples, test: Examples,
    validation: Examples?, imageShape: ImageShape?, classNames: [String]?, reading: DataReading?
  ) {
    let parts = [train, test] + [validation].compactMap(\.self)
    precondition(
      parts.allSatisfy { ($0.targets != nil) == (target != nil) }, "targets of some parts only")
    precondition(
      parts.allSatisfy { $0.featureCount == train.featureCount },
      "the parts have \(parts.map(\.featureCount)) features")
    let allowed = 0..<Int32(max(classCount, 1))
    precondition(
      parts.allSatisfy { $0.labels.allSatisfy(allowed.contains) },
      "a label is not in 0 ..< \(classCount)")
    precondition(
      classNames == nil || classNames?.count == classCount,
      "\(classNames?.count ?? 0) names for \(classCount) classes")
    self.name = name
    self.classNames = classNames
    self.classCount = classCount
    self.target = target
    self.train = train
    self.test = test
    self.validation = validation
    self.imageShape = imageShape
    self.reading = reading
    var digest = SHA256()
    for part in parts {
      digest.update([UInt64(part.count), UInt64(part.featureCount)])
      // Some rows at a time, as numbers, even if they are stored as pixels.
      let chunk = 256 * part.featureCount
      for start in stride(from: 0, to: part.features.count, by: chunk) {
        digest.update(part.features.numbers(start..<min(start + chunk, part.features.count)))
      }
      if let targets = part.targets { digest.update(targets) } else { digest.update(part.labels) }
    }
    if let target { digest.update([target.mean.bitPattern, target.deviation.bitPattern]) }
    checksum = digest.finalized()
  }
}

extension Dataset.TargetScale {
  /// The scale of targets, at least two of which differ.
  init(name: String, of targets: [Float]) {
    let count = Double(targets.count)
    let mean = targets.reduce(0.0) { $0 + Double($1) } / count
    let squares = targets.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    precondition(squares > 0, "\(targets.count) targets, all equal")
    self.init(name: name, mean: mean, deviation: (squares / count).squareRoot())
  }
}

extension Examples {
  /// The examples with their targets less the mean, in units of the deviation.
  fileprivate func standardised(by scale: Dataset.TargetScale) -> Examples {
    var examples = self
    examples.originalTargets = targets
    examples.targets = targets?.map { Float((Double($0) - scale.mean) / scale.deviation) }
    return examples
  }
}

/// What a file holds: examples to train on and, if it has them, to test on.
struct RawParts: Sendable {
  var train: RawExamples
  var test: RawExamples?
}

extension RawParts {
  /// More classes than this are taken for a wrong choice of labels.
  static let classLimit = 10_000

  /// The data set: split if there is no test part, classes numbered, features standardised if wanted.
  ///
  /// Classes are numbered from 0 in ascending order of their integers, or of their names' bytes, over
  /// both parts together.
  func dataset(name: String, options: DatasetOptions) throws(DatasetError) -> Dataset {
    guard let test else { return try split(options).dataset(name: name, options: options) }
    guard train.featureCount == test.featureCount else {
      throw .malformed(
        path: test.path, part: "the test examples",
        expected: "\(train.featureCount) features as in the training examples",
        found: "\(test.featureCount)")
    }
    let classes = try Self.classes(train, test)
    var trainFeatures = train.features
    var testFeatures = test.features
    if options.standardise {
      let scaler = FeatureScaler(trainFeatures.numbers, featureCount: train.featureCount)
      trainFeatures = scaler.applied(to: trainFeatures)
      testFeatures = scaler.applied(to: testFeatures)
    }
    return Dataset(
      name: name, classCount: classes.count,
      train: Examples(
        featureCount: train.featureCount, features: trainFeatures, labels: classes.train),
      test: Examples(featureCount: test.featureCount, features: testFeatures, labels: classes.test),
      imageShape: train.imageShape, classNames: classes.names,
      reading: reading(classes))
  }

  private func reading(_ classes: Classes) -> DataReading {
    DataReading(
      labelName: train.labelName,
      classNames: classes.names ?? (0..<classes.count).map { String($0) },
      featureCount: train.featureCount, featureNames: train.featureNames, notes: train.notes)
  }

  private struct Classes {
    var count: Int
    var train: [Int32]
    var test: [Int32]
    var names: [String]?
  }

  private static func classes(
    _ train: RawExamples, _ test: RawExamples
  ) throws(DatasetError) -> Classes {
    if case .integers(let a) = train.labels, case .integers(let b) = test.labels {
      let found = Set(a).union(b).sorted()
      try check(found.count, train.path)
      let isIdentity = found.enumerated().allSatisfy { Int64($0) == $1 }
      return numbered(a, b, found, names: isIdentity ? nil : found.map(String.init))
    }
    let (a, b) = (train.labels.texts, test.labels.texts)
    // Byte order, not the order of a language, and not normalised: the same on every machine.
    let found = Set(a).union(b).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    try check(found.count, train.path)
    return numbered(a, b, found, names: found)
  }

  private static func numbered<Label: Hashable>(
    _ train: [Label], _ test: [Label], _ found: [Label], names: [String]?
  ) -> Classes {
    let numbers = Dictionary(uniqueKeysWithValues: zip(found, Int32(0)...))
    func number(_ label: Label) -> Int32 { numbers[label] ?? 0 }
    return Classes(
      count: found.count, train: train.map(number), test: test.map(number), names: names)
  }

  private static func check(_ count: Int, _ path: String) throws(DatasetError) {
    guard (2...classLimit).contains(count) else {
      throw .malformed(
        path: path, part: "the labels", expected: "2 to \(classLimit) different ones",
        found: "\(count)")
    }
  }

  /// Sets a part of the examples aside, chosen by the split seed; both parts keep the file's order.
  private func split(_ options: DatasetOptions) throws(DatasetError) -> RawParts {
    let count = train.labels.count
    guard options.testFraction > 0, options.testFraction < 1 else {
      throw .badOption(
        name: "testFraction", expected: "a number between 0 and 1",
        found: "\(options.testFraction)")
    }
    guard count >= 2 else {
      throw .malformed(
        path: train.path, part: "the examples",
        expected: "2 or more, to set some aside for testing",
        found: "\(count)")
    }
    let wanted = Int((Double(count) * options.testFraction).rounded(.toNearestOrEven))
    var sequence = RandomSequence(RandomKey(seed: options.splitSeed).folding(RandomUse("split")))
    let order = sequence.permutation(count).map { Int($0) }
    let testCount = min(max(wanted, 1), count - 1)
    return RawParts(
      train: train.taking(order[testCount...].sorted()),
      test: train.taking(order[..<testCount].sorted()))
  }
}

extension RawExamples {
  /// The examples at `indices`.
  func taking(_ indices: [Int]) -> RawExamples {
    RawExamples(
      path: path, featureCount: featureCount,
      features: features.taking(rows: indices, width: featureCount),
      labels: labels.taking(indices), imageShape: imageShape, labelName: labelName,
      featureNames: featureNames, notes: notes)
  }
}

/// Shifts and scales each feature to mean 0 and standard deviation 1.
struct FeatureScaler {
  private let means: [Double]
  private let deviations: [Double]

  /// Learns from `[count, featureCount]` features, summing in the order of the examples in `Double`.
  ///
  /// The deviation is that of the population (divisor n); a feature that never changes keeps its scale.
  init(_ features: [Float], featureCount: Int) {
    let count = Double(features.count / featureCount)
    var sums = [Double](repeating: 0, count: featureCount)
    for (i, value) in features.enumerated() { sums[i % featureCount] += Double(value) }
    let means = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: featureCount)
    for (i, value) in features.enumerated() {
      let deviation = Double(value) - means[i % featureCount]
      squares[i % featureCount] += deviation * deviation
    }
    self.means = means
    deviations = squares.map { $0 > 0 ? ($0 / count).squareRoot() : 1 }
  }

  /// Features of the same count, transformed.
  func applied(to features: Features) -> Features {
    Features(
      features.enumerated().map { i, value in
        let feature = i % means.count
        return Float((Double(value) - means[feature]) / deviations[feature])
      })
  }
}

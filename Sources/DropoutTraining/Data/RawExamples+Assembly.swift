/// The examples of a file: to train on and, if the file has them, to test on.
struct RawParts: Sendable {
  var train: RawExamples
  var test: RawExamples?
}

extension RawParts {
  /// The largest number of classes; more suggest that the wrong column was taken as labels.
  static let classLimit = 10_000

  /// Makes the data set: numbers the classes, splits the examples if there is no test part, draws the wanted number of
  /// examples, and scales the features if necessary.
  ///
  /// Classes are numbered from 0 in ascending order of their integers, or of their names' bytes, over
  /// both parts together.
  func dataset(name: String, options: DatasetOptions) throws(DatasetError) -> Dataset {
    if let test, test.featureCount != train.featureCount {
      throw .malformed(
        path: test.path, part: "the test examples",
        expected: "\(train.featureCount) features as in the training examples",
        found: "\(test.featureCount)")
    }
    guard test != nil || train.labels.count >= 2 else {
      throw .malformed(
        path: train.path, part: "the examples",
        expected: "2 or more, to set some aside for testing", found: "\(train.labels.count)")
    }
    if options.task == .regression { return try regression(name: name, options: options) }
    try train.checkLabels()
    let classes = try classes()
    var parts = try DatasetParts(
      train: train.examples(labels: classes.train),
      test: test?.examples(labels: classes.test), path: train.path, options: options)
    try parts.draw(path: train.path, options: options)
    var reading = reading(classes)
    if train.scheme == nil, LabelJudge(train.labels).isWorthAWarning {
      reading.notes.append(
        "\(classes.count) classes for \(train.labels.count) examples: are they classes?")
    }
    reading.notes += try parts.lackingClasses(names: reading.classNames, path: train.path)
    var shape = train.imageShape
    if parts.takePixels(isBytes: train.isBytes, shape: &shape) {
      reading.notes.append("pixels 0…255 divided by 255")
    }
    if let note = parts.standardise(options.standardise, names: train.featureNames) {
      reading.notes.append(note)
    }
    return Dataset(
      name: name, classCount: classes.count, train: parts.train, test: parts.test,
      imageShape: shape, classNames: classes.names, reading: reading)
  }

  /// Refuses settings for tables if the file is not a table.
  func refuseSettingsWithoutEffect(_ options: DatasetOptions) throws(DatasetError) {
    guard train.scheme == nil else { return }
    for (name, isSet) in [
      ("data.label", options.labelColumn != nil), ("data.ignore", options.ignoredColumns != nil),
      ("data.header", options.header != nil), ("data.separator", options.separator != nil),
      ("data.decimal", options.decimal != nil), ("data.missing", options.missing != .refuse),
      ("data.encode", options.wordEncoding != nil),
    ] where isSet {
      throw .badOption(
        name: name, expected: "a table; only tables have columns", found: train.path)
    }
  }

  private func reading(_ classes: Classes) -> DataReading {
    DataReading(
      labelName: train.labelName,
      classNames: classes.names ?? (0..<classes.count).map { String($0) },
      featureCount: train.featureCount, featureNames: train.featureNames,
      notes: train.notes
        + (test?.notes ?? []).filter { !train.notes.contains($0) }.map { "test examples: \($0)" },
      setsTestAside: test == nil)
  }

  private struct Classes {
    var count: Int
    var train: [Int32]
    var test: [Int32]
    var names: [String]?
  }

  private func classes() throws(DatasetError) -> Classes {
    let testLabels = test?.labels ?? .integers([])
    if case .integers(let a) = train.labels, case .integers(let b) = testLabels {
      let found = Set(a).union(b).sorted()
      try Self.check(found.count, train)
      let isIdentity = found.enumerated().allSatisfy { Int64($0) == $1 }
      return Self.numbered(a, b, found, names: isIdentity ? nil : found.map(String.init))
    }
    let (a, b) = (train.labels.texts, testLabels.texts)
    // Sorted by bytes, without a language's rules or normalisation, so that all machines agree.
    let found = Set(a).union(b).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    try Self.check(found.count, train)
    return Self.numbered(a, b, found, names: found)
  }

  private static func numbered<Label: Hashable>(
    _ train: [Label], _ test: [Label], _ found: [Label], names: [String]?
  ) -> Classes {
    let numbers = Dictionary(uniqueKeysWithValues: zip(found, Int32(0)...))
    func number(_ label: Label) -> Int32 { numbers[label] ?? 0 }
    return Classes(
      count: found.count, train: train.map(number), test: test.map(number), names: names)
  }

  private static func check(_ count: Int, _ train: RawExamples) throws(DatasetError) {
    guard (2...classLimit).contains(count) else {
      throw .malformed(
        path: train.path,
        part: train.scheme == nil ? "the labels" : "the labels, \(train.labelName ?? "")",
        expected: "2 to \(classLimit) different ones",
        found: "\(count)" + (train.labelHint.map { "; \($0)" } ?? ""))
    }
  }
}

extension RawExamples {
  /// The examples with the numbers of their classes.
  fileprivate func examples(labels: [Int32]) -> Examples {
    Examples(featureCount: featureCount, features: features, labels: labels)
  }
}

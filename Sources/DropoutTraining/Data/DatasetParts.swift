/// The training and test examples while a data set is made from a file: split, drawn from and scaled.
struct DatasetParts {
  var train: Examples
  var test: Examples

  /// The two parts of a file, or its one part split in two.
  ///
  /// - Parameter test: The test examples of the file; nil if some must be set aside.
  init(
    train: Examples, test: Examples?, path: String, options: DatasetOptions
  ) throws(DatasetError) {
    self.train = train
    if let test {
      guard options.testFraction == nil else {
        throw .badOption(
          name: "data.test-fraction", expected: "none, for \(path) has test examples",
          found: options.testFraction.map { "\($0)" } ?? "")
      }
      self.test = test
    } else {
      (self.train, self.test) = try Self.split(train, options: options)
    }
  }

  /// Sets a share of the examples aside for testing, chosen by the seed. Each class gives its share, and keeps at
  /// least one example in the training part if there are enough.
  private static func split(
    _ examples: Examples, options: DatasetOptions
  ) throws(DatasetError) -> (train: Examples, test: Examples) {
    let fraction = options.testFraction ?? DatasetOptions.usualTestFraction
    guard fraction > 0, fraction < 1 else {
      throw .badOption(
        name: "data.test-fraction", expected: "a number between 0 and 1", found: "\(fraction)")
    }
    let count = examples.count
    let wanted = Int((Double(count) * fraction).rounded(.toNearestOrEven))
    let parts = examples.split(
      count - min(max(wanted, 1), count - 1),
      key: RandomKey(seed: options.splitSeed).folding(.split), coversClasses: true)
    return (parts.taken, parts.others)
  }

  /// Reduces each part to the wanted number of examples, drawn by the seed.
  mutating func draw(path: String, options: DatasetOptions) throws(DatasetError) {
    for (name, wanted, part) in [
      ("data.train", options.trainCount, train), ("data.test", options.testCount, test),
    ] {
      guard let wanted, wanted > part.count else { continue }
      throw .badOption(
        name: name, expected: "at most the \(part.count) examples that \(path) has for it",
        found: "\(wanted)")
    }
    let seed = RandomKey(seed: options.splitSeed)
    train = train.sample(
      options.trainCount ?? train.count, key: seed.folding(.trainingSubset), coversClasses: true)
    test = test.sample(options.testCount ?? test.count, key: seed.folding(.testSubset))
  }

  /// Notes on the classes of which a part has no example.
  ///
  /// - Throws: ``DatasetError/oneClass(path:count:name:)`` if all training examples are of one class.
  func lackingClasses(names: [String], path: String) throws(DatasetError) -> [String] {
    let learnt = train.labels.counts(classes: names.count)
    let judged = test.labels.counts(classes: names.count)
    guard learnt.count(where: { $0 > 0 }) >= 2 else {
      throw .oneClass(
        path: path, count: train.count, name: names[learnt.firstIndex { $0 > 0 } ?? 0])
    }
    func list(_ lacks: (Int) -> Bool) -> String? {
      let missing = names.indices.filter(lacks).map { names[$0] }
      return missing.isEmpty ? nil : DataReading.list(missing, first: 5)
    }
    return [
      list { learnt[$0] == 0 && judged[$0] > 0 }.map { "no training example of class \($0)" },
      list { learnt[$0] > 0 && judged[$0] == 0 }.map { "no test example of class \($0)" },
      list { learnt[$0] == 0 && judged[$0] == 0 }.map {
        "no example of class \($0) in either part"
      },
    ].compactMap(\.self)
  }
}

extension DataGenerator {
  /// Makes the data set for the options; its name is that of the generator.
  ///
  /// - Throws: ``GeneratorError`` if an option is outside the range that ``traits`` gives.
  /// - Complexity: O(examples · features); microseconds per example.
  public func makeDataset(_ options: GeneratorOptions) throws(GeneratorError) -> Dataset {
    let traits = traits
    let options = try resolved(options)
    let noise = options.noise ?? traits.noise
    let classes = options.classes ?? traits.classes
    let features = options.features ?? traits.features
    let root = RandomKey(seed: options.seed)
    let source = source(
      task: root.folding(.data, layer: 0), noise: noise, classes: classes, features: features)
    return Dataset(
      name: name, classCount: classes,
      train: Examples(
        count: options.trainCount ?? traits.trainCount, featureCount: features, from: source,
        key: root.folding(.data, layer: 1)),
      test: Examples(
        count: options.testCount ?? traits.testCount, featureCount: features, from: source,
        key: root.folding(.data, layer: 2)),
      imageShape: traits.imageShape)
  }

  /// The task, drawn from its key.
  private func source(
    task: RandomKey, noise: Double, classes: Int, features: Int
  ) -> any ExampleSource {
    switch self {
    case .football: FootballField(noise: noise)
    case .moons: Moons(noise: noise)
    case .circles: ConcentricCircles(noise: noise)
    case .xor: ExclusiveOr(noise: noise)
    case .gaussians: GaussianClusters(noise: noise, classes: classes, features: features)
    case .spirals: SpiralArms(noise: noise, classes: classes)
    case .teacher: TeacherNetwork(task, flipShare: noise, classes: classes, features: features)
    case .randomWalks: RandomWalks(task, flipShare: noise, classes: classes, features: features)
    case .glyphs: Glyphs(strength: noise, classes: classes)
    }
  }
}

/// A task that examples can be drawn from.
protocol ExampleSource: Sendable {
  /// Appends the features of example `index` and returns its label.
  ///
  /// - Parameter numbers: the example's own random numbers, from the first.
  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32
}

extension Examples {
  /// The first `count` examples of a task under one key; example *i* depends on its own key alone.
  fileprivate init(count: Int, featureCount: Int, from source: any ExampleSource, key: RandomKey) {
    var features: [Float] = []
    features.reserveCapacity(count * featureCount)
    var labels: [Int32] = []
    labels.reserveCapacity(count)
    for index in 0..<count {
      var numbers = RandomSequence(key.folding(.data, layer: index))
      labels.append(source.appendExample(index, to: &features, from: &numbers))
    }
    self.init(featureCount: featureCount, features: features, labels: labels)
  }
}

extension RandomSequence {
  /// Appends a point of the plane, each coordinate moved by normal noise.
  ///
  /// Noise is drawn even if its size is 0, so that another size of noise leaves the clean points the same.
  mutating func appendPoint(_ x: Double, _ y: Double, noise: Double, to features: inout [Float]) {
    features.append(Float(x + noise * normal()))
    features.append(Float(y + noise * normal()))
  }
}

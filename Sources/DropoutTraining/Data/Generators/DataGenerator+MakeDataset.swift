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
    func part(_ count: Int, _ number: Int) -> Examples {
      Examples(
        count: count, featureCount: features, from: source,
        key: root.folding(.data, layer: number))
    }
    let train = part(options.trainCount ?? traits.trainCount, 1)
    let test = part(options.testCount ?? traits.testCount, 2)
    guard classes > 0 else {
      return Dataset(name: name, predicting: "y", train: train, test: test)
    }
    return Dataset(
      name: name, classCount: classes, train: train, test: test, imageShape: traits.imageShape)
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
    case .sine: Sine(noise: noise)
    case .friedman: Friedman(noise: noise, features: features)
    }
  }
}

/// A task that examples can be drawn from.
protocol ExampleSource: Sendable {
  /// Appends the features of example `index` and returns its label, or the bits of its target as a `Float`.
  ///
  /// - Parameter numbers: the example's own random numbers, from the first.
  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32
}

/// A task whose examples have a number to predict.
protocol TargetSource: ExampleSource {
  /// Appends the features of an example and returns its target.
  func appendExample(to features: inout [Float], from numbers: inout RandomSequence) -> Float
}

extension TargetSource {
  func appendExample(
    _ index: Int, to features: inout [Float], from numbers: inout RandomSequence
  ) -> Int32 {
    Int32(bitPattern: appendExample(to: &features, from: &numbers).bitPattern)
  }
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
    if source is any TargetSource {
      self.init(
        featureCount: featureCount, features: Features(features),
        targets: labels.map { Float(bitPattern: UInt32(bitPattern: $0)) })
    } else {
      self.init(featureCount: featureCount, features: features, labels: labels)
    }
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

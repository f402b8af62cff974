/// A generator of a task, by name: for a first try without a file, and for tasks of known difficulty.
///
/// ```swift
/// let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
/// ```
///
/// One ``RandomKey`` decides the task (a teacher's weights, a walk), another the training examples, a third the
/// test examples, and each example has a key of its own. So example *i* does not depend on the number of
/// examples, and another size of noise draws the same numbers. Elementary functions are those of
/// ``PortableMath``, so that the bytes, and the checksum, are the same on every machine.
///
/// Unless the label follows from the features (`teacher`, `sine`, `friedman`), example *i* has class *i* modulo the
/// number of classes: every part is balanced up to one example. Training shuffles.
public enum DataGenerator: String, Codable, Hashable, Sendable, CaseIterable {
  /// Two overlapping classes on a field, separated by a tilted line with a bump.
  case football
  /// Two interlocking half circles.
  case moons
  /// A small circle within a large one.
  case circles
  /// The four quadrants, opposite ones alike.
  case xor
  /// Normal clusters around a circle.
  case gaussians
  /// Arms of a spiral.
  case spirals
  /// Labels given by a random network.
  case teacher
  /// Noisy points of random walks on a hypercube.
  case randomWalks = "random-walks"
  /// Ten digits drawn with strokes.
  case glyphs
  /// One period of a sine, to predict.
  case sine
  /// Friedman's first function of five of its features, to predict.
  case friedman

  /// The name in plans and on the command line.
  public var name: String { rawValue }

  /// The options with every default filled in.
  ///
  /// - Throws: ``GeneratorError`` if an option is outside the range that ``traits`` gives.
  public func resolved(_ options: GeneratorOptions) throws(GeneratorError) -> GeneratorOptions {
    let traits = traits
    let noise = options.noise ?? traits.noise
    guard traits.noiseRange.contains(noise) else {
      throw .noiseOutOfRange(
        generator: self, noise: noise, allowed: traits.noiseRange, meaning: traits.noiseMeaning)
    }
    let counts = GeneratorTraits.countRange
    let result = GeneratorOptions(
      seed: options.seed,
      trainCount: try checked(.trainCount, options.trainCount ?? traits.trainCount, counts),
      testCount: try checked(.testCount, options.testCount ?? traits.testCount, counts),
      noise: noise,
      classes: try checked(.classes, options.classes ?? traits.classes, traits.classRange),
      features: try checked(.features, options.features ?? traits.features, traits.featureRange))
    let examples = (result.trainCount ?? 0) + (result.testCount ?? 0)
    let features = result.features ?? 0
    guard examples * features <= GeneratorTraits.numberLimit else {
      throw .tooLarge(
        generator: self, examples: examples, features: features,
        limit: GeneratorTraits.numberLimit)
    }
    return result
  }

  private func checked(
    _ option: GeneratorError.Option, _ value: Int, _ allowed: ClosedRange<Int>
  ) throws(GeneratorError) -> Int {
    guard allowed.contains(value) else {
      throw .optionOutOfRange(generator: self, option: option, value: value, allowed: allowed)
    }
    return value
  }
}

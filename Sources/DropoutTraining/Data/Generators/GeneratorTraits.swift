/// What a generator makes, its defaults, and which options it takes.
///
/// An option whose range holds one number only is fixed: two classes for `moons`, say.
public struct GeneratorTraits: Hashable, Sendable {
  /// One line for a list of generators.
  public let summary: String
  /// Examples to train on unless the options say otherwise.
  public let trainCount: Int
  /// Examples to test on unless the options say otherwise.
  public let testCount: Int
  /// Noise unless the options say otherwise.
  public let noise: Double
  /// Which noise is allowed.
  public let noiseRange: ClosedRange<Double>
  /// What noise means here, in a phrase.
  public let noiseMeaning: String
  /// Classes unless the options say otherwise.
  public let classes: Int
  /// Which numbers of classes are allowed.
  public let classRange: ClosedRange<Int>
  /// Numbers per example unless the options say otherwise.
  public let features: Int
  /// Which numbers of features are allowed.
  public let featureRange: ClosedRange<Int>
  /// Where an example is a picture, its shape; else nil.
  public let imageShape: Dataset.ImageShape?

  /// How many examples each part may have.
  public static let countRange = 1...100_000_000
  /// How many features both parts may hold together: 2³⁰, four gibibytes.
  public static let numberLimit = 1 << 30

  /// Traits; classes and features are fixed unless a range is given.
  init(
    summary: String, trainCount: Int, testCount: Int, noise: Double,
    noiseRange: ClosedRange<Double>, noiseMeaning: String, classes: Int = 2,
    classRange: ClosedRange<Int>? = nil, features: Int = 2,
    featureRange: ClosedRange<Int>? = nil, imageShape: Dataset.ImageShape? = nil
  ) {
    self.summary = summary
    self.trainCount = trainCount
    self.testCount = testCount
    self.noise = noise
    self.noiseRange = noiseRange
    self.noiseMeaning = noiseMeaning
    self.classes = classes
    self.classRange = classRange ?? classes...classes
    self.features = features
    self.featureRange = featureRange ?? features...features
    self.imageShape = imageShape
  }
}

/// The defaults of a generator, and the ranges of its options.
///
/// An option whose range holds only one number is fixed; `moons`, for example, always has two classes.
public struct GeneratorTraits: Hashable, Sendable {
  /// One line for a list of generators.
  public let summary: String
  /// The default number of training examples.
  public let trainCount: Int
  /// The default number of test examples.
  public let testCount: Int
  /// The default noise.
  public let noise: Double
  /// The allowed noise.
  public let noiseRange: ClosedRange<Double>
  /// The meaning of noise for this generator, in a phrase.
  public let noiseMeaning: String
  /// The default number of classes.
  public let classes: Int
  /// The allowed numbers of classes.
  public let classRange: ClosedRange<Int>
  /// The default number of features of an example.
  public let features: Int
  /// The allowed numbers of features.
  public let featureRange: ClosedRange<Int>
  /// The shape of the pictures; nil if the examples are not pictures.
  public let imageShape: Dataset.ImageShape?

  /// The allowed number of examples in each part.
  public static let countRange = 1...100_000_000
  /// The largest number of features in both parts together: 2³⁰, four gibibytes.
  public static let numberLimit = 1 << 30

  /// Traits; classes and features are fixed unless a range is given, and noise is a distance in the plane.
  init(
    summary: String, trainCount: Int, testCount: Int, noise: Double,
    noiseRange: ClosedRange<Double> = 0...10,
    noiseMeaning: String = "the standard deviation added to each coordinate", classes: Int = 2,
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

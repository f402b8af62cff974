/// The options of a generated data set; nil stands for the default of the generator.
///
/// ``DataGenerator/resolved(_:)`` fills the defaults in and checks the ranges of
/// ``DataGenerator/traits``. Equal resolved options give equal bits on every machine.
public struct GeneratorOptions: Codable, Hashable, Sendable {
  /// Decides every random number: the task itself (a teacher's weights, a walk) and its examples.
  public var seed: UInt64
  /// The number of training examples.
  public var trainCount: Int?
  /// The number of test examples.
  public var testCount: Int?
  /// The difficulty of the task; ``GeneratorTraits/noiseMeaning`` says what it means.
  public var noise: Double?
  /// The number of classes.
  public var classes: Int?
  /// The number of features of an example.
  public var features: Int?

  /// Options; what is left out has the generator's default.
  public init(
    seed: UInt64, trainCount: Int? = nil, testCount: Int? = nil, noise: Double? = nil,
    classes: Int? = nil, features: Int? = nil
  ) {
    self.seed = seed
    self.trainCount = trainCount
    self.testCount = testCount
    self.noise = noise
    self.classes = classes
    self.features = features
  }
}

/// What a generated data set may be asked for; nil stands for the generator's documented default.
///
/// ``DataGenerator/resolved(_:)`` fills the defaults in and checks the ranges of
/// ``DataGenerator/traits``. Equal resolved options give equal bits on every machine.
public struct GeneratorOptions: Codable, Hashable, Sendable {
  /// Decides every random number: the task itself (a teacher's weights, a walk) and its examples.
  public var seed: UInt64
  /// How many examples to train on.
  public var trainCount: Int?
  /// How many examples to test on.
  public var testCount: Int?
  /// How hard the task is; its meaning and range are the generator's own.
  public var noise: Double?
  /// How many classes there are.
  public var classes: Int?
  /// How many numbers an example has.
  public var features: Int?

  /// Options, each at the generator's default unless it is given.
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

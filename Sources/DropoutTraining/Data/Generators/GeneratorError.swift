/// A fault of the options of a generator.
public enum GeneratorError: Error, Hashable, Sendable {
  /// A count, the number of classes or the number of features is outside its range.
  case optionOutOfRange(
    generator: DataGenerator, option: Option, value: Int, allowed: ClosedRange<Int>)
  /// Noise is outside its range, or NaN.
  case noiseOutOfRange(
    generator: DataGenerator, noise: Double, allowed: ClosedRange<Double>, meaning: String)
  /// Both parts together hold more features than ``GeneratorTraits/numberLimit``.
  case tooLarge(generator: DataGenerator, examples: Int, features: Int, limit: Int)

  /// An option that is a whole number.
  public enum Option: String, Hashable, Sendable {
    /// Examples to train on.
    case trainCount = "train count"
    /// Examples to test on.
    case testCount = "test count"
    /// Number of classes.
    case classes
    /// Numbers per example.
    case features
  }
}

extension GeneratorError: CustomStringConvertible {
  /// One line that says what is wrong, where, and what is allowed.
  public var description: String {
    switch self {
    case .optionOutOfRange(let generator, let option, let value, let allowed):
      let limits =
        allowed.lowerBound == allowed.upperBound
        ? "it is always \(allowed.lowerBound) here, so leave it out"
        : "give \(allowed.lowerBound) to \(allowed.upperBound)"
      return "data generator \(generator.name): \(option.rawValue) cannot be \(value); \(limits)"
    case .noiseOutOfRange(let generator, let noise, let allowed, let meaning):
      return "data generator \(generator.name): noise cannot be \(noise); "
        + "it is \(meaning), so give \(allowed.lowerBound) to \(allowed.upperBound)"
    case .tooLarge(let generator, let examples, let features, let limit):
      return "data generator \(generator.name): \(examples) examples of \(features) features are "
        + "more than \(limit) numbers; ask for \(limit / features) examples at most, "
        + "train and test together"
    }
  }
}

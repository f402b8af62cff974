import DropoutTraining

/// The settings of an experiment, by the names that the page and its links use.
struct ExperimentSettings: Codable, Hashable, Sendable {
  /// A generator's name, or an upload's.
  var data = "football"
  /// Noise of a generator; nil for its default.
  var noise: Double?
  /// Seed of a generator, or of the split of an upload.
  var dataSeed: UInt64 = 1
  /// Units of each hidden layer.
  var hidden = TrainingConfiguration.course.network.hidden
  /// Hidden activation.
  var activation = "relu"
  /// Keep probability of every hidden layer.
  var keep = TrainingConfiguration.course.keepProbabilities[1]
  /// Examples a step; 0 for the whole training set.
  var batch = 0
  var learningRate = TrainingConfiguration.course.learningRate.initial
  /// Steps to train.
  var steps = TrainingConfiguration.course.steps
  /// Seed of weights, order and masks. With 1, the first mask shared by a whole batch drops nothing.
  var seed: UInt64 = 3
  /// Mask policies, one a panel.
  var policies = ["per-example", "per-batch", "frozen/per-example"]

  init() {}

  /// Missing members keep their defaults.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ usual: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? usual
    }
    data = try read(.data, data)
    noise = try container.decodeIfPresent(Double.self, forKey: .noise)
    dataSeed = try container.whole(.dataSeed) ?? dataSeed
    hidden = try read(.hidden, hidden.map(Double.init)).map { try $0.whole(named: "hidden") }
    activation = try read(.activation, activation)
    keep = try read(.keep, keep)
    batch = try container.whole(.batch) ?? batch
    learningRate = try read(.learningRate, learningRate)
    steps = try container.whole(.steps) ?? steps
    seed = try container.whole(.seed) ?? seed
    policies = try read(.policies, policies)
  }
}

extension KeyedDecodingContainer {
  /// Decodes an integer that JavaScript may have written as `3.0`. Done by hand because Foundation's error omits
  /// the key.
  func whole<Number: FixedWidthInteger>(_ key: Key) throws -> Number? {
    try decodeIfPresent(Double.self, forKey: key)?.whole(named: key.stringValue)
  }
}

extension Double {
  /// The number as an integer.
  fileprivate func whole<Number: FixedWidthInteger>(named name: String) throws -> Number {
    guard let number = Number(exactly: self) else { throw PageMessageError.notWhole(name) }
    return number
  }
}

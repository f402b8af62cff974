/// Everything that decides a training besides the mask policy, the seed and the data.
public struct TrainingConfiguration: Codable, Hashable, Sendable {
  /// The network.
  public var network: NetworkShape
  /// Keep probability of the input and of each hidden layer, the input first.
  public var keepProbabilities: [Double]
  /// How the drop rates change while training.
  public var dropoutSchedule = DropoutSchedule.constant
  /// Whether training or evaluation compensates for the dropped units.
  public var scaling: DropoutScaling
  /// The kind of noise that dropout multiplies into the network.
  public var noise: DropoutNoise
  /// How gradients become steps.
  public var optimizer: Optimizer
  /// The learning rate and its schedule.
  public var learningRate: LearningRate
  /// λ of the penalty λ/2 · Σ w² on weights, not biases. The course's `lambd` is m·λ, with m the number of
  /// examples in its full batch, 211.
  public var l2: Double
  /// The limit of the Euclidean norm of a unit's incoming weights; nil for no limit.
  public var maxNorm: Double?
  /// The number of examples in a step; nil for all of them, in the data's order.
  public var batchSize: Int?
  /// The number of steps to train; at most that many if there is ``patience``.
  public var steps: Int
  /// The number of steps without a lower validation score after which whoever measures it stops the training;
  /// nil to train all steps.
  public var patience: Int?
  /// The validation score that tells the best moment of a training.
  public var monitor = ValidationScore.loss

  /// The names of the members in stores.
  private enum CodingKeys: String, CodingKey {
    case network, keepProbabilities, scaling, optimizer, learningRate, l2, maxNorm, batchSize, steps
    case patience
    case noise = "otherNoise"
    case monitor = "otherMonitor"
    case dropoutSchedule = "otherDropoutSchedule"
  }

  /// A training; the defaults are plain gradient descent over the full batch without dropout.
  public init(
    network: NetworkShape, keepProbabilities: [Double]? = nil, scaling: DropoutScaling = .inverted,
    noise: DropoutNoise = .bernoulli, optimizer: Optimizer = .sgd, learningRate: LearningRate,
    l2: Double = 0, maxNorm: Double? = nil,
    batchSize: Int? = nil, steps: Int, patience: Int? = nil, monitor: ValidationScore = .loss,
    dropoutSchedule: DropoutSchedule = .constant
  ) {
    self.network = network
    self.keepProbabilities =
      keepProbabilities ?? [Double](repeating: 1, count: network.droppableLayerCount)
    self.scaling = scaling
    self.noise = noise
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.l2 = l2
    self.maxNorm = maxNorm
    self.batchSize = batchSize
    self.steps = steps
    self.patience = patience
    self.monitor = monitor
    self.dropoutSchedule = dropoutSchedule
    precondition(
      self.keepProbabilities.count == network.droppableLayerCount,
      "\(self.keepProbabilities.count) keep probabilities for \(network.droppableLayerCount) layers"
    )
    precondition(
      noise.dropsUnits || scaling == .inverted, "\(noise) noise has no \(scaling) scaling")
    precondition(
      dropoutSchedule.isConstant || scaling == .inverted,
      "\(scaling) scaling needs one keep probability, not a schedule")
  }

  /// The keep probability that masks of a layer realise while its whole drop rate is in force; layer 0 is the
  /// input.
  public func keep(layer: Int) -> KeepProbability { KeepProbability(keepProbabilities[layer]) }

  /// The factor of a layer's kept units during training.
  func survivorScale(layer: Int) -> Float { scaling.survivorScale(keep(layer: layer)) }

  /// The number of examples in a batch when there are `exampleCount` to train on.
  public func batchSize(exampleCount: Int) -> Int { min(batchSize ?? exampleCount, exampleCount) }

  /// The epoch in which a step begins: batches run on across epochs, so every batch is full.
  public func epoch(step: Int, exampleCount: Int) -> Int {
    step * batchSize(exampleCount: exampleCount) / exampleCount
  }
}

/// Bernoulli noise, the loss as monitor and constant dropout are not written: stores name only what is unusual.
extension KeyedEncodingContainer {
  fileprivate mutating func encode(_ monitor: ValidationScore, forKey key: Key) throws {
    try encodeIfPresent(monitor == .loss ? nil : monitor, forKey: key)
  }

  fileprivate mutating func encode(_ schedule: DropoutSchedule, forKey key: Key) throws {
    try encodeIfPresent(schedule.isConstant ? nil : schedule, forKey: key)
  }

  fileprivate mutating func encode(_ noise: DropoutNoise, forKey key: Key) throws {
    try encodeIfPresent(noise == .bernoulli ? nil : noise, forKey: key)
  }
}

extension KeyedDecodingContainer {
  fileprivate func decode(_: ValidationScore.Type, forKey key: Key) throws -> ValidationScore {
    try decodeIfPresent(ValidationScore.self, forKey: key) ?? .loss
  }

  fileprivate func decode(_: DropoutSchedule.Type, forKey key: Key) throws -> DropoutSchedule {
    try decodeIfPresent(DropoutSchedule.self, forKey: key) ?? .constant
  }

  fileprivate func decode(_: DropoutNoise.Type, forKey key: Key) throws -> DropoutNoise {
    try decodeIfPresent(DropoutNoise.self, forKey: key) ?? .bernoulli
  }
}

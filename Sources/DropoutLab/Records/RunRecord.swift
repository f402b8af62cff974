public import DropoutTraining

/// What one run left behind: its scores, its curve and the digest of its weights.
public struct RunRecord: Codable, Hashable, Sendable {
  /// The mask policy the run trained under.
  public var policy: MaskPolicy
  /// The seed of weights, order and masks.
  public var seed: UInt64
  /// Share of test examples classified wrongly, 0…1.
  public var testError: Double
  /// Mean negative log-likelihood of the test labels, in nats; half the squared error if that is the
  /// network's loss.
  public var testLogLoss: Double
  /// Share of training examples classified wrongly, 0…1, without masks.
  public var trainError: Double
  /// Mean training loss with masks on, as training itself saw it over its last epoch.
  public var maskedTrainLoss: Double
  /// Mean negative log-likelihood of the training labels, in nats, without masks, after the last step; half
  /// the squared error if that is the network's loss.
  public var cleanTrainLoss: Double
  /// Why the run failed; nil for one that learned something.
  public var failure: RunFailure?
  /// Duration of training alone, in seconds.
  public var wallSeconds: Double
  /// SHA-256 of the final weights, in hex.
  public var weightsDigest: String
  /// Losses and errors along the way, in order of steps; the last point is the end of training.
  public var curve: [CurvePoint]
  /// The run when its validation score was lowest; nil if no examples were held out for that.
  public var best: BestPoint?
  /// What else was measured on the test examples; nil for a run that an earlier version trained.
  public var details: TestDetails?

  /// Losses and errors after some step of training.
  public struct CurvePoint: Codable, Hashable, Sendable {
    /// Steps done.
    public var step: Int
    /// Mean training loss with masks on over the preceding epoch.
    public var maskedTrainLoss: Double
    /// Mean training loss without masks.
    public var cleanTrainLoss: Double
    /// Mean test log-loss, in nats.
    public var testLogLoss: Double
    /// Share of test examples classified wrongly, 0…1.
    public var testError: Double
    /// Mean negative log-likelihood of the validation labels, in nats; nil without a validation part.
    public var validationLogLoss: Double?
    /// Share of validation examples classified wrongly, 0…1; nil without a validation part.
    public var validationError: Double?
    /// Further scores on the test examples, as ``TestDetails/scores``; nil if an earlier version trained.
    public var scores: [Metric: Double]?

    /// The names in stores and JSON.
    private enum CodingKeys: String, CodingKey {
      case step, maskedTrainLoss, cleanTrainLoss, testLogLoss, testError
      case validationLogLoss, validationError, scores
    }

    /// A point of the curve.
    public init(
      step: Int, maskedTrainLoss: Double, cleanTrainLoss: Double, testLogLoss: Double,
      testError: Double, validationLogLoss: Double? = nil, validationError: Double? = nil,
      scores: [Metric: Double]? = nil
    ) {
      self.step = step
      self.maskedTrainLoss = maskedTrainLoss
      self.cleanTrainLoss = cleanTrainLoss
      self.testLogLoss = testLogLoss
      self.testError = testError
      self.validationLogLoss = validationLogLoss
      self.validationError = validationError
      self.scores = scores
    }
  }

  /// Whether the run failed.
  public var failed: Bool { failure != nil }

  /// A finished run.
  public init(
    policy: MaskPolicy, seed: UInt64, testError: Double, testLogLoss: Double, trainError: Double,
    maskedTrainLoss: Double, cleanTrainLoss: Double, failure: RunFailure?, wallSeconds: Double,
    weightsDigest: String, curve: [CurvePoint], best: BestPoint? = nil, details: TestDetails? = nil
  ) {
    self.policy = policy
    self.seed = seed
    self.testError = testError
    self.testLogLoss = testLogLoss
    self.trainError = trainError
    self.maskedTrainLoss = maskedTrainLoss
    self.cleanTrainLoss = cleanTrainLoss
    self.failure = failure
    self.wallSeconds = wallSeconds
    self.weightsDigest = weightsDigest
    self.curve = curve
    self.best = best
    self.details = details
  }

  /// A finished run whose scores are given one by one.
  init(
    policy: MaskPolicy, seed: UInt64, failure: RunFailure?, weightsDigest: String,
    curve: [CurvePoint], best: BestPoint?, details: TestDetails?, value: (RunScore) -> Double
  ) {
    self.init(
      policy: policy, seed: seed, testError: .nan, testLogLoss: .nan, trainError: .nan,
      maskedTrainLoss: .nan, cleanTrainLoss: .nan, failure: failure, wallSeconds: .nan,
      weightsDigest: weightsDigest, curve: curve, best: best, details: details)
    for score in RunScore.all { self[keyPath: score.value] = value(score) }
  }
}

/// A finished run with its weights.
public struct FinishedRun: Sendable {
  /// The record for the store.
  public let record: RunRecord
  /// The final weights.
  public let parameters: Parameters
}

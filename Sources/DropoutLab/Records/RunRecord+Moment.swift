import DropoutStatistics
public import DropoutTraining

extension Moment {
  /// The moment in sentences: "after 30,000 steps", "at the best moment".
  ///
  /// - Parameter steps: After how many steps all runs are judged; nil if each has its own.
  func text(steps: Int?) -> String {
    switch (self, steps) {
    case (.last, let steps?): NumberText.moment(steps: steps)
    case (.last, nil): "after the last step"
    case (.best, _): "at the best moment"
    }
  }
}

extension RunRecord {
  /// A run after the step of its curve with the lowest validation score.
  public struct BestPoint: Codable, Hashable, Sendable {
    /// Steps done.
    public var step: Int
    /// Share of the validation examples classified wrongly, 0…1.
    public var validationError: Double
    /// Mean negative log-likelihood of the validation labels, in nats; half the squared error if that is the
    /// network's loss.
    public var validationLogLoss: Double
    /// Share of test examples classified wrongly, 0…1.
    public var testError: Double
    /// Mean negative log-likelihood of the test labels, in nats, as for the last step.
    public var testLogLoss: Double
    /// Share of training examples classified wrongly, 0…1, without masks.
    public var trainError: Double
    /// Mean negative log-likelihood of the training labels, in nats, without masks.
    public var cleanTrainLoss: Double
    /// Why the run had failed by then; nil if it had learned something.
    public var failure: RunFailure?
    /// What else was measured on the test examples; nil for a run that an earlier version trained.
    public var details: TestDetails?

    /// The names in stores and JSON.
    private enum CodingKeys: String, CodingKey {
      case step, validationError, validationLogLoss, testError, testLogLoss, trainError
      case cleanTrainLoss, failure, details
    }
  }

  /// The steps after which it ended: fewer than planned if it was stopped early.
  package var lastStep: Int? { curve.last?.step }

  /// The run with the scores that it had at a moment; as it is if it has no best moment.
  public func at(_ moment: Moment) -> RunRecord {
    guard moment == .best, let best else { return self }
    var run = self
    (run.testError, run.testLogLoss) = (best.testError, best.testLogLoss)
    (run.trainError, run.cleanTrainLoss) = (best.trainError, best.cleanTrainLoss)
    run.maskedTrainLoss = curve.first { $0.step == best.step }?.maskedTrainLoss ?? maskedTrainLoss
    (run.failure, run.details) = (best.failure, best.details)
    return run
  }
}

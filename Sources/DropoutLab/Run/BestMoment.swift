import DropoutTraining

/// Keeps the weights that a training had when its validation score was lowest, and says when to stop.
struct BestMoment {
  /// The steps after which it was lowest.
  private(set) var step = 0
  /// The validation part at that step.
  private(set) var validation: Evaluation
  /// The weights at that step.
  private(set) var parameters: Parameters
  private let configuration: TrainingConfiguration

  /// Begins at the first point of a curve.
  init(
    _ trainer: borrowing Trainer, validation: Evaluation, of configuration: TrainingConfiguration
  ) {
    (step, self.validation) = (trainer.stepsDone, validation)
    (parameters, self.configuration) = (trainer.parameters, configuration)
  }

  /// Looks at the next point; of equal scores the first is kept.
  mutating func look(at trainer: borrowing Trainer, validation: Evaluation) {
    let (new, old) = (score(validation), score(self.validation))
    guard new < old || old.isNaN && !new.isNaN else { return }
    (step, self.validation, parameters) = (trainer.stepsDone, validation, trainer.parameters)
  }

  /// Whether training stops because no point for `patience` steps had a lower score.
  func isOver(at step: Int) -> Bool {
    configuration.patience.map { step - self.step >= $0 } ?? false
  }

  private func score(_ evaluation: Evaluation) -> Double {
    configuration.monitor == .loss ? evaluation.loss : evaluation.error
  }
}

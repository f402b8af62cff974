import DropoutTraining

/// Notices when the loss or the weights of a training are no longer finite.
struct DivergenceWatch {
  /// When it was first noticed; nil where everything is finite.
  private(set) var failure: RunFailure?

  /// Looks after a step, at hardly any cost: a logit that is not finite leaves an output bias that is not.
  mutating func look(afterStepOf trainer: borrowing Trainer) {
    if failure == nil, !trainer.outputBiasesAreFinite {
      failure = .diverged(step: trainer.stepsDone)
    }
  }

  /// Looks at a loss that was measured after `step` steps.
  mutating func look(atLoss loss: Double, step: Int) {
    if failure == nil, !loss.isFinite { failure = .divergedBy(step: step) }
  }

  /// Looks at every weight.
  mutating func look(atWeightsOf trainer: borrowing Trainer) {
    if failure == nil, !trainer.parametersAreFinite {
      failure = .divergedBy(step: trainer.stepsDone)
    }
  }
}

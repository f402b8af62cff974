import DropoutTraining

/// Finds the step after which the weights of a training were first not finite.
///
/// Weights are checked at each point of the curve. Only if they are not finite there, the steps since the
/// point before are repeated and checked one by one.
struct DivergenceWatch {
  /// The failure that was found; nil if everything is finite.
  private(set) var failure: RunFailure?
  private var lastFinite: Trainer.Checkpoint

  /// Begins to watch a training at its current step.
  init(_ trainer: borrowing Trainer) { lastFinite = trainer.checkpoint() }

  /// Checks the weights, and the training loss that they have.
  mutating func look(at trainer: inout Trainer, loss: Double) {
    if case .diverged? = failure { return }
    if !trainer.parametersAreFinite {
      failure = .diverged(step: firstStep(of: &trainer))
    } else {
      lastFinite = trainer.checkpoint()
      failure = loss.isFinite ? nil : failure ?? .divergedBy(step: trainer.stepsDone)
    }
  }

  /// The first step since the last check after which a weight was not finite.
  private func firstStep(of trainer: inout Trainer) -> Int {
    let now = trainer.checkpoint()
    defer { trainer.restore(now) }
    trainer.restore(lastFinite)
    repeat { trainer.step() } while trainer.parametersAreFinite && trainer.stepsDone < now.stepsDone
    return trainer.stepsDone
  }
}

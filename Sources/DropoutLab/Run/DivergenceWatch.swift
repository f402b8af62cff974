import DropoutTraining

/// Finds the step after which the weights of a training were first not finite.
///
/// Weights are looked at where a curve is measured; only if they are not finite there, the steps since the
/// point before are done again, each one looked at.
struct DivergenceWatch {
  /// What was found; nil where everything is finite.
  private(set) var failure: RunFailure?
  private var lastFinite: Trainer.Checkpoint

  /// A watch over a training from here on.
  init(_ trainer: borrowing Trainer) { lastFinite = trainer.checkpoint() }

  /// Looks at the weights, and at the loss that they have.
  mutating func look(at trainer: inout Trainer, loss: Double) {
    if case .diverged? = failure { return }
    if !trainer.parametersAreFinite {
      failure = .diverged(step: firstStep(of: &trainer))
    } else {
      lastFinite = trainer.checkpoint()
      failure = loss.isFinite ? nil : failure ?? .divergedBy(step: trainer.stepsDone)
    }
  }

  /// The first step since the last look that left a weight which is not finite.
  private func firstStep(of trainer: inout Trainer) -> Int {
    let now = trainer.checkpoint()
    defer { trainer.restore(now) }
    trainer.restore(lastFinite)
    repeat { trainer.step() } while trainer.parametersAreFinite && trainer.stepsDone < now.stepsDone
    return trainer.stepsDone
  }
}

import DropoutLab
import DropoutTraining

/// One policy's run, which can be taken to any step. What was computed once stays valid, because the state is
/// a function of the step.
final class Panel {
  let policy: MaskPolicy
  private let experiment: Experiment
  private var trainer: Trainer
  private var visits: VisitedNetworks
  private var kept: [Kept] = []
  /// A checkpoint is kept at every `keptEvery`-th point of the curve.
  private var keptEvery = 1
  /// The learning curve up to the furthest step reached; the first ``curveCount()`` points are to be shown.
  private(set) var curve: [CurvePoint] = []
  /// Masked losses since the last point of the curve; empty at every checkpoint, as these are made at points.
  private var window = (sum: 0.0, count: 0)
  /// Masked loss of the last step; nil before the first.
  private(set) var maskedLoss: Double?

  /// A checkpoint, and the masked loss, which the trainer does not restore.
  private struct Kept {
    let moment: Trainer.Checkpoint
    let maskedLoss: Double?
  }

  /// A point of the learning curve.
  struct CurvePoint: Hashable, Sendable {
    let step: Int
    /// Mean over the steps since the point before, with masks; NaN at step 0.
    let maskedLoss: Double
    let train: Evaluation
    let test: Evaluation
  }

  init(_ experiment: Experiment, policy: MaskPolicy) {
    self.policy = policy
    self.experiment = experiment
    let seed = experiment.settings.seed
    trainer = Trainer(
      experiment.training, policy: policy, seed: seed, examples: experiment.train)
    visits = VisitedNetworks(
      experiment.training, policy: policy, seed: seed, exampleCount: experiment.train.count)
    kept = [Kept(moment: trainer.checkpoint(), maskedLoss: nil)]
    curve = [
      CurvePoint(
        step: 0, maskedLoss: .nan, train: trainer.evaluate(experiment.train),
        test: trainer.evaluate(experiment.test))
    ]
  }

  var step: Int { trainer.stepsDone }
  var parameters: Parameters { trainer.parameters }

  func evaluate(_ examples: ExampleMatrix) -> Evaluation { trainer.evaluate(examples) }

  /// The number of distinct thinned networks visited so far.
  func visitedNetworks() -> (count: Int, isAtLeast: Bool) {
    visits.advance(to: step)
    return (visits.count(), visits.isAtLeast)
  }

  // MARK: Moving

  /// Whether the curve has a point after this number of steps. Points are equally spaced, with more at the
  /// start, where losses fall fastest.
  private func hasPoint(step: Int) -> Bool {
    let steps = experiment.training.steps
    let interval = max(1, (steps + LiveLimits.curvePoints - 1) / LiveLimits.curvePoints)
    let isPowerOfTwo = step & (step - 1) == 0
    return step % interval == 0 || (step < interval && isPowerOfTwo) || step == steps
  }

  /// Trains one step.
  func advance() {
    trainer.step()
    let loss = trainer.lastBatchLoss
    maskedLoss = loss
    window = (window.sum + loss, window.count + 1)
    if hasPoint(step: step) { addPoint() }
  }

  private func addPoint() {
    let mean = window.sum / Double(max(window.count, 1))
    window = (0, 0)
    guard step > curve[curve.count - 1].step else { return }
    curve.append(
      CurvePoint(
        step: step, maskedLoss: mean, train: trainer.evaluate(experiment.train),
        test: trainer.evaluate(experiment.test)))
    if (curve.count - 1) % keptEvery == 0 { keep() }
  }

  private func keep() {
    kept.append(Kept(moment: trainer.checkpoint(), maskedLoss: maskedLoss))
    guard kept.count * kept[0].moment.byteCount > LiveLimits.checkpointBytes, kept.count > 2 else {
      return
    }
    keptEvery *= 2
    kept = kept.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
  }

  /// Restores the last checkpoint at or before `step`, unless the run is nearer to `step` already.
  func jump(towards step: Int) {
    guard let nearest = kept.last(where: { $0.moment.stepsDone <= step }) else { return }
    if self.step <= step, nearest.moment.stepsDone <= self.step { return }
    trainer.restore(nearest.moment)
    maskedLoss = nearest.maskedLoss
    window = (0, 0)
  }

  /// How many points of the curve lie at or before the step.
  func curveCount() -> Int { curve.count { $0.step <= step } }
}

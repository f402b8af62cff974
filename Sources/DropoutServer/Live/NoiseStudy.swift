import DropoutStatistics
import DropoutLab
import DropoutTraining

/// Measures and predicts how noisy each panel's gradient is at one step.
struct NoiseStudy: Sendable {
  let experiment: Experiment
  private let step: Int
  private let parameters: [Parameters]

  /// A study of a run at its present step.
  init(_ run: LiveRun) {
    experiment = run.experiment
    step = run.step
    parameters = run.panels.map(\.parameters)
  }

  /// The noise of each panel; nil if the task was cancelled.
  func measure() -> ServerMessage.Noise? {
    var panels: [ServerMessage.Noise.Panel] = []
    for (policy, parameters) in zip(experiment.plan.policies, parameters) {
      if Task.isCancelled { return nil }
      panels.append(panel(policy, parameters))
    }
    return ServerMessage.Noise(step: step, panels: panels)
  }

  private func panel(_ policy: MaskPolicy, _ parameters: Parameters) -> ServerMessage.Noise.Panel {
    let text = policy.description
    guard parameters.isFinite else {
      return .init(policy: text, note: "the run has diverged: its weights are not finite")
    }
    if policy.drops, policy.renewal == .frozen {
      return .init(
        policy: text,
        note: "the same masks in every step: they add no noise, and nothing is averaged over them")
    }
    var training = experiment.training
    // Without dropout, measure with keep probability 1: sharing then makes no difference.
    if !policy.drops {
      training.keepProbabilities = training.keepProbabilities.map { _ in 1 }
    }
    // Multiplications that each part of the study may cost; a gradient costs about `size` per example.
    let size = experiment.training.network.parameterCount
    let affordable = 100_000_000
    var study = GradientNoiseStudy(
      training, parameters: parameters, batchSizes: [experiment.batchSize],
      pairs: min(400, max(10, affordable / (size * experiment.batchSize))),
      blocks: min(400, max(10, affordable / (64 * size))),
      seed: UInt64(step))
    study.policies = [MaskPolicy(policy.sharing ?? .perExample)]
    let cell = study.measure(experiment.train).cells[0]
    return .init(
      policy: text, measured: Self.interval(cell.measured),
      predicted: Self.interval(cell.predicted))
  }

  private static func interval(_ estimate: Estimate) -> ServerMessage.Noise.Interval? {
    guard estimate.mean.isFinite, estimate.low.isFinite, estimate.high.isFinite else { return nil }
    return .init(mean: estimate.mean, low: estimate.low, high: estimate.high)
  }
}

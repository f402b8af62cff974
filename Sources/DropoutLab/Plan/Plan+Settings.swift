import DropoutTraining

extension Plan {
  /// The plan written out in full: reading it back resolves to the same plan.
  public var settings: PlanSettings {
    var settings = PlanSettings()
    func set(_ name: String, _ value: PlanValue?) {
      guard let value else { return }
      do {
        try settings.set(name, to: value, source: "plan")
      } catch {
        preconditionFailure("\(error)")
      }
    }
    data.write(set)
    set("network.layers", .list(training.network.layers.map { .integer($0) }))
    set("network.activation", .text(training.network.activation.rawValue))
    set("network.loss", .text(training.network.loss.rawValue))
    set("network.initialisation", .text(training.network.initialisation.rawValue))
    set("dropout.keep", .list(training.keepProbabilities.map { .number($0) }))
    set("dropout.scaling", .text(training.scaling.rawValue))
    set("dropout.noise", .text(training.noise.rawValue))
    writeOptimizer(set)
    writeSchedule(set)
    set("training.l2", .number(training.l2))
    set("training.max-norm", .number(training.maxNorm ?? 0))
    set("training.batch", .integer(training.batchSize ?? 0))
    set("training.steps", .integer(training.steps))
    set("comparison.policies", .list(policies.map { .text($0.description) }))
    set("comparison.seeds", .integer(seeds.count))
    set("comparison.first-seed", .integer(Int(seeds[0])))
    untilDecided?.write(set)
    return settings
  }

  private func writeOptimizer(_ set: (String, PlanValue?) -> Void) {
    func write(_ momentum: Optimizer.Momentum) {
      set("training.momentum", .number(momentum.final))
      set("training.momentum-start", .number(momentum.initial))
      set("training.momentum-ramp", .integer(momentum.rampSteps))
    }
    switch training.optimizer {
    case .sgd: set("training.optimizer", .text("sgd"))
    case .momentum(let momentum):
      set("training.optimizer", .text("momentum"))
      write(momentum)
    case .nesterov(let momentum):
      set("training.optimizer", .text("nesterov"))
      write(momentum)
    case .adam(let beta1, let beta2, let epsilon):
      set("training.optimizer", .text("adam"))
      set("training.beta1", .number(beta1))
      set("training.beta2", .number(beta2))
      set("training.epsilon", .number(epsilon))
    }
  }

  private func writeSchedule(_ set: (String, PlanValue?) -> Void) {
    set("training.learning-rate", .number(training.learningRate.initial))
    switch training.learningRate.schedule {
    case .constant: set("training.schedule", .text("constant"))
    case .step(let every, let factor):
      set("training.schedule", .text("step"))
      set("training.schedule-steps", .integer(every))
      set("training.schedule-factor", .number(factor))
    case .exponential(let every, let factor):
      set("training.schedule", .text("exponential"))
      set("training.schedule-steps", .integer(every))
      set("training.schedule-factor", .number(factor))
    case .inverseTime(let halfLife):
      set("training.schedule", .text("inverse-time"))
      set("training.schedule-steps", .integer(halfLife))
    }
  }
}

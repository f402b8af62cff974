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
    // A plan names what is off, too.
    set("training.max-norm", .number(0))
    set("training.batch", .integer(0))
    training.write(set)
    set("comparison.policies", .list(policies.map { .text($0.description) }))
    set("comparison.seeds", .integer(seeds.count))
    set("comparison.first-seed", .integer(Int(seeds[0])))
    untilDecided?.write(set)
    return settings
  }
}

extension TrainingConfiguration {
  /// Writes itself as settings; ``PlannedRun/canonicalText`` consists of these, and says what a new one must do.
  func write(_ set: (String, PlanValue?) -> Void) {
    set("network.layers", .list(network.layers.map { .integer($0) }))
    set("network.activation", .text(network.activation.rawValue))
    set("network.loss", .text(network.loss.rawValue))
    set("network.initialisation", .text(network.initialisation.rawValue))
    set("dropout.keep", .list(keepProbabilities.map { .number($0) }))
    set("dropout.scaling", .text(scaling.rawValue))
    set("dropout.noise", .text(noise.rawValue))
    writeOptimizer(set)
    writeSchedule(set)
    set("training.l2", .number(l2))
    set("training.max-norm", maxNorm.map { .number($0) })
    set("training.batch", batchSize.map { .integer($0) })
    set("training.steps", .integer(steps))
  }

  private func writeOptimizer(_ set: (String, PlanValue?) -> Void) {
    func write(_ momentum: Optimizer.Momentum) {
      set("training.momentum", .number(momentum.final))
      set("training.momentum-start", .number(momentum.initial))
      set("training.momentum-ramp", .integer(momentum.rampSteps))
    }
    switch optimizer {
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
    set("training.learning-rate", .number(learningRate.initial))
    switch learningRate.schedule {
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

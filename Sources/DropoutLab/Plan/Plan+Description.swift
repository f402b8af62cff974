import DropoutStatistics
public import DropoutTraining

extension Plan {
  /// Network and training in one line; then what arms change, and what is not paired.
  public var trainingDescription: String {
    let own = namedArms.map { arm in
      let schedule = arm.training.dropoutSchedule
      let words = schedule == training.dropoutSchedule ? nil : schedule.words
      return "\(arm.arm) is \(arm.settings.words)" + (words.map { " (\($0))" } ?? "")
    }
    let arms = own.isEmpty ? nil : "Arms: " + own.joined(separator: "; ")
    return [training.summaryLine, arms, unpaired].compactMap(\.self).joined(separator: ". ")
  }

  /// What run i of every arm does not have in common with the others; nil if weights and order of data are the
  /// same in all.
  package var unpaired: String? {
    let networks = Set(
      arms.map { "\($0.training.network.layers) \($0.training.network.initialisation)" })
    let batches = Set(arms.map(\.training.batchSize))
    return switch (networks.count > 1, batches.count > 1) {
    case (false, false): nil
    case (true, false): "Arms start from different weights: seeds pair only the order of the data"
    case (false, true): "Arms see different batches: seeds pair only the initial weights"
    case (true, true):
      "Arms start from different weights and see different batches: seeds pair neither"
    }
  }
}

extension TrainingConfiguration {
  /// Network and training in one line.
  package var summaryLine: String {
    let keeps = keepProbabilities.map { "\($0)" }.joined(separator: ", ")
    let batch = batchSize.map { "batches of \($0)" } ?? "the full batch"
    return
      "Network \(network.layers.map(String.init).joined(separator: "-")) (\(network.activation), "
      + "\(network.loss) loss, \(network.initialisation) initialisation), keep \(keeps) "
      + "(input first)\(noiseDescription)\(scheduleDescription), \(optimizerName) with learning rate "
      + "\(learningRate.initial), \(NumberText.counted(steps, "step")) over \(batch)\(stopping)"
  }

  /// Network and training in few words, for lists: "2-20-3-1, keep 0.86, gradient descent, rate 0.3, 30,000 steps
  /// over the full batch"; then what differs from the defaults.
  package var shortLine: String {
    let keep = ArmSettings.text(
      .list(keepProbabilities.map(PlanValue.number)), of: .known("dropout.keep"), joined: "/")
    let batch = batchSize.map { "batches of \($0)" } ?? "the full batch"
    return
      ([
        network.layers.map(String.init).joined(separator: "-"), "keep \(keep)", optimizerName,
        "rate \(learningRate.initial)", "\(NumberText.counted(steps, "step")) over \(batch)",
      ] + unusualSettings).joined(separator: ", ")
  }

  /// The other settings, as in "l2 0.001", if they are not those of the course.
  private var unusualSettings: [String] {
    var usual = Plan.course
    usual.training.optimizer.parts.kind = optimizer.parts.kind
    usual.training.learningRate.schedule.parts.kind = learningRate.schedule.parts.kind
    if let momentum = optimizer.parts.momentum {
      usual.training.optimizer.parts.momentum?.level = momentum.level
    }
    usual.training.network.loss = .usual(outputs: network.outputs)
    let told: Set = [
      "network.layers", "dropout.keep", "training.optimizer", "training.momentum",
      "training.learning-rate", "training.batch", "training.steps",
    ]
    var own = usual
    own.training = self
    return PlanSetting.ofTraining.filter { !told.contains($0.name) }.compactMap { setting in
      // Settings of a schedule are compared with that schedule's defaults, its kind with the course's.
      let usual = setting.name == "training.schedule" ? .course : usual
      guard let value = setting.value(in: own), value != setting.value(in: usual) else {
        return nil
      }
      return "\(setting.key) \(value.bareText)"
    }
  }

  private var stopping: String {
    if let patience {
      return
        ", stopped after \(NumberText.counted(patience, "step")) without a lower validation \(monitor)"
    }
    return monitor == .loss ? "" : ", best moment by validation \(monitor)"
  }

  private var noiseDescription: String { noise == .bernoulli ? "" : ", \(noise) noise" }

  private var scheduleDescription: String { dropoutSchedule.words.map { ", \($0)" } ?? "" }

  private var optimizerName: String {
    switch optimizer {
    case .sgd: "gradient descent"
    case .momentum(let momentum): "momentum \(momentum.final)"
    case .nesterov(let momentum): "Nesterov momentum \(momentum.final)"
    case .adam: "Adam"
    }
  }
}

extension Dataset {
  /// Name, counts, features and checksum in one line.
  public var summaryLine: String {
    let held = validation.map { "\(NumberText.count($0.count)) validation" }
    return "\(name): "
      + (["\(NumberText.count(train.count)) training"] + [held].compactMap(\.self))
      .joined(separator: ", ") + " and \(NumberText.counted(test.count, "test example")), "
      + "\(NumberText.counted(train.featureCount, "feature")), \(target.map { "to predict \($0.name)" } ?? "\(classCount) classes"), "
      + "SHA-256 \(checksum.prefix(12))"
  }
}

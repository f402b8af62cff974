import DropoutStatistics
import DropoutTraining

/// The network and how it is trained.
extension SettingsReader {
  func training(
    dataset: Dataset, defaults: PlanDefaults
  ) throws(PlanError) -> TrainingConfiguration {
    let network = try network(dataset: dataset, defaults: defaults)
    let count = dataset.train.count
    let batch = try integer("training.batch", min(defaults.batch, count), in: 0...1_000_000_000)
    guard batch <= count else {
      throw .contradiction(
        "training.batch is \(batch), but \(dataset.name) has \(count) training examples")
    }
    let limit = try number("training.max-norm", 0, in: 0...1e6)
    let optimizer = try optimizer()
    return TrainingConfiguration(
      network: network, keepProbabilities: try keepProbabilities(network, usual: defaults.keep),
      scaling: try scaling(), noise: try noise(),
      optimizer: optimizer,
      learningRate: try learningRate(usual: defaults.learningRate(optimizer)),
      l2: try number("training.l2", 0, in: 0...1e6),
      maxNorm: limit > 0 ? limit : nil,
      // All examples by number and by 0 are one run, so they need one name.
      batchSize: batch == 0 || batch == count ? nil : batch,
      steps: try steps(batch: batch == 0 ? count : batch, examples: count, defaults: defaults))
  }

  private func noise() throws(PlanError) -> DropoutNoise {
    try choice("dropout.noise", DropoutNoise.bernoulli)
  }

  private func scaling() throws(PlanError) -> DropoutScaling {
    let scaling = try choice("dropout.scaling", DropoutScaling.inverted)
    let noise = try noise()
    guard noise.dropsUnits || scaling == .inverted else {
      throw .contradiction(
        "dropout.scaling \(scaling) is for bernoulli noise; \(noise) has mean 1 as it is")
    }
    return scaling
  }

  private func network(
    dataset: Dataset, defaults: PlanDefaults
  ) throws(PlanError) -> NetworkShape {
    let layers = try layers(dataset: dataset, hidden: defaults.hidden)
    return NetworkShape(
      layers: layers, activation: try choice("network.activation", Activation.relu),
      loss: try loss(outputs: layers[layers.count - 1]),
      initialisation: try choice("network.initialisation", defaults.initialisation))
  }

  /// Units per layer, of which the first and the last fit the data.
  private func layers(dataset: Dataset, hidden: [Int]) throws(PlanError) -> [Int] {
    let features = dataset.train.featureCount
    let outputs = dataset.classCount == 2 ? 1 : dataset.classCount
    let layers =
      settings["network.layers"]?.asList?.compactMap(\.asInteger)
      ?? [features] + hidden + [outputs]
    let shown = layers.map(String.init).joined(separator: "-")
    try checkSize(layers, shown: shown)
    guard layers[0] == features else {
      throw .contradiction(
        "network \(shown) begins with \(NumberText.counted(layers[0], "input")), but \(dataset.name) has \(NumberText.counted(features, "feature"))"
      )
    }
    let last = layers[layers.count - 1]
    guard last == outputs || last == dataset.classCount else {
      throw .contradiction(
        "network \(shown) ends with \(NumberText.counted(last, "output")), but \(dataset.name) has "
          + "\(dataset.classCount) classes and needs \(outputs)")
    }
    return layers
  }

  private func checkSize(_ layers: [Int], shown: String) throws(PlanError) {
    guard layers.count >= 2, layers.count <= 100,
      layers.allSatisfy({ (1...1_000_000).contains($0) })
    else {
      throw .badValue(
        name: "network.layers", value: shown, allowed: "2 to 100 widths of 1 to 1,000,000 units")
    }
    let weights = zip(layers, layers.dropFirst()).map { $0 * $1 }.reduce(0, +)
    guard weights <= 1_000_000_000 else {
      throw .badValue(
        name: "network.layers", value: shown,
        allowed: "at most 1,000,000,000 weights; these would be \(weights)")
    }
  }

  private func loss(outputs: Int) throws(PlanError) -> Loss {
    let loss = try choice("network.loss", Loss.usual(outputs: outputs))
    switch (loss, outputs) {
    case (.softmax, 1):
      throw .contradiction("network.loss softmax needs two outputs or more, not 1")
    case (.sigmoid, 2...):
      throw .contradiction("network.loss sigmoid needs one output, not \(outputs)")
    default: return loss
    }
  }

  private func keepProbabilities(
    _ network: NetworkShape, usual: Double
  ) throws(PlanError) -> [Double] {
    let value = settings["dropout.keep"] ?? .number(usual)
    let given = (value.asList ?? [value]).compactMap(\.asNumber)
    for keep in given where !KeepProbability.isRealisable(keep) {
      throw .badValue(
        name: "dropout.keep", value: "\(keep)", allowed: KeepProbability.allowedForms)
    }
    let places = network.droppableLayerCount
    // Without hidden layers one number can only be the input's.
    if given.count == places && (places > 1 || settings["dropout.keep"] != nil) { return given }
    if given.count == places - 1 { return [1] + given }
    if given.count == 1 { return [1] + [Double](repeating: given[0], count: places - 1) }
    throw .contradiction(
      "dropout.keep has \(given.count) numbers; give one for all \(places - 1) hidden layers, "
        + "\(places - 1) for each of them, or \(places) with the input's first")
  }

  private func optimizer() throws(PlanError) -> Optimizer {
    let name =
      try word("training.optimizer", among: ["sgd", "momentum", "nesterov", "adam"]) ?? "sgd"
    let final = try number("training.momentum", 0.9, in: 0...0.999999)
    let ramp = try integer("training.momentum-ramp", 0, in: 0...1_000_000_000)
    let start = try number("training.momentum-start", final, in: 0...0.999999)
    let momentum = Optimizer.Momentum(from: start, to: final, over: ramp)
    let ramps = ["momentum", "momentum-start", "momentum-ramp"]
    let moments = ["beta1", "beta2", "epsilon"]
    switch name {
    case "sgd": try refuse(ramps + moments, without: "training.optimizer", name)
    case "adam": try refuse(ramps, without: "training.optimizer", name)
    default: try refuse(moments, without: "training.optimizer", name)
    }
    switch name {
    case "sgd": return .sgd
    case "momentum": return .momentum(momentum)
    case "nesterov": return .nesterov(momentum)
    default:
      return .adam(
        beta1: try number("training.beta1", 0.9, in: 0...0.999999999),
        beta2: try number("training.beta2", 0.999, in: 0...0.999999999),
        epsilon: try number("training.epsilon", 1e-8, in: 1e-30...1))
    }
  }

  /// Refuses training settings that a choice would ignore: nothing is accepted without an effect.
  private func refuse(
    _ keys: [String], without choice: String, _ chosen: String
  ) throws(PlanError) {
    for key in keys where settings["training.\(key)"] != nil {
      throw .contradiction(
        "training.\(key) has no effect on \(chosen); leave it out or set \(choice)")
    }
  }

  private func learningRate(usual: Double) throws(PlanError) -> LearningRate {
    let initial = try number("training.learning-rate", usual, in: 0...1e6)
    let steps = try integer("training.schedule-steps", 10_000, in: 1...1_000_000_000)
    let factor = try number("training.schedule-factor", 0.5, in: 1e-9...1)
    let name =
      try word(
        "training.schedule", among: ["constant", "step", "exponential", "inverse-time"])
      ?? "constant"
    switch name {
    case "constant":
      try refuse(["schedule-steps", "schedule-factor"], without: "training.schedule", name)
    case "inverse-time": try refuse(["schedule-factor"], without: "training.schedule", name)
    default: break
    }
    switch name {
    case "constant": return LearningRate(initial)
    case "step": return LearningRate(initial, schedule: .step(every: steps, factor: factor))
    case "exponential":
      return LearningRate(initial, schedule: .exponential(every: steps, factor: factor))
    default: return LearningRate(initial, schedule: .inverseTime(halfLife: steps))
    }
  }

  private func steps(
    batch: Int, examples: Int, defaults: PlanDefaults
  ) throws(PlanError) -> Int {
    if let epochs = try number("training.epochs", in: 1e-9...1e9) {
      let steps = (epochs * Double(examples) / Double(batch)).rounded(.up)
      guard steps <= 1e12 else {
        throw .contradiction("training.epochs is \(epochs), which are \(steps) steps; 1e12 at most")
      }
      return max(1, Int(steps))
    }
    return try integer(
      "training.steps", defaults.steps(batch: batch, examples: examples),
      in: 1...1_000_000_000_000)
  }
}

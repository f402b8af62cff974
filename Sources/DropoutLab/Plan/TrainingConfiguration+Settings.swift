import DropoutTraining

/// A training's values, read from settings.
extension TrainingConfiguration {
  /// Changes the layers. The loss becomes the default for their outputs, the input keeps all its units, and
  /// every hidden layer takes the last keep probability.
  mutating func reshape(_ layers: [Int]) {
    network.layers = layers
    network.loss = .usual(outputs: network.outputs)
    let keep = keepProbabilities[keepProbabilities.count - 1]
    keepProbabilities = [1] + [Double](repeating: keep, count: layers.count - 2)
  }

  mutating func setLayers(_ value: PlanValue) throws(PlanError) {
    let layers = [Int].from(value) ?? []
    let shown = layers.map(String.init).joined(separator: "-")
    guard (2...100).contains(layers.count), layers.allSatisfy((1...1_000_000).contains) else {
      throw .badValue(
        name: "network.layers", value: shown, allowed: "2 to 100 widths of 1 to 1,000,000 units")
    }
    let weights = zip(layers, layers.dropFirst()).map(*).reduce(0, +)
    guard weights <= 1_000_000_000 else {
      throw .badValue(
        name: "network.layers", value: shown,
        allowed: "at most 1,000,000,000 weights; these would be \(weights)")
    }
    reshape(layers)
  }

  /// Sets keep probabilities: one for all hidden layers, one for each of them, or also the input's, first.
  mutating func setKeep(_ value: PlanValue) throws(PlanError) {
    let given = [Double].from(value.listed) ?? []
    for keep in given where !KeepProbability.isRealisable(keep) {
      throw .badValue(
        name: "dropout.keep", value: "\(keep)", allowed: KeepProbability.allowedForms)
    }
    let places = network.droppableLayerCount
    // Without hidden layers one number can only be the input's.
    switch given.count {
    case places: keepProbabilities = given
    case places - 1: keepProbabilities = [1] + given
    case 1: keepProbabilities = [1] + [Double](repeating: given[0], count: places - 1)
    default:
      throw .conflict(
        name: "dropout.keep", value: nil,
        message: "has \(given.count) numbers; give one for all \(places - 1) hidden layers, "
          + "\(places - 1) for each of them, or \(places) with the input's first")
    }
  }
}

/// An optimiser in the parts that settings have; the parts that its kind does not have are nil. If the kind
/// changes, the parts that it needs take their defaults.
extension Optimizer {
  enum Kind: String, CaseIterable, SettingValue {
    case sgd, momentum, nesterov, adam
  }

  typealias Parts = (
    kind: Kind, momentum: Momentum?, adam: (beta1: Double, beta2: Double, epsilon: Double)?
  )

  var parts: Parts {
    get {
      switch self {
      case .sgd: (.sgd, nil, nil)
      case .momentum(let momentum): (.momentum, momentum, nil)
      case .nesterov(let momentum): (.nesterov, momentum, nil)
      case .adam(let beta1, let beta2, let epsilon): (.adam, nil, (beta1, beta2, epsilon))
      }
    }
    set {
      let momentum = newValue.momentum ?? Momentum(0.9)
      self =
        switch newValue.kind {
        case .sgd: .sgd
        case .momentum: .momentum(momentum)
        case .nesterov: .nesterov(momentum)
        case .adam:
          newValue.adam.map { .adam(beta1: $0.beta1, beta2: $0.beta2, epsilon: $0.epsilon) }
            ?? .usualAdam
        }
    }
  }
}

extension Optimizer.Momentum {
  /// μ after the ramp; setting it also sets the initial μ.
  var level: Double {
    get { final }
    set { (initial, final) = (newValue, newValue) }
  }
}

/// A schedule in the parts that settings have, as for the optimiser.
extension LearningRate.Schedule {
  enum Kind: String, CaseIterable, SettingValue {
    case constant, step, exponential
    case inverseTime = "inverse-time"
  }

  var parts: (kind: Kind, steps: Int?, factor: Double?) {
    get {
      switch self {
      case .constant: (.constant, nil, nil)
      case .step(let every, let factor): (.step, every, factor)
      case .exponential(let every, let factor): (.exponential, every, factor)
      case .inverseTime(let halfLife): (.inverseTime, halfLife, nil)
      }
    }
    set {
      let (steps, factor) = (newValue.steps ?? 10_000, newValue.factor ?? 0.5)
      self =
        switch newValue.kind {
        case .constant: .constant
        case .step: .step(every: steps, factor: factor)
        case .exponential: .exponential(every: steps, factor: factor)
        case .inverseTime: .inverseTime(halfLife: steps)
        }
    }
  }
}

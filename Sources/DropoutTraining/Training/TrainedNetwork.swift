/// A network with its weights, ready to be evaluated.
public struct TrainedNetwork: ~Copyable {
  let configuration: TrainingConfiguration
  let parameters: ParameterBuffer
  let evaluator: Evaluator

  /// A network's answer for one example.
  public struct Prediction: Hashable, Sendable {
    /// The most probable class.
    public let label: Int
    /// Its probability; for a squared loss, the output clamped to 0…1.
    public let probability: Double
  }

  /// A network with given weights.
  ///
  /// - Precondition: the weights fit the network.
  public init(_ configuration: TrainingConfiguration, parameters: Parameters) {
    self.configuration = configuration
    let buffer = ParameterBuffer(configuration.network)
    buffer.set(parameters)
    self.parameters = buffer
    evaluator = Evaluator(configuration)
  }

  /// Error and loss by weight scaling, without dropout.
  ///
  /// - Parameters:
  ///   - examples: The examples to evaluate on.
  ///   - detailed: Whether to find ``Evaluation/classes``, too.
  public func evaluate(_ examples: ExampleMatrix, detailed: Bool = false) -> Evaluation {
    evaluator.evaluate(examples, parameters: parameters, detailed: detailed)
  }

  /// Class and probability of each example, without dropout.
  public func predictions(_ examples: ExampleMatrix) -> [Prediction] {
    examples.check(fits: configuration.network)
    let outputs = configuration.network.outputs
    let logits = evaluator.logits(examples, parameters: parameters)
    return (0..<examples.count).map { row in
      let probabilities = configuration.network.loss.probabilities(
        logits[row * outputs..<(row + 1) * outputs].map(Double.init))
      let best = Self.firstLargest(probabilities)
      return Prediction(label: best, probability: probabilities[best])
    }
  }

  /// Error and loss of the average of `samples` stochastic passes, each example under its own masks
  /// (Monte-Carlo averaging, Srivastava et al. 2014, section 7.5).
  ///
  /// - Parameters:
  ///   - examples: The examples to evaluate on.
  ///   - samples: Passes per example.
  ///   - seed: Decides the masks, which differ from those of a training with this seed.
  ///   - progress: Called before each pass with the number of passes done.
  /// - Precondition: the dropout has no schedule; ``TrainingConfiguration/constantDropout(step:)`` has none.
  public func evaluate(
    _ examples: ExampleMatrix, samples: Int, seed: UInt64, progress: (Int) -> Void = { _ in }
  ) -> Evaluation {
    precondition(samples > 0, "\(samples) samples")
    var sums = noSums(examples)
    for pass in 0..<samples {
      progress(pass)
      addPass(pass, seed: seed, examples: examples, to: &sums)
    }
    return score(sums: sums, passes: samples, examples: examples)
  }

  /// The loss of averaged probabilities: −log p of the class, or half the squared error.
  private func loss(of probabilities: [Double], label: Int) -> Double {
    guard configuration.network.loss == .squared else {
      // A probability that underflows counts as the smallest normal number, so that the loss stays finite.
      return -PortableMath.log(max(probabilities[label], .leastNormalMagnitude))
    }
    if configuration.network.outputs == 1 {
      let miss = probabilities[1] - Double(label)
      return 0.5 * miss * miss
    }
    return probabilities.indices.reduce(0) { sum, index in
      let miss = probabilities[index] - (index == label ? 1 : 0)
      return sum + 0.5 * miss * miss
    }
  }

  /// The place of the largest number, the first of equal ones.
  private static func firstLargest(_ p: [Double]) -> Int {
    p.indices.reduce(0) { p[$1] > p[$0] ? $1 : $0 }
  }

  /// Error and loss of class probabilities, `[examples, classes]`.
  func score(_ probabilities: [Double], examples: ExampleMatrix) -> Evaluation {
    let classes = configuration.network.classCount
    var wrong = 0
    var sum = 0.0
    var sums = ClassScoreSums(configuration.network)
    for row in 0..<examples.count {
      let p = Array(probabilities[row * classes..<(row + 1) * classes])
      let label = Int(examples.labels[row])
      let answer = Self.firstLargest(p)
      if answer != label { wrong += 1 }
      sum += loss(of: p, label: label)
      sums.add(probabilities: p, label: label, answer: answer)
    }
    let count = Double(max(examples.count, 1))
    return Evaluation(
      error: Double(wrong) / count, loss: sum / count, count: examples.count, classes: sums.scores)
  }
}

extension Loss {
  /// Class probabilities of a row of logits; two for one output. A squared loss's outputs are clamped to 0…1.
  func probabilities(_ logits: [Double]) -> [Double] {
    switch self {
    case .sigmoid:
      // Both are computed from exp(−|logit|), so that the smaller one is not lost by rounding.
      let small = PortableMath.exp(-abs(logits[0]))
      let pair = [1 / (1 + small), small / (1 + small)]
      return logits[0] > 0 ? [pair[1], pair[0]] : pair
    case .softmax:
      let top = logits.max() ?? 0
      let weights = logits.map { PortableMath.exp($0 - top) }
      let sum = weights.reduce(0, +)
      return weights.map { $0 / sum }
    case .squared:
      let held = logits.map { min(max($0, 0), 1) }
      return held.count == 1 ? [1 - held[0], held[0]] : held
    }
  }
}

public import DropoutTraining
import Foundation

/// The training loop in Double: optimisers, rates and limits written as their formulas.
public struct ReferenceTraining {
  /// The network as it stands.
  public var network: ReferenceNetwork
  private let configuration: TrainingConfiguration
  private var first: [[Double]]
  private var second: [[Double]]
  private var step = 0

  /// A training from given weights.
  public init(_ configuration: TrainingConfiguration, initial: Parameters) {
    self.configuration = configuration
    network = ReferenceNetwork(shape: configuration.network, parameters: initial)
    first = Self.flat(network.weights, network.biases).map { $0.map { _ in 0 } }
    second = first
  }

  /// One step on a batch under given masks.
  public mutating func train(_ x: [[Double]], labels: [Int], masks: ReferenceNetwork.Masks?) {
    let slope = network.gradients(x, labels: labels, masks: masks)
    let gradient = Self.flat(slope.weights, slope.biases)
    var values = Self.flat(network.weights, network.biases)
    let rate = rate(configuration.learningRate)
    for part in values.indices {
      let decay = part < network.weights.count ? configuration.l2 : 0
      for index in values[part].indices {
        let g = gradient[part][index] + decay * values[part][index]
        values[part][index] += move(part, index, g: g, rate: rate)
      }
    }
    restore(values)
    if let limit = configuration.maxNorm { limitNorms(limit) }
    step += 1
  }

  private func rate(_ rate: LearningRate) -> Double {
    let s = Double(step)
    switch rate.schedule {
    case .constant: return rate.initial
    case .step(let every, let factor):
      return rate.initial * pow(factor, (s / Double(every)).rounded(.down))
    case .exponential(let every, let factor): return rate.initial * pow(factor, s / Double(every))
    case .inverseTime(let halfLife): return rate.initial / (1 + s / Double(halfLife))
    }
  }

  private func mu(_ momentum: Optimizer.Momentum) -> Double {
    if step >= momentum.rampSteps { return momentum.final }
    let share = Double(step) / Double(momentum.rampSteps)
    return (1 - share) * momentum.initial + share * momentum.final
  }

  private mutating func move(_ part: Int, _ index: Int, g: Double, rate: Double) -> Double {
    switch configuration.optimizer {
    case .sgd: return -rate * g
    case .momentum(let momentum):
      first[part][index] = mu(momentum) * first[part][index] - rate * g
      return first[part][index]
    case .nesterov(let momentum):
      let mu = mu(momentum)
      first[part][index] = mu * first[part][index] - rate * g
      return mu * first[part][index] - rate * g
    case .adam(let beta1, let beta2, let epsilon):
      first[part][index] = beta1 * first[part][index] + (1 - beta1) * g
      second[part][index] = beta2 * second[part][index] + (1 - beta2) * g * g
      let m = first[part][index] / (1 - pow(beta1, Double(step + 1)))
      let v = second[part][index] / (1 - pow(beta2, Double(step + 1)))
      return -rate * m / (v.squareRoot() + epsilon)
    }
  }

  private mutating func limitNorms(_ limit: Double) {
    for layer in network.weights.indices {
      for unit in network.biases[layer].indices {
        let norm = network.weights[layer].reduce(0) { $0 + $1[unit] * $1[unit] }.squareRoot()
        guard norm > limit else { continue }
        for i in network.weights[layer].indices { network.weights[layer][i][unit] *= limit / norm }
      }
    }
  }

  private static func flat(_ weights: [[[Double]]], _ biases: [[Double]]) -> [[Double]] {
    weights.map { $0.flatMap { $0 } } + biases
  }

  private mutating func restore(_ values: [[Double]]) {
    for layer in network.weights.indices {
      let outputs = network.biases[layer].count
      for i in network.weights[layer].indices {
        network.weights[layer][i] = Array(values[layer][i * outputs..<(i + 1) * outputs])
      }
      network.biases[layer] = values[network.weights.count + layer]
    }
  }

  /// Weights and biases in the order of ``Parameters``, flattened.
  public var flattened: [Double] {
    zip(network.weights, network.biases).flatMap { $0.flatMap { $0 } + $1 }
  }
}

extension Parameters {
  /// Weights and biases, layer by layer, in Double.
  public var flattened: [Double] { zip(weights, biases).flatMap { ($0 + $1).map(Double.init) } }
}

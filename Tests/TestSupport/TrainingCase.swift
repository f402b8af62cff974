public import DropoutTraining
import Foundation

/// Random examples, and the masks and batches of a run as the reference takes them.
public struct TrainingCase {
  /// The settings.
  public let configuration: TrainingConfiguration
  /// The policy.
  public let policy: MaskPolicy
  /// The seed.
  public let seed: UInt64
  /// The training examples.
  public let examples: Examples

  /// A case over `count` random examples with labels the features decide, but for some noise.
  public init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64 = 1, count: Int
  ) {
    self.configuration = configuration
    self.policy = policy
    self.seed = seed
    var random = RandomSequence(RandomKey(seed: 99).folding(.data))
    let width = configuration.network.layers[0]
    let outputs = configuration.network.layers.last ?? 1
    let features = (0..<count * width).map { _ in Float(random.normal()) }
    let labels = (0..<count).map { row in
      let sum = (0..<width).reduce(0.0) { $0 + Double(features[row * width + $1]) }
      let noisy = sum + 0.5 * random.normal()
      return outputs == 1 ? (noisy > 0 ? 1 : 0) : Int32(abs(Int(noisy * 2)) % outputs)
    }
    examples = Examples(featureCount: width, features: features, labels: labels)
  }

  /// Rows of examples in Double.
  public func rows(_ indices: [Int32]) -> [[Double]] {
    let width = examples.featureCount
    return indices.map { index in
      examples.features[Int(index) * width..<(Int(index) + 1) * width].map(Double.init)
    }
  }

  /// Labels of examples.
  public func labels(_ indices: [Int32]) -> [Int] { indices.map { Int(examples.labels[Int($0)]) } }

  /// The keep probability of a layer in a step: the schedules as their papers' formulas, in 1/65,536.
  public func keep(layer: Int, step: Int) -> KeepProbability {
    let (p, s) = (configuration.keepProbabilities[layer], Double(step))
    let n = Double(configuration.dropoutSchedule.steps)
    let keep =
      switch configuration.dropoutSchedule.kind {
      case .constant: p
      case .early: s < n ? p : 1
      case .late: s >= n ? p : 1
      case .curriculum: (1 - p) * exp(-10 / n * s) + p
      case .annealed: min(p + (1 - p) * s / n, 1)
      }
    return KeepProbability(keep)
  }

  /// The masks of a step, from ``MaskFormula``.
  public func masks(step: Int) -> ReferenceNetwork.Masks {
    let source = MaskFormula(policy: policy, seed: seed)
    let batch = configuration.batchSize(exampleCount: examples.count)
    let epoch = configuration.epoch(step: step, exampleCount: examples.count)
    let layers = configuration.network.layers.dropLast()
    if configuration.noise != .bernoulli {
      return otherNoise(source, batchSize: batch, step: step, epoch: epoch)
    }
    return ReferenceNetwork.Masks(
      bits: layers.indices.map { layer in
        let flat = source.matrix(
          layer: layer, keep: keep(layer: layer, step: step), batchSize: batch,
          units: layers[layer], step: step, epoch: epoch)
        return (0..<batch).map { row in
          flat[row * layers[layer]..<(row + 1) * layers[layer]].map(Double.init)
        }
      },
      scales: layers.indices.map { layer in
        policy.sharing == nil || configuration.scaling == .classic
          ? 1 : 1 / keep(layer: layer, step: step).realised
      })
  }

  private func otherNoise(
    _ source: MaskFormula, batchSize: Int, step: Int, epoch: Int
  ) -> ReferenceNetwork.Masks {
    let widths = configuration.network.layers
    let layers = widths.indices.dropLast()
    let ones = layers.map { layer in
      [[Double]](repeating: [Double](repeating: 1, count: widths[layer]), count: batchSize)
    }
    let scales = layers.map { _ in 1.0 }
    if configuration.noise == .gaussian {
      return ReferenceNetwork.Masks(
        bits: layers.map { layer in
          let flat = source.factors(
            layer: layer, keep: keep(layer: layer, step: step), batchSize: batchSize,
            units: widths[layer], step: step, epoch: epoch)
          return (0..<batchSize).map { row in
            flat[row * widths[layer]..<(row + 1) * widths[layer]].map(Double.init)
          }
        }, scales: scales)
    }
    let rowsPerMask = policy.rowsPerMask(batchSize: batchSize)
    let weights = layers.map { layer in
      (0..<batchSize).map { row in
        let keep = keep(layer: layer, step: step)
        let flat = source.weightMatrix(
          layer: layer, keep: keep, inputs: widths[layer], outputs: widths[layer + 1],
          group: row / rowsPerMask, step: step, epoch: epoch)
        let scale = policy.sharing == nil ? 1 : 1 / keep.realised
        return (0..<widths[layer]).map { input in
          flat[input * widths[layer + 1]..<(input + 1) * widths[layer + 1]].map {
            Double($0) * scale
          }
        }
      }
    }
    return ReferenceNetwork.Masks(bits: ones, scales: scales, weights: weights)
  }

  /// The trainer of this case.
  public func trainer() -> Trainer {
    Trainer(configuration, policy: policy, seed: seed, examples: ExampleMatrix(examples))
  }
}

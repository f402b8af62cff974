package import DropoutTraining
private import Foundation

/// The notebook's network in Float64, slow and obvious: ReLU layers, a logistic output, full-batch
/// gradient descent.
///
/// It computes the same as NumPy up to the order of sums. `exp` and `log` are the platform's, as
/// NumPy's are. Eight examples are computed at once, side by side; in the notebook examples are columns.
package struct NotebookNetwork: Hashable, Sendable {
  package typealias Lanes = NotebookExamples.Lanes

  /// The widths of the layers, the input first.
  package let layers: [Int]
  /// The weights, `[out × in]` for each layer, row-major.
  package private(set) var weights: [[Double]]
  /// The biases, `[out]` for each layer.
  package private(set) var biases: [[Double]]

  /// Initial weights as NumPy draws them after `np.random.seed(seed)`, by `randn(out, in) / sqrt(in)` layer
  /// by layer; biases are 0.
  package init(layers: [Int] = TrainingConfiguration.course.network.layers, seed: UInt32) {
    var generator = MersenneTwister(seed: seed)
    self.layers = layers
    weights = zip(layers, layers.dropFirst()).map { input, output in
      let root = Double(input).squareRoot()
      return (0..<input * output).map { _ in generator.randn() / root }
    }
    biases = layers.dropFirst().map { [Double](repeating: 0, count: $0) }
  }

  /// The same weights, each times 1 + `relative` · a standard normal number.
  package func disturbed(relative: Double, key: RandomKey) -> NotebookNetwork {
    var (copy, numbers) = (self, RandomSequence(key))
    copy.weights = weights.map { $0.map { $0 * (1 + relative * numbers.normal()) } }
    return copy
  }

  /// Sum of the squared weights, rounded as NumPy rounds it layer by layer.
  package var squaredWeights: Double {
    weights.reduce(0) { sum, layer in sum + Self.pairwiseSum(layer.map { $0 * $0 }[...]) }
  }

  // MARK: Forward

  /// Activations of every layer, the input first, `[units × blocks]` each; the last holds a₃ after
  /// the logistic function.
  ///
  /// - Parameter masks: 0 or 1 for every hidden unit and example, `[units × blocks]` for each hidden layer;
  ///   survivors are divided by `keep`.
  package func activations(
    _ examples: NotebookExamples, masks: [[Lanes]]? = nil, keep: Double = 1
  ) -> [[Lanes]] {
    var activations = [examples.features]
    for layer in weights.indices {
      var z = affine(layer, activations[layer], blocks: examples.blockCount)
      if layer == weights.count - 1 {
        Self.logistic(&z)
      } else {
        for index in z.indices { z[index] = z[index].replacing(with: 0, where: z[index] .< 0) }
        if let masks { Self.drop(&z, masks[layer], keep: keep) }
      }
      activations.append(z)
    }
    return activations
  }

  /// W·input + b.
  private func affine(_ layer: Int, _ input: [Lanes], blocks: Int) -> [Lanes] {
    let (inputs, outputs) = (layers[layer], layers[layer + 1])
    let (weights, biases) = (weights[layer], biases[layer])
    var z = [Lanes](repeating: Lanes(), count: outputs * blocks)
    for output in 0..<outputs {
      for unit in 0..<inputs {
        let weight = Lanes(repeating: weights[output * inputs + unit])
        for block in 0..<blocks {
          z[output * blocks + block] += weight * input[unit * blocks + block]
        }
      }
      let bias = Lanes(repeating: biases[output])
      for block in 0..<blocks { z[output * blocks + block] += bias }
    }
    return z
  }

  private static func logistic(_ z: inout [Lanes]) {
    for index in z.indices {
      for lane in 0..<8 { z[index][lane] = 1 / (1 + exp(-z[index][lane])) }
    }
  }

  /// numbers ∘ mask / keep.
  private static func drop(_ numbers: inout [Lanes], _ mask: [Lanes], keep: Double) {
    let divisor = Lanes(repeating: keep)
    for index in numbers.indices { numbers[index] = numbers[index] * mask[index] / divisor }
  }

  // MARK: Cost

  /// (1/m) · `np.nansum`(−log(a₃)·y − log(1 − a₃)·(1 − y)), summed in NumPy's order.
  package static func cost(_ output: [Lanes], _ examples: NotebookExamples) -> Double {
    let a = NotebookExamples.numbers(output, count: examples.count)
    let y = NotebookExamples.numbers(examples.labels, count: examples.count)
    let terms = zip(a, y).map { a, y in -log(a) * y + -log(1 - a) * (1 - y) }
    return 1 / Double(examples.count) * pairwiseSum(terms.map { $0.isNaN ? 0 : $0 }[...])
  }

  /// NumPy's sum of a contiguous array: eight running sums for up to 128 numbers; a longer one is halved.
  static func pairwiseSum(_ numbers: ArraySlice<Double>) -> Double {
    if numbers.count < 8 { return numbers.reduce(0, +) }
    if numbers.count > 128 {
      let half = numbers.count / 2 - numbers.count / 2 % 8
      return pairwiseSum(numbers.prefix(half)) + pairwiseSum(numbers.dropFirst(half))
    }
    let whole = numbers.count - numbers.count % 8
    let start = numbers.startIndex
    var r = Array(numbers.prefix(8))
    for index in stride(from: 8, to: whole, by: 8) {
      for lane in 0..<8 { r[lane] += numbers[start + index + lane] }
    }
    let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]))
    return numbers.dropFirst(whole).reduce(sum, +)
  }

  /// The accuracy: the share of examples on the right side of ½, with nothing dropped.
  package func accuracy(_ examples: NotebookExamples) -> Double {
    let output = activations(examples)[layers.count - 1]
    let a = NotebookExamples.numbers(output, count: examples.count)
    let y = NotebookExamples.numbers(examples.labels, count: examples.count)
    return Double(zip(a, y).count { ($0 > 0.5) == ($1 == 1) }) / Double(examples.count)
  }

  // MARK: Backward

  /// One step of gradient descent from the activations of a forward pass.
  ///
  /// - Parameter lambda: adds λ/m · W to each gradient of weights.
  package mutating func descend(
    _ examples: NotebookExamples, _ activations: [[Lanes]], masks: [[Lanes]]?, keep: Double,
    lambda: Double, learningRate: Double
  ) {
    let blocks = examples.blockCount
    let share = 1 / Double(examples.count)
    var dZ = (0..<blocks).map { block in
      (activations[layers.count - 1][block] - examples.labels[block]) * examples.presence[block]
    }
    for layer in weights.indices.reversed() {
      let input = activations[layer]
      var dA: [Lanes] = []
      if layer > 0 {
        dA = inputGradient(layer, dZ, blocks: blocks)
        if let masks { Self.drop(&dA, masks[layer - 1], keep: keep) }
        for index in dA.indices {
          dA[index] = dA[index].replacing(with: 0, where: input[index] .<= 0)
        }
      }
      let inputs = layers[layer]
      for output in 0..<layers[layer + 1] {
        var sum = Lanes()
        for block in 0..<blocks { sum += dZ[output * blocks + block] }
        biases[layer][output] -= learningRate * (share * sum.sum())
        for unit in 0..<inputs {
          var sum = Lanes()
          for block in 0..<blocks {
            sum += dZ[output * blocks + block] * input[unit * blocks + block]
          }
          let place = output * inputs + unit
          let weight = weights[layer][place]
          let penalty = lambda == 0 ? 0 : lambda * weight * share
          weights[layer][place] = weight - learningRate * (share * sum.sum() + penalty)
        }
      }
      dZ = dA
    }
  }

  /// Wᵀ·dZ.
  private func inputGradient(_ layer: Int, _ dZ: [Lanes], blocks: Int) -> [Lanes] {
    let (inputs, outputs) = (layers[layer], layers[layer + 1])
    let weights = weights[layer]
    var dA = [Lanes](repeating: Lanes(), count: inputs * blocks)
    for unit in 0..<inputs {
      for output in 0..<outputs {
        let weight = Lanes(repeating: weights[output * inputs + unit])
        for block in 0..<blocks {
          dA[unit * blocks + block] += weight * dZ[output * blocks + block]
        }
      }
    }
    return dA
  }
}

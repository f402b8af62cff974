public import DropoutTraining
import Foundation

/// The dense network in Double, slow and obvious: the judge of the fast one.
///
/// Matrices are arrays of rows. Masks are given, so any policy can be judged.
public struct ReferenceNetwork {
  /// The shape.
  public var shape: NetworkShape
  /// Per layer, `[in][out]`.
  public var weights: [[[Double]]]
  /// Per layer, `[out]`.
  public var biases: [[Double]]

  /// Masks of one batch: per droppable layer (0 the input) rows of zeros and ones, and the scale.
  public struct Masks {
    /// `[layer][row][unit]`.
    public var bits: [[[Double]]]
    /// What survivors are multiplied by, per layer.
    public var scales: [Double]
    /// Factors of the weights, `[layer][row][in][out]`; nil where there are none.
    public var weights: [[[[Double]]]]?

    /// Given masks.
    public init(bits: [[[Double]]], scales: [Double], weights: [[[[Double]]]]? = nil) {
      self.bits = bits
      self.scales = scales
      self.weights = weights
    }
  }

  /// Everything a forward pass makes.
  public struct Pass {
    /// `inputs[l]` is what weight layer *l* multiplies, masks applied.
    public var inputs: [[[Double]]]
    /// Unmasked activations of the hidden layers.
    public var activations: [[[Double]]]
    /// Logits.
    public var logits: [[Double]]
  }

  /// Gradients in the parameters' shape.
  public struct Gradients {
    /// Per layer, `[in][out]`.
    public var weights: [[[Double]]]
    /// Per layer, `[out]`.
    public var biases: [[Double]]
  }

  /// A network with given weights, `[layer][in][out]`, and biases, in Double.
  public init(shape: NetworkShape, weights: [[[Double]]], biases: [[Double]]) {
    self.shape = shape
    self.weights = weights
    self.biases = biases
  }

  /// A network with given parameters.
  public init(shape: NetworkShape, parameters: Parameters) {
    self.shape = shape
    weights = []
    for layer in parameters.weights.indices {
      let outputs = shape.layers[layer + 1]
      weights.append(
        (0..<shape.layers[layer]).map { i in
          (0..<outputs).map { Double(parameters.weights[layer][i * outputs + $0]) }
        })
    }
    biases = parameters.biases.map { $0.map(Double.init) }
  }

  /// Activation of a logit.
  public func activate(_ z: Double) -> Double {
    switch shape.activation {
    case .relu: z > 0 ? z : 0
    case .tanh: tanh(z)
    case .logistic: 1 / (1 + exp(-z))
    case .linear: z
    }
  }

  func derivative(activation a: Double) -> Double {
    switch shape.activation {
    case .relu: a > 0 ? 1 : 0
    case .tanh: 1 - a * a
    case .logistic: a * (1 - a)
    case .linear: 1
    }
  }

  /// The forward pass; `masks` nil drops nothing.
  public func forward(_ x: [[Double]], masks: Masks? = nil) -> Pass {
    func masked(_ rows: [[Double]], layer: Int) -> [[Double]] {
      guard let masks else { return rows }
      return rows.indices.map { r in
        rows[r].indices.map { rows[r][$0] * masks.bits[layer][r][$0] * masks.scales[layer] }
      }
    }
    var pass = Pass(inputs: [masked(x, layer: 0)], activations: [], logits: [])
    for layer in weights.indices {
      let z = pass.inputs[layer].enumerated().map { r, row in
        biases[layer].indices.map { j in
          biases[layer][j]
            + row.indices.reduce(0) {
              $0 + row[$1] * weights[layer][$1][j] * (masks?.weights?[layer][r][$1][j] ?? 1)
            }
        }
      }
      if layer == weights.count - 1 {
        pass.logits = z
      } else {
        let a = z.map { $0.map(activate) }
        pass.activations.append(a)
        pass.inputs.append(masked(a, layer: layer + 1))
      }
    }
    return pass
  }

  /// One example's loss and its gradient by the logits.
  public func loss(_ z: [Double], label: Int) -> (value: Double, gradient: [Double]) {
    switch shape.loss {
    case .sigmoid:
      let y = Double(label)
      return (max(z[0], 0) - z[0] * y + log1p(exp(-abs(z[0]))), [1 / (1 + exp(-z[0])) - y])
    case .softmax:
      let top = z.max() ?? 0
      let sum = z.reduce(0) { $0 + exp($1 - top) }
      return (
        log(sum) + top - z[label],
        z.indices.map { exp(z[$0] - top) / sum - ($0 == label ? 1 : 0) }
      )
    case .squared:
      let target = z.indices.map { z.count == 1 ? Double(label) : ($0 == label ? 1.0 : 0.0) }
      return (
        z.indices.reduce(0) { $0 + 0.5 * pow(z[$1] - target[$1], 2) },
        z.indices.map { z[$0] - target[$0] }
      )
    }
  }

  /// Mean loss of a batch.
  public func meanLoss(_ x: [[Double]], labels: [Int], masks: Masks? = nil) -> Double {
    let logits = forward(x, masks: masks).logits
    return logits.indices.reduce(0) { $0 + loss(logits[$1], label: labels[$1]).value }
      / Double(x.count)
  }

  /// Gradients of the mean loss, by the chain rule written out.
  public func gradients(_ x: [[Double]], labels: [Int], masks: Masks? = nil) -> Gradients {
    let pass = forward(x, masks: masks)
    var result = Gradients(
      weights: weights.map { $0.map { $0.map { _ in 0 } } },
      biases: biases.map { $0.map { _ in 0 } })
    var dz = pass.logits.indices.map { r in
      loss(pass.logits[r], label: labels[r]).gradient.map { $0 / Double(x.count) }
    }
    for layer in weights.indices.reversed() {
      for r in dz.indices {
        for j in dz[r].indices {
          result.biases[layer][j] += dz[r][j]
          for i in pass.inputs[layer][r].indices {
            result.weights[layer][i][j] +=
              pass.inputs[layer][r][i] * dz[r][j] * (masks?.weights?[layer][r][i][j] ?? 1)
          }
        }
      }
      guard layer > 0 else { break }
      dz = dz.indices.map { r in
        pass.activations[layer - 1][r].indices.map { i in
          let above = dz[r].indices.reduce(0) {
            $0 + dz[r][$1] * weights[layer][i][$1] * (masks?.weights?[layer][r][i][$1] ?? 1)
          }
          let mask = masks.map { $0.bits[layer][r][i] * $0.scales[layer] } ?? 1
          return above * mask * derivative(activation: pass.activations[layer - 1][r][i])
        }
      }
    }
    return result
  }
}

import CKernels

/// A narrow net's gradients in plain loops, in the documented order of every sum.
///
/// Matrices are [unit][example]. exp, tanh and the logistic function are the portable kernels', which
/// ``KernelTests`` judges.
struct NarrowReference {
  let activation: Int32
  let loss: Int32
  let widths: [Int]
  /// Per weight layer, `[inputs + 1][outputs]`, the bias last.
  let parameters: [[[Float]]]
  /// Per hidden layer, whether a unit survives for an example.
  let masks: [[[Bool]]]
  let scale: Float
  let input: [[Float]]
  let labels: [Int32]

  private var rows: Int { labels.count }

  private func elementary(_ function: Int32, _ x: [Float]) -> [Float] {
    let padding = [Float](repeating: 1, count: KernelSupport.padded(x.count) - x.count)
    let block = KernelBlock(x + padding)
    let out = KernelBlock(Float(0), count: block.count)
    unsafe KernelSupport.table("portable").elementary(
      function, block.pointer, out.pointer, block.count)
    return Array(out.values.prefix(x.count))
  }

  private func activate(_ z: [Float]) -> [Float] {
    switch activation {
    case 1: z.map { $0 > 0 ? $0 : 0 }
    case 2: elementary(2, z)
    case 3: elementary(3, z)
    default: z
    }
  }

  private func derivative(_ a: Float, _ g: Float) -> Float {
    switch activation {
    case 1: a > 0 ? g : 0
    case 2: g * (1 - a * a)
    case 3: g * (a * (1 - a))
    default: g
    }
  }

  /// Lane i + lane i + 8, then + 4, + 2, + 1.
  private func tree(_ lanes: [Float]) -> Float {
    var lanes = lanes
    for width in [8, 4, 2, 1] { for i in 0..<width { lanes[i] += lanes[i + width] } }
    return lanes[0]
  }

  /// The input of every weight layer, the logits behind them, and activations without their masks.
  func outputs() -> (below: [[[Float]]], activated: [[[Float]]]) {
    var below = [input]
    var activated: [[[Float]]] = []
    for layer in parameters.indices {
      let logits = forward(below[layer], layer: layer)
      activated.append(logits.map(activate))
      if layer == parameters.count - 1 {
        below.append(logits)
      } else {
        below.append(zip(activated[layer], masks[layer]).map { zip($0, $1).map(masked) })
      }
    }
    return (below, activated)
  }

  /// Per weight layer, laid out like the parameters.
  func gradients(factor: Float) -> [[[Float]]] {
    let (below, activated) = outputs()
    var gradient = lossGradient(below[parameters.count], factor: factor)
    var slopes: [[[Float]]] = []
    for layer in parameters.indices.reversed() {
      slopes.insert(weightGradient(below[layer], gradient), at: 0)
      if layer > 0 {
        gradient = inputGradient(gradient, layer: layer, activated: activated[layer - 1])
      }
    }
    return slopes
  }

  private func masked(_ value: Float, _ survives: Bool) -> Float { survives ? value * scale : 0 }

  private func forward(_ x: [[Float]], layer: Int) -> [[Float]] {
    let (inputs, weights) = (widths[layer], parameters[layer])
    return (0..<widths[layer + 1]).map { unit in
      (0..<rows).map { example in
        let sum = (0..<inputs).reduce(Float(0)) {
          $0.addingProduct(weights[$1][unit], x[$1][example])
        }
        return sum + weights[inputs][unit]
      }
    }
  }

  private func lossGradient(_ z: [[Float]], factor: Float) -> [[Float]] {
    var p = z
    if loss == 1 { p = z.map { elementary(3, $0) } }
    if loss == 0 {
      let largest = (0..<rows).map { e in z.map { $0[e] }.max() ?? 0 }
      let exponentials = z.map { row in elementary(0, zip(row, largest).map { $0 - $1 }) }
      for example in 0..<rows {
        var lanes = [Float](repeating: 0, count: 16)
        for unit in z.indices { lanes[unit % 16] += exponentials[unit][example] }
        let sum = tree(lanes)
        for unit in z.indices { p[unit][example] = exponentials[unit][example] / sum }
      }
    }
    for unit in z.indices {
      for example in 0..<rows {
        let label = labels[example]
        let number = loss == 2 ? Float(bitPattern: UInt32(bitPattern: label)) : Float(label)
        let target: Float = z.count == 1 ? number : label == Int32(unit) ? 1 : 0
        p[unit][example] = (p[unit][example] - target) * factor
      }
    }
    return p
  }

  /// Sixteen partial sums over the examples, then the tree.
  private func weightGradient(_ x: [[Float]], _ gradient: [[Float]]) -> [[Float]] {
    let weights = x.map { row in
      gradient.map { g in
        var lanes = [Float](repeating: 0, count: 16)
        for e in 0..<rows { lanes[e % 16] = lanes[e % 16].addingProduct(row[e], g[e]) }
        return tree(lanes)
      }
    }
    let biases = gradient.map { g in
      var lanes = [Float](repeating: 0, count: 16)
      for e in 0..<rows { lanes[e % 16] += g[e] }
      return tree(lanes)
    }
    return weights + [biases]
  }

  private func inputGradient(
    _ gradient: [[Float]], layer: Int, activated: [[Float]]
  ) -> [[Float]] {
    (0..<widths[layer]).map { input in
      (0..<rows).map { example in
        let sum = gradient.indices.reduce(Float(0)) {
          $0.addingProduct(parameters[layer][input][$1], gradient[$1][example])
        }
        let survives = masks[layer - 1][input][example]
        return derivative(activated[input][example], masked(sum, survives))
      }
    }
  }
}

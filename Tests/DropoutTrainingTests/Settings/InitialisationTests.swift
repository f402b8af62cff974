import DropoutTraining
import Foundation
import Testing

/// Mean and standard deviation of initial weights against the papers' formulas.
struct InitialisationTests {
  /// Four standard errors: one good draw in 16,000 would fall out, and the seed is fixed.
  @Test(arguments: Initialisation.allCases, [[200, 50, 120], [30, 400, 10]])
  func momentsFollowTheFormula(initialisation: Initialisation, layers: [Int]) {
    let shape = NetworkShape(layers: layers, initialisation: initialisation)
    let parameters = Parameters(shape: shape, key: RandomKey(seed: 11))
    for layer in 0..<2 {
      let inputs = Double(layers[layer])
      let outputs = Double(layers[layer + 1])
      let expected =
        switch initialisation {
        case .he: sqrt(2 / inputs)
        case .xavier: sqrt(2 / (inputs + outputs))
        case .course: sqrt(1 / inputs)
        }
      let weights = parameters.weights[layer].map(Double.init)
      let count = Double(weights.count)
      #expect(weights.count == layers[layer] * layers[layer + 1])
      let mean = weights.reduce(0, +) / count
      let variance = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      #expect(abs(mean) < 4 * expected / sqrt(count))
      #expect(abs(sqrt(variance) - expected) < 4 * expected / sqrt(2 * count))
      // Normal, not uniform: of 1,000 numbers and more some lie beyond 2 deviations, 4.55 %.
      let far = Double(weights.count { abs($0) > 2 * expected }) / count
      #expect(abs(far - 0.0455) < 4 * sqrt(0.0455 * 0.9545 / count))
      #expect(parameters.biases[layer].allSatisfy { $0 == 0 })
    }
    #expect(parameters.weights[0].prefix(10) != parameters.weights[1].prefix(10))
  }
}

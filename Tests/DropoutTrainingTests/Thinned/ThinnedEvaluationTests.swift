import Foundation
import TestSupport
import Testing

@testable import DropoutTraining

/// Every thinned network of small nets against the naive network under every mask.
struct ThinnedEvaluationTests {
  struct Net: Sendable, CustomTestStringConvertible {
    let layers: [Int]
    let keep: [Double]
    var activation = Activation.relu
    var scaling = DropoutScaling.inverted
    var points = 135

    var testDescription: String { "\(layers) \(keep) \(activation) \(scaling)" }
  }

  /// Dropping inputs, hidden layers, some of them; ends before the last layer; one output and many.
  static let nets = [
    Net(layers: [2, 8, 1], keep: [1, 0.7]),
    Net(layers: [3, 3, 5, 1], keep: [1, 0.8, 0.5], activation: .tanh),
    Net(layers: [2, 3, 3, 3], keep: [0.8, 0.6, 0.5]),
    Net(layers: [3, 3, 4, 3], keep: [0.8, 1, 0.5], activation: .logistic),
    Net(layers: [5, 4, 3, 1], keep: [0.6, 1, 1]),
    Net(layers: [3, 5, 4, 2], keep: [1, 0.6, 1], activation: .tanh),
    Net(layers: [7, 4], keep: [0.75]),
    Net(layers: [2, 3, 4, 1], keep: [1, 0.8, 0.5], scaling: .classic),
    Net(layers: [1, 1], keep: [0.5]),
    Net(layers: [1, 3, 8, 1], keep: [0.8, 0.6, 0.5], points: 10),
  ]

  private func configuration(_ net: Net) -> TrainingConfiguration {
    TrainingConfiguration(
      network: NetworkShape(layers: net.layers, activation: net.activation),
      keepProbabilities: net.keep, scaling: net.scaling, learningRate: LearningRate(0.1), steps: 1)
  }

  private func parameters(_ shape: NetworkShape) -> Parameters {
    var parameters = Parameters(shape: shape, key: RandomKey(seed: 5))
    for layer in parameters.biases.indices {
      for unit in parameters.biases[layer].indices {
        parameters.biases[layer][unit] = Float(0.1 * Double(unit) - 0.15)
      }
    }
    return parameters
  }

  private func probabilities(_ logits: [Double]) -> [Double] {
    let scores = logits.count == 1 ? [0, logits[0]] : logits
    let weights = scores.map { exp($0) }
    return weights.map { $0 / weights.reduce(0, +) }
  }

  private struct Outcome {
    var losses: [Double] = []
    var wrong: [UInt32] = []
    var arithmetic: [[Double]]
    var geometric: [[Double]]
  }

  /// Every network in Double; wrong points are those whose label is not the most probable class.
  private func bruteForce(_ test: TrainingCase, _ parameters: Parameters, _ rows: [Int32])
    -> Outcome
  {
    let configuration = test.configuration
    let network = ReferenceNetwork(shape: configuration.network, parameters: parameters)
    let (x, labels) = (test.rows(rows), test.labels(rows))
    let widths = configuration.network.layers.dropLast()
    let places = widths.indices.filter { configuration.keep(layer: $0).realised < 1 }
      .flatMap { layer in (0..<widths[layer]).map { (layer: layer, unit: $0) } }
    let classes = max(configuration.network.layers.last ?? 1, 2)
    let zeros = [[Double]](repeating: [Double](repeating: 0, count: classes), count: x.count)
    var outcome = Outcome(arithmetic: zeros, geometric: zeros)
    for number in 0..<1 << places.count {
      var bits = widths.map { [Double](repeating: 1, count: $0) }
      var chance = 1.0
      for (bit, place) in places.enumerated() {
        let keep = configuration.keep(layer: place.layer).realised
        let lives = number >> bit & 1 == 1
        bits[place.layer][place.unit] = lives ? 1 : 0
        chance *= lives ? keep : 1 - keep
      }
      let masks = ReferenceNetwork.Masks(
        bits: bits.map { row in x.map { _ in row } },
        scales: widths.indices.map {
          configuration.scaling == .classic ? 1 : 1 / configuration.keep(layer: $0).realised
        })
      outcome.losses.append(network.meanLoss(x, labels: labels, masks: masks))
      var wrong: UInt32 = 0
      for (point, logits) in network.forward(x, masks: masks).logits.enumerated() {
        let p = probabilities(logits)
        if p.firstIndex(of: p.max() ?? 0) != labels[point] { wrong += 1 }
        for c in 0..<classes {
          outcome.arithmetic[point][c] += chance * p[c]
          outcome.geometric[point][c] += chance * log(p[c])
        }
      }
      outcome.wrong.append(wrong)
    }
    outcome.geometric = outcome.geometric.map { row in
      let sum = row.reduce(0) { $0 + exp($1) }
      return row.map { exp($0) / sum }
    }
    return outcome
  }

  @Test(arguments: nets)
  func networksAreThoseOfTheNaiveOne(net: Net) {
    let test = TrainingCase(configuration(net), policy: .none, count: net.points)
    let parameters = parameters(test.configuration.network)
    let rows = (0..<net.points).map { Int32($0) }
    let expected = bruteForce(test, parameters, rows)
    let labels = test.labels(rows)
    let got = TrainedNetwork(test.configuration, parameters: parameters)
      .evaluateThinned(ExampleMatrix(test.examples))
    #expect(got.wrong == expected.wrong)
    #expect(got.losses.count == expected.losses.count && got.exampleCount == net.points)
    for (a, b) in zip(got.losses, expected.losses) { #expect(abs(a - b) < 1e-5) }
    for (mean, p) in [
      (got.arithmeticMean, expected.arithmetic), (got.geometricMean, expected.geometric),
    ] {
      let loss = p.indices.reduce(0) { $0 - log(p[$1][labels[$1]]) } / Double(net.points)
      #expect(abs(mean.loss - loss) < 1e-5)
      let wrong = p.indices.count { p[$0].firstIndex(of: p[$0].max() ?? 0) != labels[$0] }
      #expect(mean.error == Double(wrong) / Double(net.points))
    }
  }

  @Test func threadsChangeNoBit() {
    let net = Net(layers: [3, 5, 6, 2], keep: [0.8, 0.7, 0.5])
    let test = TrainingCase(configuration(net), policy: .none, count: 130)
    let network = TrainedNetwork(
      test.configuration, parameters: parameters(test.configuration.network))
    let examples = ExampleMatrix(test.examples)
    let one = network.evaluateThinned(examples)
    #expect(one.losses.count == 1 << 14)
    for threads in [2, 3] {
      let more = network.evaluateThinned(examples, threads: threads)
      #expect(more.losses == one.losses && more.wrong == one.wrong)
      #expect(more.arithmeticMean == one.arithmeticMean)
      #expect(more.geometricMean == one.geometricMean)
    }
  }

  /// For a single softmax layer whose inputs drop, weight scaling is the geometric mean exactly, and
  /// the arithmetic mean is another.
  @Test func weightScalingOfASoftmaxLayerIsItsGeometricMean() throws {
    guard let vector = try ReferenceVector("softmax_geometric_mean") else { return }
    let x: [Double] = vector.input("x")
    let rows: [[Double]] = vector.input("W")
    let biases: [Double] = vector.input("b")
    let configuration = TrainingConfiguration(
      network: NetworkShape(layers: [3, 2], loss: .softmax),
      keepProbabilities: [vector.input("keep")], learningRate: LearningRate(0.1), steps: 1)
    let network = TrainedNetwork(
      configuration,
      parameters: Parameters(
        weights: [transposed(rows).joined().map { Float($0) }], biases: [biases.map { Float($0) }]))
    for label in 0..<2 {
      let examples = ExampleMatrix(
        Examples(featureCount: 3, features: x.map { Float($0) }, labels: [Int32(label)]))
      let thinned = network.evaluateThinned(examples)
      let scaled = network.evaluate(examples).loss
      func p(_ name: String) -> Double { vector.expected(name, as: [Double].self)[label] }
      // A keep probability of 0.8 is realised as 52,429/65,536: 5e-6 off, and p with it.
      #expect(abs(exp(-thinned.geometricMean.loss) - p("normalisedGeometricMean")) < 1e-5)
      #expect(abs(exp(-scaled) - p("weightScaled")) < 1e-6)
      #expect(abs(exp(-thinned.arithmeticMean.loss) - p("arithmeticMean")) < 1e-5)
      #expect(abs(thinned.geometricMean.loss - scaled) < 1e-6)
    }
  }

  @Test func numbersNameSurvivors() {
    let networks = ThinnedNetworks(configuration(Net(layers: [2, 3, 2, 1], keep: [0.75, 1, 0.5])))
    #expect(networks.unitCount == 4 && networks.layers.map(\.layer) == [0, 2])
    #expect(networks.survivors(of: 0b0110) == [[false, true], [true, false]])
    #expect(networks.probability(of: 0b0110) == 0.25 * 0.75 * 0.5 * 0.5)
    #expect((0..<16).reduce(0) { $0 + networks.probability(of: $1) } == 1)
  }
}

import Foundation
import TestSupport
import Testing

@testable import DropoutTraining

/// Error, loss and class counts of an evaluation, against the naive network and by enumeration.
struct EvaluationTests {
  static let shapes: [NetworkShape] = [
    NetworkShape(layers: [3, 6, 1], loss: .sigmoid),
    NetworkShape(layers: [3, 6, 2], loss: .softmax),
    NetworkShape(layers: [3, 6, 4], activation: .tanh, loss: .softmax),
    NetworkShape(layers: [3, 6, 1], activation: .tanh, loss: .squared),
    NetworkShape(layers: [3, 6, 4], loss: .squared),
  ]

  private func testCase(
    _ shape: NetworkShape, keep: Double = 1, count: Int = 300
  ) -> TrainingCase {
    TrainingCase(
      TrainingConfiguration(
        network: shape, keepProbabilities: shape.layers.dropLast().map { _ in keep },
        learningRate: LearningRate(0.1), steps: 1), policy: .perExample, count: count)
  }

  /// The class that logits name: the most probable, or the nearer of the targets 0 and 1.
  private func namedClass(_ logits: [Double], _ loss: Loss) -> Int {
    if logits.count > 1 { return logits.firstIndex(of: logits.max() ?? 0) ?? 0 }
    switch loss {
    case .squared: return abs(logits[0] - 1) < abs(logits[0]) ? 1 : 0
    case .sigmoid, .softmax: return 1 / (1 + exp(-logits[0])) > 0.5 ? 1 : 0
    }
  }

  /// A narrow net evaluates in its own layout, to the bit as a wide one would.
  @Test(
    arguments: shapes + [
      NetworkShape(layers: [3, 17, 64, 2], activation: .logistic),
      NetworkShape(layers: [5, 64, 17, 33], activation: .linear),
      NetworkShape(layers: [2, 20, 3, 1], activation: .tanh), NetworkShape(layers: [40, 3]),
    ], [DropoutScaling.inverted, .classic])
  func layoutsEvaluateAlike(shape: NetworkShape, scaling: DropoutScaling) {
    let configuration = TrainingConfiguration(
      network: shape,
      keepProbabilities: Array([0.9, 0.7, 0.4].prefix(shape.droppableLayerCount)), scaling: scaling,
      learningRate: LearningRate(0.1), steps: 1)
    let test = TrainingCase(configuration, policy: .none, count: 530)
    let examples = ExampleMatrix(test.examples)
    let parameters = ParameterBuffer(shape)
    parameters.set(Parameters(shape: shape, key: RandomKey(seed: 3)))
    let logits = [false, true].map { forbidsNarrow in
      Evaluator(configuration, forbidsNarrow: forbidsNarrow)
        .logits(examples, parameters: parameters).map(\.bitPattern)
    }
    #expect(logits[0] == logits[1])
    #expect(logits[0].count == 530 * shape.layers[shape.layers.count - 1])
  }

  @Test(arguments: shapes)
  func errorsAreThoseOfTheNaiveNetwork(shape: NetworkShape) {
    let test = testCase(shape)
    let all = (0..<300).map { Int32($0) }
    let rows = test.rows(all)
    let labels = test.labels(all)
    var parameters = Parameters(shape: shape, key: RandomKey(seed: 5))
    if shape.loss == .squared && shape.layers[2] == 1 { parameters.biases[1][0] = 0.3 }
    let network = ReferenceNetwork(shape: shape, parameters: parameters)
    let named = network.forward(rows).logits.map { namedClass($0, shape.loss) }
    let wrong = zip(named, labels).count { $0 != $1 }
    // A right count of wrong ones cannot be mistaken for one of right ones.
    #expect(wrong * 2 != 300 && Set(named).count > 1)
    let evaluation = TrainedNetwork(test.configuration, parameters: parameters)
      .evaluate(ExampleMatrix(test.examples))
    #expect(evaluation.count == 300)
    #expect(evaluation.error == Double(wrong) / 300)
    #expect(abs(evaluation.loss - network.meanLoss(rows, labels: labels)) < 1e-5)
  }

  @Test(arguments: shapes)
  func aNetworkThatNamesOneClassIsNoBetterThanGuessing(shape: NetworkShape) {
    let test = testCase(shape)
    var parameters = Parameters(shape: shape, key: RandomKey(seed: 5))
    let last = shape.layers[2] - 1
    parameters.biases[1][last] = 100
    let label = max(last, 1)
    let evaluation = TrainedNetwork(test.configuration, parameters: parameters)
      .evaluate(ExampleMatrix(test.examples))
    #expect(evaluation.error == Double(test.examples.labels.count { $0 != label }) / 300)
    #expect(evaluation.isNoBetterThanGuessing(ExampleMatrix(test.examples)))
  }

  /// Confusions, balanced error, Brier score and calibration error as their definitions say, in the obvious way.
  @Test(arguments: shapes)
  func classScoresAreThoseOfTheirDefinitions(shape: NetworkShape) throws {
    let test = testCase(shape)
    let all = (0..<300).map { Int32($0) }
    let labels = test.labels(all)
    let parameters = Parameters(shape: shape, key: RandomKey(seed: 5))
    let logits = ReferenceNetwork(shape: shape, parameters: parameters).forward(test.rows(all))
      .logits
    let answers = logits.map { namedClass($0, shape.loss) }
    let scores = try #require(
      TrainedNetwork(test.configuration, parameters: parameters)
        .evaluate(ExampleMatrix(test.examples), detailed: true).classes)
    let classes = max(shape.layers[2], 2)
    for row in 0..<classes {
      for column in 0..<classes {
        let count = zip(labels, answers).count { $0 == row && $1 == column }
        #expect(scores.confusion?[row][column] == count)
      }
    }
    let errors = (0..<classes).map { label in
      let own = zip(labels, answers).filter { $0.0 == label }
      return Double(own.count { $0.1 != label }) / Double(own.count)
    }
    #expect(scores.classErrors == errors)
    #expect(abs(scores.balancedError - errors.reduce(0, +) / Double(classes)) < 1e-12)
    guard shape.loss != .squared else {
      #expect(scores.brierScore == nil && scores.calibrationError == nil)
      return
    }
    let probabilities = logits.map { z -> [Double] in
      if z.count == 1 { return [1 / (1 + exp(z[0])), 1 / (1 + exp(-z[0]))] }
      let sum = z.reduce(0) { $0 + exp($1) }
      return z.map { exp($0) / sum }
    }
    let squares = zip(probabilities, labels).map { p, label in
      p.indices.reduce(0) { $0 + pow(p[$1] - ($1 == label ? 1 : 0), 2) }
    }
    // With two classes, the squares of one.
    let brier = squares.reduce(0, +) / 300 / (classes == 2 ? 2 : 1)
    let score = try #require(scores.brierScore)
    #expect(abs(score - brier) < 1e-6)
    var gap = 0.0
    for bin in 0..<15 {
      let own = probabilities.indices.filter {
        let p = probabilities[$0][answers[$0]]
        return p >= Double(bin) / 15 && (p < Double(bin + 1) / 15 || bin == 14)
      }
      let right = own.count { labels[$0] == answers[$0] }
      gap += abs(Double(right) - own.reduce(0) { $0 + probabilities[$1][answers[$1]] })
    }
    let calibration = try #require(scores.calibrationError)
    #expect(gap > 1 && abs(calibration - gap / 300) < 1e-6)
  }

  // MARK: Monte Carlo

  @Test(arguments: shapes.filter { $0.loss != .squared })
  func keepingEverythingIsWeightScaling(shape: NetworkShape) {
    let test = testCase(shape)
    let examples = ExampleMatrix(test.examples)
    let network = TrainedNetwork(
      test.configuration, parameters: Parameters(shape: shape, key: RandomKey(seed: 5)))
    let scaled = network.evaluate(examples)
    let sampled = network.evaluate(examples, samples: 3, seed: 9)
    #expect(sampled.error == scaled.error)
    #expect(abs(sampled.loss - scaled.loss) < 1e-5)
  }

  /// One example, three hidden units: the average over all eight masks is known.
  @Test(arguments: [0.25, 0.5, 0.75])
  func manySamplesApproachTheAverageOverAllMasks(keep: Double) {
    let shape = NetworkShape(layers: [1, 3, 1], activation: .linear, loss: .sigmoid)
    let configuration = TrainingConfiguration(
      network: shape, keepProbabilities: [1, keep], learningRate: LearningRate(0.1), steps: 1)
    let out: [Float] = [2.5, -1, 0.7]
    let parameters = Parameters(weights: [[1, 1, 1], out], biases: [[0, 0, 0], [0.2]])
    var mean = 0.0
    var square = 0.0
    for mask in 0..<8 {
      let kept = (0..<3).filter { mask >> $0 & 1 == 1 }
      let chance = pow(keep, Double(kept.count)) * pow(1 - keep, Double(3 - kept.count))
      let p = 1 / (1 + exp(-0.2 - kept.reduce(0) { $0 + Double(out[$1]) / keep }))
      mean += chance * p
      square += chance * p * p
    }
    let samples = 2_000
    let examples = ExampleMatrix(Examples(featureCount: 1, features: [1], labels: [1]))
    let evaluation = TrainedNetwork(configuration, parameters: parameters)
      .evaluate(examples, samples: samples, seed: 3)
    // Four standard errors: of 16,000 seeds one would fall out; this seed is fixed.
    let deviation = sqrt((square - mean * mean) / Double(samples))
    #expect(abs(exp(-evaluation.loss) - mean) < 4 * deviation)
    #expect(evaluation.error == (mean > 0.5 ? 0 : 1))
    // Weight scaling is something else: the test tells them apart.
    let scaled = 1 / (1 + exp(-2.4))
    #expect(abs(scaled - mean) > 8 * deviation)
  }
}

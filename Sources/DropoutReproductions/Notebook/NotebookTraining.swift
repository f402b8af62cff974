package import DropoutTraining

/// A training of the notebook, with every value that decides its result.
package struct NotebookTraining: Hashable, Sendable {
  /// Which examples share a column of D, and whether a new D is drawn. The notebook's D is frozen: the seed
  /// is set again inside every forward pass.
  package var policy = MaskPolicy.none
  /// `keep_prob` of both hidden layers.
  package var keep = TrainingConfiguration.course.keepProbabilities[1]
  /// `lambd` of the L2 penalty; 0 for none.
  package var lambda = 0.0
  /// NumPy's seed for the initial weights.
  package var weightSeed: UInt32 = 3
  /// NumPy's seed for the masks.
  package var maskSeed: UInt32 = 1
  /// Steps of gradient descent.
  package var iterations = TrainingConfiguration.course.steps
  /// The learning rate.
  package var learningRate = TrainingConfiguration.course.learningRate.initial
  /// The number of iterations between two printed costs.
  package var costInterval = 10_000
  /// Relative noise on the initial weights, with the index that decides it.
  package var rounding: Rounding?

  /// Relative noise on weights.
  package struct Rounding: Hashable, Sendable {
    package var relative: Double
    package var index: Int
  }

  /// The numbers that a training prints.
  package struct Outcome: Codable, Hashable, Sendable {
    /// The cost at iteration 0, 10,000, 20,000, with that iteration's masks.
    package var costs: [Double]
    /// The accuracy on the training examples, with nothing dropped.
    package var trainAccuracy: Double
    /// The accuracy on the test examples, with nothing dropped.
    package var testAccuracy: Double
  }

  /// The network that training begins with.
  package var initialNetwork: NotebookNetwork {
    let network = NotebookNetwork(seed: weightSeed)
    guard let rounding else { return network }
    return network.disturbed(
      relative: rounding.relative,
      key: RandomKey(seed: 0).folding(RandomUse("notebook rounding"), layer: rounding.index))
  }

  /// Trains the network, and returns the numbers that the notebook prints.
  ///
  /// - Parameter shouldStop: Called from time to time; once it returns true, the training ends early.
  package func outcome(
    _ data: NotebookData, shouldStop: () -> Bool = { false }
  ) -> Outcome {
    var network = initialNetwork
    var masks = NotebookMasks(self, network.layers, exampleCount: data.train.count)
    var costs: [Double] = []
    for iteration in 0..<iterations {
      if iteration % 1_000 == 0, shouldStop() { break }
      let drawn = masks.next()
      let activations = network.activations(data.train, masks: drawn, keep: keep)
      if iteration % costInterval == 0 {
        let output = activations[activations.count - 1]
        let penalty = 1 / Double(data.train.count) * lambda / 2 * network.squaredWeights
        costs.append(NotebookNetwork.cost(output, data.train) + (lambda == 0 ? 0 : penalty))
      }
      network.descend(
        data.train, activations, masks: drawn, keep: keep, lambda: lambda,
        learningRate: learningRate)
    }
    return Outcome(
      costs: costs, trainAccuracy: network.accuracy(data.train),
      testAccuracy: network.accuracy(data.test))
  }
}

/// The masks D1, D2 … of one training, as NumPy's `rand(units, examples) < keep` draws them.
package struct NotebookMasks: Sendable {
  private let training: NotebookTraining
  private let widths: [Int]
  private let exampleCount: Int
  private var generator: MersenneTwister
  private var frozen: [[NotebookExamples.Lanes]]?

  /// The masks of the hidden layers of a network.
  package init(_ training: NotebookTraining, _ layers: [Int], exampleCount: Int) {
    self.training = training
    widths = Array(layers.dropFirst().dropLast())
    self.exampleCount = exampleCount
    generator = MersenneTwister(seed: training.maskSeed)
  }

  /// The masks of the next step; nil if nothing is dropped.
  package mutating func next() -> [[NotebookExamples.Lanes]]? {
    guard let sharing = training.policy.sharing else { return nil }
    if let frozen { return frozen }
    let drawn = widths.map { width in
      (0..<width).flatMap { _ in
        sharing == .perBatch ? sharedRow() : ownRow()
      }
    }
    if training.policy.renewal == .frozen { frozen = drawn }
    return drawn
  }

  private mutating func sharedRow() -> [NotebookExamples.Lanes] {
    let bit = generator.randomSample() < training.keep ? 1.0 : 0
    return [NotebookExamples.Lanes](
      repeating: NotebookExamples.Lanes(repeating: bit), count: (exampleCount + 7) / 8)
  }

  private mutating func ownRow() -> [NotebookExamples.Lanes] {
    stride(from: 0, to: exampleCount, by: 8).map { start in
      var block = NotebookExamples.Lanes()
      for lane in 0..<min(8, exampleCount - start) {
        block[lane] = generator.randomSample() < training.keep ? 1 : 0
      }
      return block
    }
  }
}

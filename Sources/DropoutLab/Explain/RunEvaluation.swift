package import DropoutFigures
import DropoutStatistics
package import DropoutTraining

/// A trained network on its training and test examples: by weight scaling and, if asked for, by the average of
/// masked passes (Monte-Carlo dropout).
package struct RunEvaluation: Sendable {
  /// Each way to evaluate on each part of the data: training examples, test examples.
  package private(set) var results: [Result] = []
  /// Every test example, by the last way.
  package private(set) var predictions: ExamplePredictions
  /// The standard deviation of the targets' noise, in their unit; nil for classes, and without passes.
  package private(set) var noise: Noise?
  /// What is predicted along the feature of data that have one, and targets.
  package private(set) var along: Figure?
  /// Whether the weights are those of a failed run.
  package private(set) var hasFailed: Bool
  private let configuration: TrainingConfiguration
  private let samples: Int
  private let seed: UInt64

  /// One way to evaluate, on one part of the data.
  package struct Result: Sendable {
    /// "weight scaling", or of how many passes.
    package var method: String
    /// "train" or "test".
    package var part: String
    /// Share classified wrongly, 0…1; NaN for targets.
    package var error: Double
    /// The mean loss of the network's kind; of standardised targets.
    package var loss: Double
    /// Further scores, and the confusions of classes.
    package var details: TestDetails
    /// Mean logarithm of the predictive density, in nats and the unit of the targets; nil for classes and by weight
    /// scaling.
    package var logLikelihood: Double?
  }

  /// The standard deviation of the targets' noise.
  package struct Noise: Hashable, Sendable {
    /// In the unit of the targets.
    package var deviation: Double
    /// The examples whose residuals it was taken from; nil if it was given.
    package var source: String?
  }

  /// Evaluates a network.
  ///
  /// - Parameters:
  ///   - samples: Masked passes; 0 for weight scaling alone.
  ///   - seed: Decides the masks of the passes.
  ///   - noise: The standard deviation of the targets' noise, in their unit; nil for the RMSE of the averaged passes
  ///     on the validation examples or, if there are none, the training examples.
  ///   - progress: Called before each pass with the name of the examples and the passes done.
  package init(
    _ configuration: TrainingConfiguration, parameters: Parameters, dataset: Dataset,
    samples: Int = 0, seed: UInt64 = 1, noise: Double? = nil,
    progress: (String, Int) -> Void = { _, _ in }
  ) {
    let network = TrainedNetwork(configuration, parameters: parameters)
    let parts = [("train", dataset.train), ("test", dataset.test)].map {
      (name: $0, examples: ExampleMatrix($1))
    }
    (self.configuration, self.samples, self.seed) = (configuration, samples, seed)
    hasFailed = !parameters.isFinite
    predictions =
      dataset.target.map {
        ExamplePredictions(
          outputs: network.outputs(parts[1].examples), of: dataset.test, target: $0)
      }
      ?? ExamplePredictions(
        probabilities: network.probabilities(parts[1].examples), meanEntropies: nil, passes: 0,
        of: dataset.test, classNames: dataset.classNames)
    for (name, examples) in parts {
      let evaluation = network.evaluate(examples, detailed: true)
      if name == "train", !evaluation.loss.isFinite || evaluation.isNoBetterThanGuessing(examples) {
        hasFailed = true
      }
      add(evaluation, dataset, method: "weight scaling", part: name)
    }
    if let target = dataset.target {
      if samples > 0 {
        averageTargets(network, dataset, target, parts: parts, noise: noise, progress: progress)
      }
      if dataset.train.featureCount == 1 { along = along(network, dataset, target) }
    } else if samples > 0 {
      averageClasses(network, dataset, parts: parts, progress: progress)
    }
  }

  private var method: String { "mean of \(samples) masked \(samples == 1 ? "pass" : "passes")" }

  private mutating func add(
    _ evaluation: Evaluation, _ dataset: Dataset, method: String, part: String,
    logLikelihood: Double? = nil
  ) {
    results.append(
      Result(
        method: method, part: part, error: evaluation.error, loss: evaluation.loss,
        details: TestDetails(
          evaluation, loss: configuration.network.loss, target: dataset.target),
        logLikelihood: logLikelihood))
  }

  private mutating func averageClasses(
    _ network: borrowing TrainedNetwork, _ dataset: Dataset,
    parts: [(name: String, examples: ExampleMatrix)], progress: (String, Int) -> Void
  ) {
    for (name, examples) in parts {
      var sums = network.noSums(examples)
      var entropies = [Double](repeating: 0, count: examples.count)
      let classes = sums.count / max(examples.count, 1)
      for pass in 0..<samples {
        progress(name, pass)
        let found = network.passProbabilities(pass, seed: seed, examples: examples)
        for index in sums.indices { sums[index] += found[index] }
        for row in entropies.indices {
          let own = found[row * classes..<(row + 1) * classes]
          entropies[row] += ExamplePredictions.entropy(own) / Double(samples)
        }
      }
      add(
        network.score(sums: sums, passes: samples, examples: examples), dataset, method: method,
        part: name)
      guard name == "test" else { continue }
      predictions = ExamplePredictions(
        probabilities: sums.map { $0 / Double(samples) }, meanEntropies: entropies,
        passes: samples, of: dataset.test, classNames: dataset.classNames)
    }
  }

  private mutating func averageTargets(
    _ network: borrowing TrainedNetwork, _ dataset: Dataset, _ target: Dataset.TargetScale,
    parts: [(name: String, examples: ExampleMatrix)], noise given: Double?,
    progress: (String, Int) -> Void
  ) {
    let found =
      given.map { Noise(deviation: $0, source: nil) }
      ?? residualNoise(network, dataset, target, progress)
    noise = found
    let precision = (target.deviation / found.deviation) * (target.deviation / found.deviation)
    for (name, examples) in parts {
      let passes = network.targets(
        of: examples, samples: samples, seed: seed, precision: precision
      ) { progress(name, $0) }
      let densities = passes.logDensities ?? []
      add(
        passes.evaluation(of: examples), dataset, method: method, part: name,
        logLikelihood: Descriptive.mean(densities) - PortableMath.log(target.deviation))
      guard name == "test" else { continue }
      predictions = ExamplePredictions(
        passes, count: samples, of: dataset.test, target: target, noise: found.deviation)
    }
  }

  /// The RMSE of the averaged passes on examples that are not the test examples.
  private func residualNoise(
    _ network: borrowing TrainedNetwork, _ dataset: Dataset, _ target: Dataset.TargetScale,
    _ progress: (String, Int) -> Void
  ) -> Noise {
    let name = dataset.validation == nil ? "training" : "validation"
    let examples = ExampleMatrix(dataset.validation ?? dataset.train)
    let passes = network.targets(of: examples, samples: samples, seed: seed) { progress(name, $0) }
    let squares = 2 * passes.evaluation(of: examples).loss
    // A network that fits its targets exactly leaves no noise, and no density.
    let deviation = max(squares.squareRoot(), 1e-6) * target.deviation
    return Noise(deviation: deviation, source: "\(name) examples")
  }

  /// Predictions along the one feature of the data, a quarter of its range beyond it on both sides.
  private func along(
    _ network: borrowing TrainedNetwork, _ dataset: Dataset, _ target: Dataset.TargetScale
  ) -> Figure? {
    let features = dataset.train.features.map(Double.init)
    guard let least = features.min(), let most = features.max(), least < most else { return nil }
    let (from, width) = (least - 0.25 * (most - least), 1.5 * (most - least))
    let xs = (0...200).map { from + width * Double($0) / 200 }
    let grid = Examples(
      featureCount: 1, features: Features(xs.map(Float.init)),
      targets: [Float](repeating: 0, count: xs.count))
    let matrix = ExampleMatrix(grid)
    let found =
      noise.map {
        ExamplePredictions(
          network.targets(of: matrix, samples: samples, seed: seed), count: samples, of: grid,
          target: target, noise: $0.deviation)
      } ?? ExamplePredictions(outputs: network.outputs(matrix), of: grid, target: target)
    let shown = dataset.train.sample(500, key: RandomKey(seed: 0).folding(.picture))
    return found.alongFeature(
      xs, feature: dataset.reading?.featureNames?.first ?? "the feature",
      shown: (0..<shown.count).map {
        (
          x: Double(shown.features[$0]),
          y: target.mean + target.deviation * Double(shown.targets?[$0] ?? 0)
        )
      })
  }
}

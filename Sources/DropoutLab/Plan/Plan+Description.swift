import DropoutStatistics
public import DropoutTraining

extension Plan {
  /// Network and training in one line.
  public var trainingDescription: String { training.summaryLine }
}

extension TrainingConfiguration {
  /// Network and training in one line.
  package var summaryLine: String {
    let keeps = keepProbabilities.map { "\($0)" }.joined(separator: ", ")
    let batch = batchSize.map { "batches of \($0)" } ?? "the full batch"
    return
      "Network \(network.layers.map(String.init).joined(separator: "-")) (\(network.activation), "
      + "\(network.loss) loss, \(network.initialisation) initialisation), keep \(keeps) "
      + "(input first)\(noiseDescription), \(optimizerName) with learning rate "
      + "\(learningRate.initial), \(NumberText.counted(steps, "step")) over \(batch)"
  }

  private var noiseDescription: String { noise == .bernoulli ? "" : ", \(noise) noise" }

  private var optimizerName: String {
    switch optimizer {
    case .sgd: "gradient descent"
    case .momentum(let momentum): "momentum \(momentum.final)"
    case .nesterov(let momentum): "Nesterov momentum \(momentum.final)"
    case .adam: "Adam"
    }
  }
}

extension Dataset {
  /// Name, counts, features and checksum in one line.
  public var summaryLine: String {
    "\(name): \(NumberText.count(train.count)) training and "
      + "\(NumberText.counted(test.count, "test example")), "
      + "\(NumberText.counted(train.featureCount, "feature")), \(classCount) classes, "
      + "SHA-256 \(checksum.prefix(12))"
  }
}

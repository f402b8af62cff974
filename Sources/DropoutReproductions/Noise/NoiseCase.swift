import DropoutStatistics
import DropoutLab
import DropoutTraining

/// A network whose gradients are measured.
struct NoiseCase {
  let name: String
  let title: String
  let dataset: Dataset
  let training: TrainingConfiguration

  var description: String {
    let layers = training.network.layers.map(String.init).joined(separator: "-")
    let keeps = training.keepProbabilities.map { "\($0)" }.joined(separator: ", ")
    return "\(title): network \(layers), keep \(keeps) (input first), "
      + "\(NumberText.count(training.steps)) steps under per-example masks, then measured; "
      + "\(NumberText.count(dataset.train.count)) training examples."
  }

  func measure(seed: UInt64, batchSizes: [Int], pairs: Int?) -> GradientNoise {
    let examples = ExampleMatrix(dataset.train)
    var trainer = Trainer(training, policy: .perExample, seed: seed, examples: examples)
    while trainer.stepsDone < training.steps { trainer.step() }
    var study = GradientNoiseStudy(
      training, parameters: trainer.parameters,
      batchSizes: batchSizes, pairs: pairs, blocks: pairs, seed: seed)
    study.policies = [.perExample, .perBatch]
    return study.measure(examples)
  }
}

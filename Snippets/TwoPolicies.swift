// Your own net under two mask policies: does it matter whether the batch shares one mask?
import DropoutStatistics
import DropoutTraining

// snippet.data
/// Your own arrays: the features of one example after those of the other, and a class number for each.
func examples(_ count: Int, seed: UInt64) -> Examples {
  var random = RandomSequence(RandomKey(seed: seed))
  let features = (0..<2 * count).map { _ in Float(random.normal()) }
  let labels = (0..<count).map { i -> Int32 in
    let isPositive = features[2 * i] * features[2 * i + 1] > 0
    return isPositive != (random.uniform() < 0.1) ? 1 : 0  // a tenth of the labels is wrong
  }
  return Examples(featureCount: 2, features: features, labels: labels)
}
let train = ExampleMatrix(examples(200, seed: 1))
let test = ExampleMatrix(examples(2_000, seed: 2))
// snippet.settings
let configuration = TrainingConfiguration(
  network: NetworkShape(layers: [2, 64, 32, 1]),
  keepProbabilities: [1, 0.8, 0.8],  // of the inputs and of each hidden layer
  learningRate: LearningRate(0.1), batchSize: 32, steps: 3_000)
// snippet.run
/// The test error of one run: the seed decides initial weights, order of the examples, and masks.
func testError(_ policy: MaskPolicy, seed: UInt64) -> Double {
  var trainer = Trainer(configuration, policy: policy, seed: seed, examples: train)
  while trainer.stepsDone < configuration.steps { trainer.step() }
  return trainer.evaluate(test).error
}
// snippet.pairs
// Run i of both policies starts from the same weights and sees the same order: only the masks differ.
let seeds = (1...16).map(UInt64.init)
let differences = PairedDifferences(
  seeds.map { testError(.perExample, seed: $0) }, seeds.map { testError(.perBatch, seed: $0) })
// snippet.verdict
let signFlip = SignFlipTest(differences, key: RandomKey(seed: 0))
print("per-example minus per-batch: \(100 * differences.mean) points, p \(signFlip.p)")
if let interval = MeanInterval(differences)?.interval {
  print("95 % interval \(100 * interval.low) to \(100 * interval.high) points")
  // One number of seeds, settled beforehand, and both must agree: else the answer is "cannot tell".
  let decided = signFlip.p < 0.05 && (interval.low > 0 || interval.high < 0)
  let better = differences.mean < 0 ? "per-example" : "per-batch"
  print(decided ? "\(better) is better" : "cannot tell")
}

// Your own net under two mask policies: does it matter whether the batch shares one mask?
import DropoutStatistics
import DropoutTraining

let data = try DataGenerator.moons.makeDataset(GeneratorOptions(seed: 1))
let (train, test) = (ExampleMatrix(data.train), ExampleMatrix(data.test))
let configuration = TrainingConfiguration(
  network: NetworkShape(layers: [2, 64, 32, 1]),
  keepProbabilities: [1, 0.8, 0.8],  // of the inputs and of each hidden layer
  learningRate: LearningRate(0.1), batchSize: 32, steps: 3_000)

/// The test error of one run: the seed decides initial weights, order of the examples, and masks.
func testError(_ policy: MaskPolicy, seed: UInt64) -> Double {
  var trainer = Trainer(configuration, policy: policy, seed: seed, examples: train)
  while trainer.stepsDone < configuration.steps { trainer.step() }
  return trainer.evaluate(test).error
}

// Run i of both policies starts from the same weights and sees the same order: only the masks differ.
let seeds = (1...16).map(UInt64.init)
let differences = PairedDifferences(
  seeds.map { testError(.perExample, seed: $0) }, seeds.map { testError(.perBatch, seed: $0) })

let signFlip = SignFlipTest(differences, key: RandomKey(seed: 0))
print("per-example minus per-batch: \(100 * differences.mean) points, p \(signFlip.p)")
if let interval = MeanInterval(differences)?.interval {
  print("95 % interval \(100 * interval.low) to \(100 * interval.high) points")
  // One number of seeds, settled beforehand, and both must agree: else the answer is "cannot tell".
  let decided = signFlip.p < 0.05 && (interval.low > 0 || interval.high < 0)
  print(
    decided
      ? (differences.mean < 0 ? "per-example is better" : "per-batch is better") : "cannot tell")
}

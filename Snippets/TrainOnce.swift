// One training under a mask policy.
import DropoutTraining

let data = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
let configuration = TrainingConfiguration(
  network: NetworkShape(layers: [2, 20, 3, 1], initialisation: .course),
  keepProbabilities: [1, 0.86, 0.86], learningRate: LearningRate(0.3), steps: 30_000)
var trainer = Trainer(
  configuration, policy: .perExample, seed: 7, examples: ExampleMatrix(data.train))
while trainer.stepsDone < configuration.steps { trainer.step() }
print(trainer.evaluate(ExampleMatrix(data.test)).error)

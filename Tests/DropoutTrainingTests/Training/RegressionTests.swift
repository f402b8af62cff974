import Foundation
import Testing

@testable import DropoutTraining

/// Trainings and evaluations with real targets.
struct RegressionTests {
  private func dataset(count: Int = 90, features: Int = 3) -> Dataset {
    var random = RandomSequence(RandomKey(seed: 4).folding(.data))
    func part(_ count: Int) -> Examples {
      let values = (0..<count * features).map { _ in Float(random.normal()) }
      let targets = (0..<count).map { row in
        1_000 + 30 * values[row * features] * values[row * features + 1] + 5
          * Float(random.normal())
      }
      return Examples(featureCount: features, features: Features(values), targets: targets)
    }
    return Dataset(name: "products", predicting: "y", train: part(count), test: part(40))
  }

  private func configuration(_ hidden: [Int], inputs: Int = 3) -> TrainingConfiguration {
    TrainingConfiguration(
      network: NetworkShape(layers: [inputs] + hidden + [1], loss: .squared),
      keepProbabilities: [1] + hidden.map { _ in 0.8 }, learningRate: LearningRate(0.05), steps: 60)
  }

  @Test func targetsAreStandardisedByTheTrainingPart() throws {
    let data = dataset()
    let scale = try #require(data.target)
    let targets = try #require(data.train.targets).map(Double.init)
    let mean = targets.reduce(0, +) / 90
    #expect(abs(mean) < 1e-4)
    #expect(abs(targets.reduce(0) { $0 + $1 * $1 } / 90 - 1) < 1e-4)
    #expect(abs(scale.mean - 1_000) < 20 && scale.deviation > 10 && scale.deviation < 60)
    #expect(data.classCount == 0 && data.outputs == 1)
  }

  /// Targets 0 and 1 train as classes 0 and 1 with a squared loss do, to the bit, in narrow and in wide nets.
  @Test(arguments: [[6, 5], [90, 70]])
  func targetsOfTwoValuesTrainAsClasses(hidden: [Int]) {
    let classes = Examples(
      featureCount: 3, features: dataset().train.features,
      labels: (0..<90).map { Int32($0 % 3 == 0 ? 1 : 0) })
    var targets = classes
    targets.targets = classes.labels.map(Float.init)
    targets.labels = classes.labels.map { _ in 0 }
    let digests = [classes, targets].map { examples in
      var trainer = Trainer(
        configuration(hidden), policy: .perExample, seed: 3, examples: ExampleMatrix(examples))
      for _ in 0..<60 { trainer.step() }
      return trainer.parameters.digest
    }
    #expect(digests[0] == digests[1])
  }

  @Test(arguments: [[12, 8], [90, 70]])
  func lossAndDistanceAreThoseOfTheOutputs(hidden: [Int]) throws {
    let data = dataset()
    var trainer = Trainer(
      configuration(hidden), policy: .perExample, seed: 3, examples: ExampleMatrix(data.train))
    let before = trainer.evaluate(ExampleMatrix(data.train))
    for _ in 0..<60 { trainer.step() }
    let matrix = ExampleMatrix(data.test)
    let network = TrainedNetwork(configuration(hidden), parameters: trainer.parameters)
    let targets = try #require(data.test.targets)
    let misses = zip(network.outputs(matrix), targets).map { $0 - Double($1) }
    let found = network.evaluate(matrix, detailed: true)
    #expect(abs(found.loss - misses.reduce(0) { $0 + $1 * $1 } / 80) < 1e-5)
    let distance = try #require(found.meanAbsoluteError)
    #expect(abs(distance - misses.reduce(0) { $0 + abs($1) } / 40) < 1e-6)
    #expect(found.error.isNaN && found.classes == nil)
    // It learned something, and knows that it had not before.
    #expect(trainer.evaluate(ExampleMatrix(data.train)).loss < 0.8 * before.loss)
    #expect(
      !network.evaluate(ExampleMatrix(data.train)).isNoBetterThanGuessing(ExampleMatrix(data.train))
    )
  }

  @Test func answeringTheMeanIsGuessing() {
    let data = dataset()
    let shape = configuration([4]).network
    var parameters = Parameters(shape: shape, key: RandomKey(seed: 1))
    parameters.weights[1] = parameters.weights[1].map { _ in 0 }
    parameters.biases[1] = [0]
    let network = TrainedNetwork(configuration([4]), parameters: parameters)
    let matrix = ExampleMatrix(data.train)
    #expect(network.evaluate(matrix).isNoBetterThanGuessing(matrix))
  }

  /// One example, three hidden units: mean, spread and density over all eight masks are known.
  @Test func manyPassesApproachTheMomentsOverAllMasks() throws {
    let (keep, precision, target) = (0.5, 4.0, 1.0)
    let shape = NetworkShape(layers: [1, 3, 1], activation: .linear, loss: .squared)
    let configuration = TrainingConfiguration(
      network: shape, keepProbabilities: [1, keep], learningRate: LearningRate(0.1), steps: 1)
    let out: [Float] = [1.5, -1, 0.7]
    let parameters = Parameters(weights: [[1, 1, 1], out], biases: [[0, 0, 0], [0.2]])
    var (mean, square, density) = (0.0, 0.0, 0.0)
    for mask in 0..<8 {
      let output = (0..<3).filter { mask >> $0 & 1 == 1 }.reduce(0.2) {
        $0 + Double(out[$1]) / keep
      }
      mean += output / 8
      square += output * output / 8
      let miss = target - output
      density += (precision / (2 * .pi)).squareRoot() * exp(-0.5 * precision * miss * miss) / 8
    }
    let examples = ExampleMatrix(
      Examples(featureCount: 1, features: Features([1]), targets: [Float(target)]))
    let samples = 20_000
    let found = TrainedNetwork(configuration, parameters: parameters)
      .targets(of: examples, samples: samples, seed: 3, precision: precision)
    let deviation = (square - mean * mean).squareRoot()
    #expect(abs(found.means[0] - mean) < 4 * deviation / Double(samples).squareRoot())
    #expect(abs(found.deviations[0] / deviation - 1) < 0.02)
    let densities = try #require(found.logDensities)
    #expect(abs(densities[0] - log(density)) < 0.03)
    // Without the factor of the passes it would be log 20,000 higher.
    #expect(abs(log(density)) < 3)
  }

  @Test func generatorsAreTheirFormulas() throws {
    let sine = try DataGenerator.sine.makeDataset(GeneratorOptions(seed: 1, noise: 0))
    let scale = try #require(sine.target)
    let waves = try #require(sine.test.targets)
    for (x, y) in zip(sine.test.features, waves) {
      let value = Double(y) * scale.deviation + scale.mean
      #expect(abs(value - sin(2 * .pi * Double(x))) < 1e-5)
    }
    let friedman = try DataGenerator.friedman.makeDataset(GeneratorOptions(seed: 1, noise: 0))
    let other = try #require(friedman.target)
    #expect(friedman.train.featureCount == 10)
    let targets = try #require(friedman.test.targets)
    for row in 0..<100 {
      let x = friedman.test.features[row * 10..<row * 10 + 10].map(Double.init)
      let smooth = 10 * sin(.pi * x[0] * x[1]) + 20 * pow(x[2] - 0.5, 2) + 10 * x[3] + 5 * x[4]
      let value = Double(targets[row]) * other.deviation + other.mean
      #expect(abs(value - smooth) < 1e-4)
    }
  }

  @Test func tablesGiveTargets() throws {
    let text = "area,age,price\n50,3,1000.5\n70,20,900\n90,1,2000\n40,9,800.25\n60,2,1500\n"
    let options = DatasetOptions(task: .regression, testFraction: 0.4)
    let data = try Dataset.load(bytes: Array(text.utf8), name: "houses.csv", options: options)
    #expect(data.target?.name == "price" && data.train.count == 3 && data.test.count == 2)
    #expect(data.reading?.summary.hasPrefix("target: price; 2 features: area, age") == true)
    let prices = [data.train, data.test].flatMap { part in
      (part.targets ?? []).map {
        (Double($0) * (data.target?.deviation ?? 0) + (data.target?.mean ?? 0))
      }
    }.sorted()
    for (found, price) in zip(prices, [800.25, 900, 1000.5, 1500, 2000]) {
      #expect(abs(found - price) < 0.01)
    }
  }

  @Test(arguments: [
    ("x,y\n1,2\n2,two\n3,4\n", "the targets, y: expected finite numbers to predict"),
    ("x,y\n1,5\n2,5\n3,5\n4,5\n", "expected different numbers in the training examples, found 5.0"),
  ])
  func whatCannotBePredictedIsRefused(text: String, says: String) {
    let error = #expect(throws: DatasetError.self) {
      try Dataset.load(
        bytes: Array(text.utf8), name: "t.csv", options: DatasetOptions(task: .regression))
    }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "nothing")")
  }

  @Test func aClassificationOfFractionsNamesTheSetting() {
    let text = "x,y\n1,2.5\n2,3.5\n3,4.25\n"
    let error = #expect(throws: DatasetError.self) {
      try Dataset.load(bytes: Array(text.utf8), name: "t.csv")
    }
    #expect(error?.description.contains("data.task=regression") == true)
  }
}

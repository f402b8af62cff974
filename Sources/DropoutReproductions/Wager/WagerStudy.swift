import DropoutStatistics
import DropoutTraining

/// The trainings over seeds and keep probabilities, and their results.
struct WagerStudy: Sendable {
  static let (featureCount, trainCount, testCount) = (8, 100, 5_000)
  /// A keep probability at which hardly anything is dropped.
  static let rareKeep = 0.999

  let seeds: [UInt64]
  let keeps: [Double]
  let steps: Int

  struct Case: Sendable {
    let seed: UInt64
    let keep: Double
  }

  struct Outcome: Sendable {
    let one: Case
    let exactPenalty: Double
    let quadraticPenalty: Double
    /// The quadratic penalty divided by the exact one, at the same weights, if hardly anything is dropped.
    let rareRatio: Double
    /// The test log-loss by objective.
    let testLoss: [LogisticObjective: Double]
  }

  /// The cases seed by seed, so that a study that ran out of time has whole seeds.
  var cases: [Case] {
    seeds.flatMap { seed in keeps.map { Case(seed: seed, keep: $0) } }
  }

  func outcome(_ one: Case) -> Outcome {
    let data: Dataset
    do {
      data = try DataGenerator.teacher.makeDataset(
        GeneratorOptions(
          seed: one.seed, trainCount: Self.trainCount, testCount: Self.testCount, classes: 2,
          features: Self.featureCount))
    } catch {
      preconditionFailure("the generator refuses its own options: \(error)")
    }
    let (train, test) = (Self.rows(data.train), Self.rows(data.test))
    let (labels, testLabels) = (Self.labels(data.train), Self.labels(data.test))
    var models: [LogisticObjective: LogisticDropout] = [:]
    for objective in LogisticObjective.allCases {
      models[objective] = LogisticTraining(
        objective: objective, keep: one.keep, steps: objective == .drawnMasks ? 10 * steps : steps,
        key: RandomKey(seed: one.seed).folding(RandomUse("logistic masks"))
      ).train(train, labels)
    }
    let dropout = models[.dropout] ?? LogisticDropout(weights: [], bias: 0)
    func exact(_ keep: Double) -> Double {
      Descriptive.mean(train.map { dropout.exactPenalty($0, keep: keep) })
    }
    func quadratic(_ keep: Double) -> Double {
      Descriptive.mean(train.map { dropout.quadraticPenalty($0, keep: keep) })
    }
    return Outcome(
      one: one, exactPenalty: exact(one.keep), quadraticPenalty: quadratic(one.keep),
      rareRatio: quadratic(Self.rareKeep) / exact(Self.rareKeep),
      testLoss: models.mapValues { $0.loss(test, testLabels) })
  }

  private static func rows(_ examples: Examples) -> [[Double]] {
    (0..<examples.count).map { row in
      (0..<examples.featureCount).map {
        Double(examples.features[row * examples.featureCount + $0])
      }
    }
  }

  private static func labels(_ examples: Examples) -> [Double] {
    examples.labels.map { Double($0) }
  }
}

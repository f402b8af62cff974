import Testing

@testable import DropoutLab
@testable import DropoutTraining

/// What learning curves are measured on.
struct PreparedDataTests {
  /// Examples of which every second is of the other class: hard, as MNIST's even rows are harder.
  private func examples(_ count: Int) -> Examples {
    Examples(
      featureCount: 1, features: (0..<count).map { $0 % 2 == 0 ? -1 : 1 },
      labels: [Int32](repeating: 0, count: count))
  }

  private func execute(_ dataset: Dataset) throws -> RunRecord {
    let training = TrainingConfiguration(
      network: NetworkShape(layers: [1, 4, 1]), keepProbabilities: [1, 0.8],
      learningRate: LearningRate(0.01), batchSize: 20, steps: 40)
    let run = PlannedRun(
      training: training, policy: .perExample, seed: 1, dataChecksum: dataset.checksum)
    return try #require(run.train(PreparedData(dataset))).record
  }

  /// Of 4,000 examples every second one would be the even rows alone. 1,000 ± 112 of 2,000 are even
  /// (five standard deviations of the hypergeometric distribution).
  @Test func curvesAreOfADrawnSample() throws {
    let data = PreparedData(
      Dataset(name: "pairs", classCount: 2, train: examples(4_000), test: examples(4_000)))
    for part in [data.curveTrain, data.curveTest] {
      #expect(part.count == 2_000)
      let even = (0..<2_000).count { part[$0, 0] == -1 }
      #expect(abs(even - 1_000) < 112)
    }
    let training = (0..<2_000).map { data.curveTrain[$0, 0] }
    #expect(training != (0..<2_000).map { data.curveTest[$0, 0] })
  }

  @Test func aCurveOfAllExamplesEndsAtTheTablesNumbers() throws {
    let dataset = Dataset(
      name: "pairs", classCount: 2, train: examples(100), test: examples(2_000))
    let record = try execute(dataset)
    let last = try #require(record.curve.last)
    #expect(last.testError == record.testError && last.testLogLoss == record.testLogLoss)
    #expect(last.cleanTrainLoss == record.cleanTrainLoss)
    #expect(
      PreparedData.curveDescription(of: dataset)
        == "Curves are measured on all examples, as the tables are.")
  }

  @Test func aCurveOfSomeExamplesSaysOfHowMany() {
    let dataset = Dataset(
      name: "pairs", classCount: 2, train: examples(6_000), test: examples(100))
    #expect(
      PreparedData.curveDescription(of: dataset).hasPrefix(
        "Curves are measured on 2,000 of 6,000 training examples and all 100 test examples, drawn by a "
          + "fixed key"))
  }
}

import DropoutTraining
import Testing

@testable import DropoutLab

struct RunExecutionTests {
  /// One run of 40 training examples.
  private func run(_ assignments: String...) throws -> (run: PlannedRun, dataset: Dataset) {
    var settings = PlanSettings()
    for assignment in [
      "data.train=40", "data.test=50", "comparison.seeds=1", "comparison.policies=none",
    ] + assignments { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    return (try Plan(settings, dataset: dataset).runs(dataset: dataset)[0], dataset)
  }

  @Test func aRunThatLearnsHasNotFailed() throws {
    let (run, dataset) = try run("training.steps=300")
    let record = try #require(run.train(PreparedData(dataset))).record
    #expect(record.failure == nil && !record.failed && record.trainError < 0.3)
  }

  /// Weights near 0 name one class.
  @Test func aRunThatLearnsNothingIsNoBetterThanGuessing() throws {
    let (run, dataset) = try run("training.steps=5", "training.learning-rate=0.0000001")
    let record = try #require(run.train(PreparedData(dataset))).record
    let counts = Dictionary(grouping: dataset.train.labels) { $0 }.mapValues(\.count)
    let guessing = 1 - Double(try #require(counts.values.max())) / Double(dataset.train.count)
    #expect((record.failure == .noBetterThanGuessing) == (record.trainError >= guessing))
    #expect(record.failed)
  }

  /// The step is that of a training which looks at every weight after every step.
  @Test(arguments: [("relu", 3), ("tanh", 3), ("relu", 64), ("relu", 80)])
  func divergedRunsNameTheStep(activation: String, width: Int) throws {
    let (run, dataset) = try run(
      "training.steps=400", "training.learning-rate=1000", "training.l2=1",
      "network.activation=\(activation)", "network.layers=[2, \(width), 1]",
      "dropout.keep=[1, 0.5]")
    let data = PreparedData(dataset)
    let record = try #require(run.train(data)).record
    var trainer = Trainer(
      run.training, policy: run.policy, seed: run.seed, examples: data.train)
    while trainer.parameters.isFinite {
      try #require(trainer.stepsDone < 400)
      trainer.step()
    }
    #expect(record.failure == .diverged(step: trainer.stepsDone))
    // Looking for the step leaves the run as it is.
    while trainer.stepsDone < 400 { trainer.step() }
    #expect(record.weightsDigest == trainer.parameters.digest)
  }
}

import DropoutTraining
import Testing

struct ExampleMatrixTests {
  @Test func labelsBeyondTheNetworkStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let examples = Examples(featureCount: 2, features: [1, 2, 3, 4], labels: [0, 3])
      var trainer = Trainer(
        TrainingConfiguration(
          network: NetworkShape(layers: [2, 3]), learningRate: LearningRate(0.1), steps: 1),
        policy: .none, seed: 1, examples: ExampleMatrix(examples))
      trainer.step()
    }
  }

  @Test func otherWidthsStopAnEvaluation() async {
    await #expect(processExitsWith: .failure) {
      let shape = NetworkShape(layers: [3, 2])
      let network = TrainedNetwork(
        TrainingConfiguration(network: shape, learningRate: LearningRate(0.1), steps: 1),
        parameters: Parameters(shape: shape, key: RandomKey(seed: 1)))
      _ = network.evaluate(
        ExampleMatrix(Examples(featureCount: 2, features: [1, 2], labels: [0])))
    }
  }

  /// A broken layer shows: NaN is not taken for a silent ReLU.
  @Test func brokenWeightsShowInTheLoss() {
    let shape = NetworkShape(layers: [1, 2, 1])
    let network = TrainedNetwork(
      TrainingConfiguration(network: shape, learningRate: LearningRate(0.1), steps: 1),
      parameters: Parameters(weights: [[.nan, 1], [1, 1]], biases: [[0, 0], [0]]))
    let examples = ExampleMatrix(Examples(featureCount: 1, features: [1], labels: [1]))
    #expect(network.evaluate(examples).loss.isNaN)
  }

  @Test func equalPoliciesHaveOneValue() {
    #expect(MaskPolicy(.perGroup(size: 1)) == .perExample)
    #expect(MaskPolicy(.perBatch, .every(steps: 1)) == .perBatch)
    #expect(MaskPolicy("every:1/per-group:1") == .perExample)
  }
}

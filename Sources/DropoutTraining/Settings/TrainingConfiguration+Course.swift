extension TrainingConfiguration {
  /// The course's experiment: 2-20-3-1, keep .86 on the hidden layers, learning rate .3, full batch, 30,000 steps.
  public static let course = TrainingConfiguration(
    network: NetworkShape(layers: [2, 20, 3, 1], initialisation: .course),
    keepProbabilities: [1, 0.86, 0.86], learningRate: LearningRate(0.3), steps: 30_000)
}

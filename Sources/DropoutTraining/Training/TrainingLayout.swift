/// A run's memory layout and its step: vector lanes hold units for wide nets, and examples for narrow ones.
///
/// Sums over units are the same in both; a sum over examples is sequential in the wide layout and runs in
/// sixteen lanes in the narrow one. So the choice decides bits; it is made from the plan alone:
/// ``TrainingConfiguration/isNarrow(batchSize:)``.
protocol TrainingLayout: AnyObject {
  /// Runs the forward and the backward pass, and the plan's update.
  func step(_ plan: StepPlan)
  /// The sum of the losses of the last batch's rows.
  func summedLoss() -> Double
  /// The masked activation of a hidden layer's unit in the last step; layers count from 1.
  func passedOn(layer: Int, row: Int, unit: Int) -> Float
  /// Multiplications and additions of the last step's products.
  var lastStepOperations: Double { get }
}

extension TrainingConfiguration {
  /// The widest layer that the narrow layout supports.
  static let narrowWidth = 64

  /// Whether a run uses the narrow layout, with examples side by side in a vector: no layer is wider than 64,
  /// a batch fills a vector, and the noise is Bernoulli's, the only one it supports.
  func isNarrow(batchSize: Int) -> Bool {
    noise == .bernoulli && batchSize >= 16 && network.layers.allSatisfy { $0 <= Self.narrowWidth }
  }

  /// The layout of a run; its steps change `state`.
  func layout(
    _ state: TrainingState, formula: MaskFormula, examples: ExampleMatrix, batchSize: Int,
    threads: Int
  ) -> any TrainingLayout {
    if isNarrow(batchSize: batchSize) {
      return NarrowLayout(
        self, state: state, formula: formula, examples: examples, batchSize: batchSize)
    }
    return WideLayout(
      self, state: state, formula: formula, examples: examples, batchSize: batchSize,
      team: WorkTeam(count: threads))
  }
}

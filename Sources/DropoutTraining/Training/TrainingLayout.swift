/// How a run's numbers lie in memory, and the step computed there: lanes over units for wide nets,
/// lanes over examples for narrow ones.
///
/// Sums over units are the same in both; a sum over examples is sequential in the wide layout and
/// runs in sixteen lanes in the narrow one. So the choice decides bits, and is made from the plan
/// alone: ``TrainingConfiguration/isNarrow(batchSize:)``.
protocol TrainingLayout: AnyObject {
  /// Forward, backward and what the plan makes of the gradient.
  func step(_ plan: StepPlan)
  /// Loss of each row of the last batch, summed.
  func summedLoss() -> Double
  /// What a unit of a hidden layer, counted from 1, passed on in the last step: its activation under the
  /// mask.
  func passedOn(layer: Int, row: Int, unit: Int) -> Float
  /// Multiplications and additions that the products of the last step took.
  var lastStepOperations: Double { get }
}

extension TrainingConfiguration {
  /// Widest layer that the narrow layout takes.
  static let narrowWidth = 64

  /// Whether a run puts examples, not units, side by side in a vector: no layer is wider than
  /// 64, a batch fills a vector, and the noise is Bernoulli's. The narrow layout knows nothing else.
  func isNarrow(batchSize: Int) -> Bool {
    noise == .bernoulli && batchSize >= 16 && network.layers.allSatisfy { $0 <= Self.narrowWidth }
  }

  /// The memory of a run, whose steps change `state`.
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

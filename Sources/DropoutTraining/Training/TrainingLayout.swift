/// How a run's numbers lie in memory, and the step computed there: lanes over units for wide nets,
/// lanes over examples for narrow ones.
///
/// Sums over units are the same in both; a sum over examples is sequential in the wide layout and
/// runs in sixteen lanes in the narrow one. So the choice decides bits, and is made from the plan
/// alone: ``TrainingConfiguration/isNarrow(batchSize:)``.
protocol TrainingLayout: AnyObject {
  /// Makes the masks those of a draw.
  func drawMasks(_ draw: UInt64)
  /// Sets the masks of a one-example batch: `survivors[layer][unit]` says whether the unit is kept; layer 0 is
  /// the input.
  func setMasks(_ survivors: [[Bool]])
  /// Takes an example into a row of the batch.
  func setExample(_ example: Int, row: Int)
  /// Forward, backward and the optimiser's step on the batch that was set.
  func step(_ step: OptimizerStep)
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
  /// 64, a batch fills a vector, and units are dropped, if anything.
  func isNarrow(batchSize: Int) -> Bool {
    noise == .bernoulli && batchSize >= 16 && network.layers.allSatisfy { $0 <= Self.narrowWidth }
  }

  /// The memory of a run, whose steps change `state`.
  func layout(
    _ state: TrainingState, masks: DropoutMasks, examples: ExampleMatrix, batchSize: Int,
    threads: Int
  ) -> any TrainingLayout {
    if isNarrow(batchSize: batchSize) {
      return NarrowLayout(
        self, state: state, masks: masks, examples: examples, batchSize: batchSize)
    }
    return WideLayout(
      self, state: state, masks: masks, examples: examples, batchSize: batchSize,
      team: WorkTeam(count: threads))
  }
}

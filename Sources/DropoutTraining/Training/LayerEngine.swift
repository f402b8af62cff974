/// Computes a weight layer in the wide layout: one call per step and pass. Owns the memory that its way of
/// multiplying needs.
///
/// Each way of multiplying is its own type; ``EngineContext/engine()`` chooses one.
protocol LayerEngine: AnyObject {
  /// `output = below · weights + bias`, `[batch, in]` · `[in, out]` + `[out]`.
  ///
  /// - Returns: The number of multiplications and additions.
  func forward(_ below: Matrix, plan: StepPlan, into output: Matrix) -> Double

  /// Computes the gradient of the weights and applies the plan's update. If `inputGradient` is given, also
  /// computes the gradient with respect to `below`, from the weights before their update.
  ///
  /// - Parameters:
  ///   - below: The same as in the forward pass.
  ///   - gradient: With respect to the layer's logits, `[batch, out]`.
  /// - Returns: The number of multiplications and additions.
  func backward(_ below: Matrix, gradient: Matrix, inputGradient: Matrix?, plan: StepPlan) -> Double
}

/// What an engine needs to know of its weight layer.
struct EngineContext {
  /// The weight layer, from 0.
  let layer: Int
  let configuration: TrainingConfiguration
  let batchSize: Int
  let formula: MaskFormula
  let state: TrainingState
  let memory: EngineMemory
  /// The noise on the layer's input, and on its output; nil if there is none.
  let noiseBelow: (any UnitNoise)?
  let noiseAbove: (any UnitNoise)?

  var inputs: Int { configuration.network.layers[layer] }
  var outputs: Int { configuration.network.layers[layer + 1] }
  var weights: Matrix { state.parameters.weights[layer] }
  var bias: Matrix { state.parameters.biases[layer] }

  /// The layer's engine, chosen from the plan of the run alone.
  func engine() -> any LayerEngine {
    if configuration.noise.masksWeights,
      formula.policy.drops(at: configuration.keep(layer: layer))
    {
      return MaskedWeightsEngine(self)
    }
    if noiseBelow?.packed != nil || noiseAbove?.packed != nil { return PackedDenseEngine(self) }
    return DenseEngine(self)
  }

  /// Which numbers of the layer's input its gradients need; `mask` is the mask on the input.
  func members(under mask: AppliedMask = .all()) -> ColumnLists.Members {
    if layer == 0 { return .nonzero }
    if !Skipping.isOn { return .all }
    if configuration.network.activation == .relu { return .nonzero }
    // A kept unit has a gradient even if its activation is exactly 0.
    return .surviving(mask)
  }

  /// The column lists of an input whose share of nonzero numbers is `density`; nil if computing every term is
  /// as fast. Above the first layer, where input gradients are computed, lists are never slower.
  func lists(
    of input: Matrix, density: Double, members: ColumnLists.Members
  ) -> ColumnLists.Filled? {
    if layer == 0 && density >= RowLists.worthwhileDensity { return nil }
    return memory.columnLists.filled(input, members: members, team: memory.team)
  }

  /// Multiplications and additions of a forward product; the input's share of nonzero numbers is `density`.
  func operations(_ input: Matrix, density: Double, outputs: Int) -> Double {
    let share = density < RowLists.worthwhileDensity ? density : 1
    return 2 * (share * Double(input.rows * input.columns)) * Double(outputs)
  }

  /// Multiplications and additions of the gradients of the weights and, above the first layer, of the input:
  /// over the lists of an input or, without them, over all of it.
  func operations(_ lists: ColumnLists.Filled?, of input: Matrix, outputs: Int) -> Double {
    guard let lists else { return 2 * Double(input.rows * input.columns) * Double(outputs) }
    return 2 * Double(layer == 0 ? lists.count : 2 * lists.count) * Double(outputs)
  }
}

/// Threads and memory that the engines of a run share; only one engine works at a time.
final class EngineMemory {
  let team: WorkTeam
  let rowLists: RowLists
  let columnLists: ColumnLists
  /// Allocated when the first packed layer needs it.
  private(set) lazy var packed = PackedRoom(shape, batchSize: batchSize, threads: team.count)
  private let shape: NetworkShape
  private let batchSize: Int

  /// Allocates memory for batches of `batchSize` rows.
  init(_ shape: NetworkShape, batchSize: Int, team: WorkTeam) {
    self.shape = shape
    self.batchSize = batchSize
    self.team = team
    let widest = shape.layers.dropLast().max() ?? 0
    rowLists = RowLists(rows: batchSize, columns: widest)
    columnLists = ColumnLists(rows: batchSize, columns: widest)
  }
}

/// Computes a weight layer in the wide layout: one call per step and pass. Owns the memory that its way of
/// multiplying needs.
///
/// Each way of multiplying is its own type; ``LayerEngines/current`` is the one that a step needs.
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
  let masks: BatchMasks

  var inputs: Int { configuration.network.layers[layer] }
  var outputs: Int { configuration.network.layers[layer + 1] }
  var weights: Matrix { state.parameters.weights[layer] }
  var bias: Matrix { state.parameters.biases[layer] }

  /// The noise on the layer's input, and on its output; nil if there is none.
  var noiseBelow: (any UnitNoise)? { masks.noise(layer: layer) }
  var noiseAbove: (any UnitNoise)? { masks.noise(layer: layer + 1) }
  /// Whether the layer's weights are masked.
  var masksWeights: Bool { configuration.noise.masksWeights && masks.drops(layer: layer) }
  /// Whether some units are in no product.
  var isPacked: Bool { noiseBelow?.packed != nil || noiseAbove?.packed != nil }

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

/// The engines that the steps of a layer need, chosen from the plan of the run alone.
///
/// A schedule of dropout changes the keep probabilities, and with them the engine, from step to step. All are made
/// before the first step, at the lowest keep probabilities: whatever a higher one needs, these need too.
struct LayerEngines {
  private let context: EngineContext
  private let dense: DenseEngine
  private let masked: MaskedWeightsEngine?
  private let packed: PackedDenseEngine?

  init(_ context: EngineContext) {
    self.context = context
    dense = DenseEngine(context)
    masked = context.masksWeights ? MaskedWeightsEngine(context) : nil
    packed = context.isPacked ? PackedDenseEngine(context) : nil
  }

  /// The engine of the step whose masks are drawn.
  var current: any LayerEngine {
    if let masked, context.masksWeights { return masked }
    if let packed, context.isPacked { return packed }
    return dense
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

/// A layer of weights at work in the wide layout, called once a step and pass. It owns the memory that its way of
/// multiplying needs.
///
/// A way of multiplying is a type of its own; ``EngineContext/engine()`` chooses it.
protocol LayerEngine: AnyObject {
  /// `output = below · weights + bias`, `[batch, in]` · `[in, out]` + `[out]`.
  ///
  /// - Returns: Multiplications and additions of the product.
  func forward(_ below: Matrix, plan: StepPlan, into output: Matrix) -> Double

  /// The gradient of the weights, and what the plan's update makes of it; if it is wanted, also the gradient by
  /// `below`, with the weights before their update.
  ///
  /// - Parameters:
  ///   - below: As the forward pass had it.
  ///   - gradient: By the layer's logits, `[batch, out]`.
  /// - Returns: Multiplications and additions of the products.
  func backward(_ below: Matrix, gradient: Matrix, inputGradient: Matrix?, plan: StepPlan) -> Double
}

/// A weight layer of a run as its engine needs it.
struct EngineContext {
  /// The weight layer, from 0.
  let layer: Int
  let configuration: TrainingConfiguration
  let batchSize: Int
  let formula: MaskFormula
  let state: TrainingState
  let memory: EngineMemory
  /// What multiplies the layer's input, and its output; nil if nothing does.
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

  /// Which numbers of the layer's input its gradients need, `mask` being the mask on it.
  func members(under mask: AppliedMask = .all()) -> ColumnLists.Members {
    if layer == 0 { return .nonzero }
    if !Skipping.isOn { return .all }
    if configuration.network.activation == .relu { return .nonzero }
    // A unit that survives with an activation of exactly 0 has a gradient all the same.
    return .surviving(mask)
  }

  /// The column lists of an input of which the share `density` is not zero, or nil if computing every term is as
  /// fast: with input gradients lists are never slower.
  func lists(
    of input: Matrix, density: Double, members: ColumnLists.Members
  ) -> ColumnLists.Filled? {
    if layer == 0 && density >= RowLists.worthwhileDensity { return nil }
    return memory.columnLists.filled(input, members: members, team: memory.team)
  }

  /// Multiplications and additions of a forward product with an input of which the share `density` is not zero.
  func operations(_ input: Matrix, density: Double, outputs: Int) -> Double {
    let share = density < RowLists.worthwhileDensity ? density : 1
    return 2 * (share * Double(input.rows * input.columns)) * Double(outputs)
  }

  /// Multiplications and additions of the gradients, by the weights and above the first layer by the input, over
  /// the lists of an input or, without them, over all of it.
  func operations(_ lists: ColumnLists.Filled?, of input: Matrix, outputs: Int) -> Double {
    guard let lists else { return 2 * Double(input.rows * input.columns) * Double(outputs) }
    return 2 * Double(layer == 0 ? lists.count : 2 * lists.count) * Double(outputs)
  }
}

/// What the engines of a run share, as one works at a time: threads, and room for lists and packed matrices.
final class EngineMemory {
  let team: WorkTeam
  let rowLists: RowLists
  let columnLists: ColumnLists
  /// Made when the first packed layer asks for it.
  private(set) lazy var packed = PackedRoom(shape, batchSize: batchSize, threads: team.count)
  private let shape: NetworkShape
  private let batchSize: Int

  /// Memory for batches of `batchSize` rows.
  init(_ shape: NetworkShape, batchSize: Int, team: WorkTeam) {
    self.shape = shape
    self.batchSize = batchSize
    self.team = team
    let widest = shape.layers.dropLast().max() ?? 0
    rowLists = RowLists(rows: batchSize, columns: widest)
    columnLists = ColumnLists(rows: batchSize, columns: widest)
  }
}

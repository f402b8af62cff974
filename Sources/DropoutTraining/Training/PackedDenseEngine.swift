/// Multiplies only the part of a layer that is used by a batch with few distinct masks (at best one): the
/// weights between units kept by at least one mask are packed into dense matrices.
///
/// This changes no bit: a dropped unit would only add terms with a zero factor, and its mask clears whatever
/// it receives.
final class PackedDenseEngine: LayerEngine {
  private let context: EngineContext
  private let room: PackedRoom
  private let input: OwnedMatrix
  private let weights: OwnedMatrix
  /// Masks that keep every unit below and above, for a side that is not packed.
  private let allBelow: MaskBits
  private let allAbove: MaskBits
  private var density = 1.0

  /// The units in use below and above, and packed matrices of their numbers: the layer's input, its weights,
  /// and its outputs or their gradient.
  private struct Part {
    let below: SurvivingUnits
    let above: SurvivingUnits
    let input: Matrix
    let weights: Matrix
    let output: Matrix
  }

  /// Allocates memory for a layer that is packed on at least one side.
  init(_ context: EngineContext) {
    self.context = context
    room = context.memory.packed
    input = OwnedMatrix(rows: context.batchSize, columns: context.inputs)
    weights = OwnedMatrix(rows: context.inputs, columns: context.outputs)
    allBelow = MaskBits(rows: 1, units: context.inputs)
    allAbove = MaskBits(rows: 1, units: context.outputs)
    allBelow.keepAll(rows: 1)
    allAbove.keepAll(rows: 1)
  }

  private var part: Part {
    let below = context.noiseBelow?.packed ?? allBelow.survivors(row: 0)
    let above = context.noiseAbove?.packed ?? allAbove.survivors(row: 0)
    let rows = context.batchSize
    return Part(
      below: below, above: above, input: input.view.reshaped(rows: rows, columns: below.count),
      weights: weights.view.reshaped(rows: below.count, columns: above.count),
      output: room.outputs.view.reshaped(rows: rows, columns: above.count))
  }

  /// Outputs of dropped units become zero, unless every term is computed.
  func forward(_ below: Matrix, plan: StepPlan, into output: Matrix) -> Double {
    let part = part
    let (lists, team) = (context.memory.rowLists, context.memory.team)
    Kernels.compact(below, rows: nil, columns: part.below, into: part.input)
    Kernels.compact(context.weights, rows: part.below, columns: part.above, into: part.weights)
    if Skipping.isOn {
      let bias = room.bias.view.reshaped(rows: 1, columns: part.above.count)
      Kernels.compact(context.bias, rows: nil, columns: part.above, into: bias)
      density = lists.product(part.input, part.weights, bias: bias, into: part.output, team: team)
      Kernels.expand(part.output, columns: part.above, into: output)
    } else {
      density = lists.product(
        below, context.weights, bias: context.bias, into: output, team: team)
    }
    return context.operations(part.input, density: density, outputs: part.above.count)
  }

  func backward(
    _ below: Matrix, gradient: Matrix, inputGradient: Matrix?, plan: StepPlan
  ) -> Double {
    let part = part
    Kernels.compact(gradient, rows: nil, columns: part.above, into: part.output)
    let lists = context.lists(of: part.input, density: density, members: context.members())
    let operations = context.operations(lists, of: part.input, outputs: part.above.count)
    stepWeights(
      part, lists: lists, wantsInputGradient: inputGradient != nil, step: plan.update)
    if let inputGradient {
      // The packed input is not needed any more.
      lists?.spread(into: part.input, team: context.memory.team)
      Kernels.expand(part.input, columns: part.below, into: inputGradient)
    }
    return operations
  }

  /// Computes the gradient of the weights and applies the optimiser's step to all of them; with lists and if
  /// wanted, also the gradient with respect to each listed input.
  private func stepWeights(
    _ part: Part, lists: ColumnLists.Filled?, wantsInputGradient: Bool, step: OptimizerStep
  ) {
    let layer = context.state.layerWeights(context.layer)
    let count = part.below.count
    // A block's gradient is used while it is in the cache. If no input is present there is still one (empty)
    // block, so that the optimiser step of the absent inputs is applied.
    context.memory.team.splitNumbered(max(count, 1), unit: ColumnLists.block) { number, range in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: ColumnLists.block) {
        let inputs = start..<min(start + ColumnLists.block, range.upperBound, count)
        // Rows with the same stride as the packed weights.
        let stored = room.gradients.view.packed(
          from: number * ColumnLists.block, rows: inputs.count, like: part.weights)
        Kernels.stepWeights(
          LayerWeights(weights: part.weights, stored: stored, first: inputs.lowerBound),
          input: part.input, lists: lists, gradient: part.output, inputs: inputs, step: .store,
          wantsInputGradient: wantsInputGradient)
        Kernels.stepWeights(
          layer, compactGradient: stored, rows: part.below, columns: part.above, inputs: inputs,
          step: step)
      }
    }
    if step.limitsNorms { Kernels.squareSums(layer.weights, into: context.state.squares) }
  }
}

/// Memory that the packed layers of a run share: for a bias, for a batch of outputs or their gradients, and
/// for the gradient of one block of weights per thread.
final class PackedRoom {
  let bias: OwnedMatrix
  let outputs: OwnedMatrix
  let gradients: OwnedMatrix

  init(_ shape: NetworkShape, batchSize: Int, threads: Int) {
    let widest = shape.layers.max() ?? 0
    bias = OwnedMatrix(rows: 1, columns: widest)
    outputs = OwnedMatrix(rows: batchSize, columns: widest)
    gradients = OwnedMatrix(rows: threads * ColumnLists.block, columns: widest)
  }
}

/// Multiplies all weights of a layer, skipping zeros of the layer's input if that is faster.
final class DenseEngine: LayerEngine {
  private let context: EngineContext
  /// The share of nonzero numbers in the last input.
  private var density = 1.0

  init(_ context: EngineContext) { self.context = context }

  func forward(_ below: Matrix, plan: StepPlan, into output: Matrix) -> Double {
    density = context.memory.rowLists.product(
      below, context.weights, bias: context.bias, into: output, team: context.memory.team)
    return context.operations(below, density: density, outputs: output.columns)
  }

  func backward(
    _ below: Matrix, gradient: Matrix, inputGradient: Matrix?, plan: StepPlan
  ) -> Double {
    let weights = context.state.layerWeights(context.layer)
    let lists = context.lists(
      of: below, density: density,
      members: context.members(under: context.noiseBelow?.applied ?? .all()))
    context.memory.team.split(below.columns, unit: ColumnLists.block) { inputs in
      Kernels.stepWeights(
        weights, input: below, lists: lists, gradient: gradient, inputs: inputs, step: plan.update,
        wantsInputGradient: inputGradient != nil)
    }
    if let inputGradient { lists?.spread(into: inputGradient, team: context.memory.team) }
    return context.operations(lists, of: below, outputs: gradient.columns)
  }
}

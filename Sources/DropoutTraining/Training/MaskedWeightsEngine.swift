/// DropConnect: masks the weights of a layer, not its units. Each group of rows of the batch has its own
/// masked weights, with which its products are computed.
///
/// Sums over examples run within a group, then over the groups in order.
///
/// - Complexity: A step draws the mask of all weights twice for each group. With one example per group, this
///   takes most of the time.
final class MaskedWeightsEngine: LayerEngine {
  private let context: EngineContext
  private let groups: RowGroups
  private let bits: MaskBits
  private let weights: OwnedMatrix
  private let gradient: OwnedMatrix

  init(_ context: EngineContext) {
    self.context = context
    groups = context.formula.policy.rowGroups(batchSize: context.batchSize)
    bits = MaskBits(rows: context.inputs, units: context.outputs)
    weights = OwnedMatrix(rows: context.inputs, columns: context.outputs)
    gradient = OwnedMatrix(rows: context.inputs, columns: context.outputs)
  }

  func forward(_ below: Matrix, plan: StepPlan, into output: Matrix) -> Double {
    var operations = 0.0
    eachGroup(plan) { group, rows in
      let part = below.rows(rows.lowerBound, count: rows.count)
      let density = context.memory.rowLists.product(
        part, weights.view, bias: context.bias,
        into: output.rows(rows.lowerBound, count: rows.count), team: context.memory.team)
      operations += context.operations(part, density: density, outputs: output.columns)
    }
    return operations
  }

  func backward(
    _ below: Matrix, gradient outputGradient: Matrix, inputGradient: Matrix?, plan: StepPlan
  ) -> Double {
    let (state, team) = (context.state, context.memory.team)
    let (total, own) = (state.gradients.weights[context.layer], gradient.view)
    var operations = 0.0
    eachGroup(plan) { group, rows in
      let part = below.rows(rows.lowerBound, count: rows.count)
      let lists = context.memory.columnLists.filled(part, members: context.members(), team: team)
      operations += context.operations(lists, of: part, outputs: own.columns)
      team.split(own.rows, unit: ColumnLists.block) { inputs in
        Kernels.stepWeights(
          LayerWeights(weights: weights.view, stored: own, first: 0), input: part, lists: lists,
          gradient: outputGradient.rows(rows.lowerBound, count: rows.count), inputs: inputs,
          step: .store, wantsInputGradient: inputGradient != nil)
      }
      if let inputGradient {
        lists.spread(into: inputGradient.rows(rows.lowerBound, count: rows.count), team: team)
      }
      Kernels.applyMask(own, into: group == 0 ? total : own, mask: mask)
      if group > 0 { Kernels.addScaled(own, times: 1, to: total) }
    }
    state.step(layer: context.layer, rows: 0..<own.rows, plan.update)
    if plan.update.limitsNorms { Kernels.squareSums(context.weights, into: state.squares) }
    return operations
  }

  private var keep: KeepProbability { context.masks.keep(layer: context.layer) }

  /// The mask drawn last, in the form that weights and their gradients need.
  private var mask: AppliedMask { bits.applied(rowsPerMask: 1, scale: keep.inverseScale) }

  /// Draws and applies the mask of each group's weights, then calls `body` for the group and its rows.
  private func eachGroup(_ plan: StepPlan, _ body: (_ group: Int, _ rows: Range<Int>) -> Void) {
    for group in 0..<groups.count {
      bits.draw(
        rows: context.inputs, key: context.formula.weightKey(layer: context.layer, group: group),
        draw: plan.drawn.draw, threshold: keep.threshold)
      Kernels.applyMask(context.weights, into: weights.view, mask: mask)
      body(group, groups.rows(of: group))
    }
  }
}

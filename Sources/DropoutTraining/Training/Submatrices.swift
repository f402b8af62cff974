/// The part of a network that a batch has: where few masks serve it, most of all one, the weights
/// between units that some mask keeps are moved together, and products run over those only.
///
/// What a dropped unit would have added are terms with a zero factor, and what it would have received
/// its mask clears.
final class Submatrices {
  private let masks: LayerMasks
  private let layers: [Layer]
  /// Room for a bias, and for a batch of outputs or of gradients.
  private let bias: OwnedMatrix
  private let outputs: OwnedMatrix

  /// Room for what survives of a weight layer.
  private struct Layer {
    let input: OwnedMatrix
    let weights: OwnedMatrix
    let gradient: OwnedMatrix
  }

  /// Memory for a network.
  init(_ shape: NetworkShape, batchSize: Int, masks: LayerMasks) {
    self.masks = masks
    layers = zip(shape.layers, shape.layers.dropFirst()).map { inputs, outputs in
      Layer(
        input: OwnedMatrix(rows: batchSize, columns: inputs),
        weights: OwnedMatrix(rows: inputs, columns: outputs),
        gradient: OwnedMatrix(rows: inputs, columns: outputs))
    }
    let widest = shape.layers.max() ?? 0
    bias = OwnedMatrix(rows: 1, columns: widest)
    outputs = OwnedMatrix(rows: batchSize, columns: widest)
  }

  /// The units that the batch has below and above a weight layer.
  func present(_ layer: Int) -> (below: SurvivingUnits, above: SurvivingUnits) {
    (masks.present(layer: layer), masks.present(layer: layer + 1))
  }

  /// `output = input · weights + bias`, `[batch, in]` · `[in, out]` + `[out]`; dropped outputs become
  /// zero, unless every term is computed.
  ///
  /// - Returns: The share of survivors in the inputs that the batch has.
  func forward(
    _ input: Matrix, layer: Int, parameters: borrowing ParameterBuffer, into output: Matrix,
    lists: SurvivorLists, team: WorkTeam
  ) -> Double {
    let (below, above) = present(layer)
    let a = layers[layer].input.view.reshaped(rows: input.rows, columns: below.count)
    let w = layers[layer].weights.view.reshaped(rows: below.count, columns: above.count)
    let b = bias.view.reshaped(rows: 1, columns: above.count)
    let out = outputs.view.reshaped(rows: input.rows, columns: above.count)
    Kernels.compact(input, rows: nil, columns: below, into: a)
    Kernels.compact(parameters.weights[layer], rows: below, columns: above, into: w)
    Kernels.compact(parameters.biases[layer], rows: nil, columns: above, into: b)
    guard Skipping.isOn else {
      return lists.product(
        input, parameters.weights[layer], bias: parameters.biases[layer], into: output, team: team)
    }
    let density = lists.product(a, w, bias: b, into: out, team: team)
    Kernels.expand(out, columns: above, into: output)
    return density
  }

  /// The gradient of a layer's weights and the optimiser's step on them, with the input of the last
  /// forward pass; `lists` as in ``WideLayout``.
  ///
  /// - Parameters:
  ///   - gradient: By the layer's logits, `[batch, out]`.
  ///   - inputGradient: Where the gradient by the layer's input goes, `[batch, in]`; dropped inputs get
  ///     zero.
  func stepWeights(
    layer: Int, gradient: Matrix, state: TrainingState, step: OptimizerStep,
    lists: (Matrix) -> ColumnLists?, inputGradient: Matrix?, team: WorkTeam
  ) {
    let (below, above) = present(layer)
    let room = layers[layer]
    let a = room.input.view.reshaped(rows: gradient.rows, columns: below.count)
    let w = room.weights.view.reshaped(rows: below.count, columns: above.count)
    let dz = outputs.view.reshaped(rows: gradient.rows, columns: above.count)
    Kernels.compact(gradient, rows: nil, columns: above, into: dz)
    let lists = lists(a)
    let whole = state.layerWeights(layer)
    // A block's gradient is used while it is in the cache. Without a present input there is one empty
    // block, whose absent inputs have their step.
    team.split(max(below.count, 1), unit: ColumnLists.block) { part in
      for start in stride(from: part.lowerBound, to: part.upperBound, by: ColumnLists.block) {
        let inputs = start..<min(start + ColumnLists.block, part.upperBound, below.count)
        let stored = room.gradient.view.rows(part.lowerBound, count: inputs.count)
          .reshaped(rows: inputs.count, columns: above.count)
        Kernels.stepWeights(
          LayerWeights(weights: w, stored: stored, first: inputs.lowerBound), input: a,
          lists: lists, gradient: dz, inputs: inputs, step: .store,
          wantsInputGradient: inputGradient != nil)
        Kernels.stepWeights(
          whole, compactGradient: stored, rows: below, columns: above, inputs: inputs, step: step)
      }
    }
    if step.limitsNorms {
      Kernels.squareSums(whole.weights, into: state.squares)
    }
    if let inputGradient {
      lists?.spread(into: a, team: team)
      Kernels.expand(a, columns: below, into: inputGradient)
    }
  }
}

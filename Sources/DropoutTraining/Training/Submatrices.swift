/// The sub-network that a batch actually uses. When a batch has few distinct masks (at best one), the weights
/// between units kept by at least one of them are packed into dense matrices, and only those are multiplied.
///
/// No bit changes by it: a dropped unit would only have added terms with a zero factor, and its mask clears
/// whatever it would have received.
final class Submatrices {
  private let masks: LayerMasks
  private let team: WorkTeam
  /// Per weight layer, its part; nil if the batch has all of it.
  private let layers: [Layer?]
  /// Room for a bias, for a batch of outputs or of gradients, and for the gradient of a block of
  /// weights a thread.
  private let bias: OwnedMatrix
  private let outputs: OwnedMatrix
  private let gradients: OwnedMatrix

  /// Room for what the batch has of a weight layer.
  private struct Layer {
    let input: OwnedMatrix
    let weights: OwnedMatrix
  }

  /// The present part of a layer's input, weights, and gradient by logits.
  struct Part {
    let input: Matrix
    let weights: Matrix
    let gradient: Matrix
    fileprivate let below: SurvivingUnits
    fileprivate let above: SurvivingUnits
  }

  /// Memory for a network; nil if none of its layers is thinned.
  init?(_ shape: NetworkShape, batchSize: Int, masks: LayerMasks, team: WorkTeam) {
    let thinned = shape.layers.indices.map { masks.thins(layer: $0) }
    guard thinned.contains(true) else { return nil }
    self.masks = masks
    self.team = team
    layers = shape.layers.indices.dropLast().map { layer in
      guard thinned[layer] || thinned[layer + 1] else { return nil }
      let (inputs, outputs) = (shape.layers[layer], shape.layers[layer + 1])
      return Layer(
        input: OwnedMatrix(rows: batchSize, columns: inputs),
        weights: OwnedMatrix(rows: inputs, columns: outputs))
    }
    let widest = shape.layers.max() ?? 0
    bias = OwnedMatrix(rows: 1, columns: widest)
    outputs = OwnedMatrix(rows: batchSize, columns: widest)
    gradients = OwnedMatrix(rows: team.count * ColumnLists.block, columns: widest)
  }

  /// Whether the batch has only a part of a weight layer.
  func covers(_ layer: Int) -> Bool { layers[layer] != nil }

  /// How many units the batch has below and above a weight layer.
  func presentCounts(_ layer: Int) -> (below: Int, above: Int) {
    (masks.present(layer: layer).count, masks.present(layer: layer + 1).count)
  }

  private func room(_ layer: Int) -> Layer {
    guard let room = layers[layer] else {
      preconditionFailure("the batch has all of weight layer \(layer)")
    }
    return room
  }

  /// `output = input · weights + bias`, `[batch, in]` · `[in, out]` + `[out]`; absent outputs become
  /// zero, unless every term is computed.
  ///
  /// - Returns: The share of survivors in the inputs that the batch has.
  func forward(
    _ input: Matrix, layer: Int, parameters: borrowing ParameterBuffer, into output: Matrix,
    lists: RowLists
  ) -> Double {
    let (below, above) = (masks.present(layer: layer), masks.present(layer: layer + 1))
    let room = room(layer)
    let a = room.input.view.reshaped(rows: input.rows, columns: below.count)
    let w = room.weights.view.reshaped(rows: below.count, columns: above.count)
    Kernels.compact(input, rows: nil, columns: below, into: a)
    Kernels.compact(parameters.weights[layer], rows: below, columns: above, into: w)
    guard Skipping.isOn else {
      return lists.product(
        input, parameters.weights[layer], bias: parameters.biases[layer], into: output, team: team)
    }
    let b = bias.view.reshaped(rows: 1, columns: above.count)
    let out = outputs.view.reshaped(rows: input.rows, columns: above.count)
    Kernels.compact(parameters.biases[layer], rows: nil, columns: above, into: b)
    let density = lists.product(a, w, bias: b, into: out, team: team)
    Kernels.expand(out, columns: above, into: output)
    return density
  }

  /// What the batch has of a layer, with the input and the weights of the last forward pass.
  ///
  /// - Parameter gradient: By the layer's logits, `[batch, out]`.
  func part(_ layer: Int, gradient: Matrix) -> Part {
    let (below, above) = (masks.present(layer: layer), masks.present(layer: layer + 1))
    let room = room(layer)
    let part = Part(
      input: room.input.view.reshaped(rows: gradient.rows, columns: below.count),
      weights: room.weights.view.reshaped(rows: below.count, columns: above.count),
      gradient: outputs.view.reshaped(rows: gradient.rows, columns: above.count), below: below,
      above: above)
    Kernels.compact(gradient, rows: nil, columns: above, into: part.gradient)
    return part
  }

  /// The gradient of a layer's weights and the optimiser's step on all of them; with lists, also the
  /// gradient by each listed input if it is wanted.
  func stepWeights(
    _ layer: LayerWeights, part: Part, lists: ColumnLists.Filled?, wantsInputGradient: Bool,
    step: OptimizerStep, squares: borrowing AlignedBuffer<Float>
  ) {
    let count = part.below.count
    // A block's gradient is used while it is in the cache. If no input is present there is still one (empty)
    // block, so that the optimiser step of the absent inputs is applied.
    team.splitNumbered(max(count, 1), unit: ColumnLists.block) { number, range in
      for start in stride(from: range.lowerBound, to: range.upperBound, by: ColumnLists.block) {
        let inputs = start..<min(start + ColumnLists.block, range.upperBound, count)
        // Rows as far apart as the layer's own.
        let stored = gradients.view.packed(
          from: number * ColumnLists.block, rows: inputs.count, like: part.weights)
        Kernels.stepWeights(
          LayerWeights(weights: part.weights, stored: stored, first: inputs.lowerBound),
          input: part.input, lists: lists, gradient: part.gradient, inputs: inputs, step: .store,
          wantsInputGradient: wantsInputGradient)
        Kernels.stepWeights(
          layer, compactGradient: stored, rows: part.below, columns: part.above, inputs: inputs,
          step: step)
      }
    }
    if step.limitsNorms { Kernels.squareSums(layer.weights, into: squares) }
  }

  /// A gradient by present inputs as one by all, zero elsewhere.
  func expand(_ gradient: Matrix, of part: Part, into output: Matrix) {
    Kernels.expand(gradient, columns: part.below, into: output)
  }
}

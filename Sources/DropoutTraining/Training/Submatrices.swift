/// The part of a network that one mask for the whole batch leaves: its weights moved together, so
/// that products run over survivors only, on both sides.
///
/// What a dropped unit would have added are terms with a zero factor, and what it would have received
/// its mask clears: no bit changes.
final class Submatrices {
  private let masks: LayerMasks
  private let weightMemory: AlignedBuffer<Float>
  private let memory: AlignedBuffer<Float>
  private let turnedMemory: AlignedBuffer<Float>
  /// Per weight layer, room for its weights.
  private let weights: [Matrix]
  /// Room for a bias, and for a batch at the lower and at the upper side of a layer.
  private let bias: Matrix
  private let lower: Matrix
  private let upper: Matrix

  /// Memory for a network; `masks` has one row for the whole batch.
  init(_ shape: NetworkShape, batchSize: Int, masks: LayerMasks) {
    self.masks = masks
    let pairs = Array(zip(shape.layers, shape.layers.dropFirst()))
    weightMemory = AlignedBuffer(count: pairs.reduce(0) { $0 + $1.0 * rowStride($1.1) })
    turnedMemory = AlignedBuffer(count: pairs.map { $1 * rowStride($0) }.max() ?? 0)
    let widest = shape.layers.max() ?? 0
    memory = AlignedBuffer(count: (2 * batchSize + 1) * rowStride(widest))
    lower = Matrix(memory, rows: batchSize, columns: widest)
    upper = Matrix(
      memory, offset: batchSize * rowStride(widest), rows: batchSize, columns: widest)
    bias = Matrix(memory, offset: 2 * batchSize * rowStride(widest), rows: 1, columns: widest)
    var weights: [Matrix] = []
    var offset = 0
    for (inputs, outputs) in pairs {
      weights.append(Matrix(weightMemory, offset: offset, rows: inputs, columns: outputs))
      offset += inputs * rowStride(outputs)
    }
    self.weights = weights
  }

  /// The surviving part of a layer's weights, as the last forward pass moved it together.
  private func survivingWeights(_ layer: Int) -> Matrix {
    weights[layer].reshaped(
      rows: masks.survivors(layer: layer).count, columns: masks.survivors(layer: layer + 1).count)
  }

  /// `output = input · weights + bias`, `[batch, in]` · `[in, out]` + `[out]`; dropped outputs become
  /// zero.
  ///
  /// - Returns: The share of survivors in the surviving inputs.
  func forward(
    _ input: Matrix, layer: Int, parameters: borrowing ParameterBuffer, into output: Matrix,
    lists: SurvivorLists, team: WorkTeam
  ) -> Double {
    let (rows, columns) = (masks.survivors(layer: layer), masks.survivors(layer: layer + 1))
    let a = lower.reshaped(rows: input.rows, columns: rows.count)
    let w = survivingWeights(layer)
    let b = bias.reshaped(rows: 1, columns: columns.count)
    let out = upper.reshaped(rows: input.rows, columns: columns.count)
    Kernels.compact(input, rows: nil, columns: rows, into: a)
    Kernels.compact(parameters.weights[layer], rows: rows, columns: columns, into: w)
    Kernels.compact(parameters.biases[layer], rows: nil, columns: columns, into: b)
    let density = lists.product(a, w, bias: b, into: out, team: team)
    Kernels.expand(out, columns: columns, into: output)
    return density
  }

  /// `output = gradient · weightsᵀ`, `[batch, out]` · `[out, in]`, with the weights of the last forward
  /// pass; dropped inputs get zero.
  ///
  /// - Returns: The share of survivors in the gradient of the surviving outputs.
  func inputGradient(
    _ gradient: Matrix, layer: Int, into output: Matrix, lists: SurvivorLists, team: WorkTeam
  ) -> Double {
    let (rows, columns) = (masks.survivors(layer: layer), masks.survivors(layer: layer + 1))
    let w = survivingWeights(layer)
    let turned = Matrix(turnedMemory, rows: weights[layer].columns, columns: weights[layer].rows)
      .reshaped(rows: columns.count, columns: rows.count)
    let a = upper.reshaped(rows: gradient.rows, columns: columns.count)
    let out = lower.reshaped(rows: gradient.rows, columns: rows.count)
    Kernels.compact(gradient, rows: nil, columns: columns, into: a)
    Kernels.transpose(w, into: turned)
    let density = lists.product(a, turned, into: out, team: team)
    Kernels.expand(out, columns: rows, into: output)
    return density
  }
}

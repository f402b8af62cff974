/// DropConnect: the layers whose weights, not units, are masked. Each group of rows of the batch has
/// masked weights of its own, and its products are computed with those.
///
/// Sums over examples run within a group, then over the groups in order.
///
/// - Complexity: A step makes the mask of all weights twice for each group: with one example a group
///   that outweighs everything else.
final class WeightMasks {
  private let source: DropoutMasks
  private let keeps: [KeepProbability]
  private let batchSize: Int
  private let rowsPerMask: Int
  private let team: WorkTeam
  /// Per weight layer; nil if its weights are not masked.
  private let layers: [Layer?]
  private var draw: UInt64 = 0

  private final class Layer {
    let bits: MaskBits
    let weights: OwnedMatrix
    let gradient: OwnedMatrix

    init(inputs: Int, outputs: Int) {
      bits = MaskBits(rows: inputs, units: outputs)
      weights = OwnedMatrix(rows: inputs, columns: outputs)
      gradient = OwnedMatrix(rows: inputs, columns: outputs)
    }
  }

  /// Memory for a run; nil if no weights are masked.
  init?(
    _ source: DropoutMasks, configuration: TrainingConfiguration, batchSize: Int, team: WorkTeam
  ) {
    guard configuration.noise == .dropconnect, source.policy.drops else { return nil }
    self.source = source
    self.batchSize = batchSize
    self.team = team
    rowsPerMask = source.policy.rowsPerMask(batchSize: batchSize)
    let keeps = configuration.keepProbabilities.map(KeepProbability.init)
    self.keeps = keeps
    let widths = configuration.network.layers
    layers = keeps.indices.map { layer in
      keeps[layer].keepsAll ? nil : Layer(inputs: widths[layer], outputs: widths[layer + 1])
    }
  }

  /// Whether a weight layer is masked.
  func masks(_ layer: Int) -> Bool { layers[layer] != nil }

  /// Makes the masks those of a draw.
  func draw(_ draw: UInt64) { self.draw = draw }

  /// `output = below · masked weights + bias`, group by group.
  ///
  /// - Returns: The share of numbers that are not zero in `below`.
  func forward(
    _ below: Matrix, layer: Int, parameters: borrowing ParameterBuffer, into output: Matrix,
    lists: RowLists
  ) -> Double {
    var density = 0.0
    eachGroup { group, start, count in
      let weights = maskedWeights(parameters.weights[layer], layer: layer, group: group)
      density +=
        lists.product(
          below.rows(start, count: count), weights, bias: parameters.biases[layer],
          into: output.rows(start, count: count), team: team) * Double(count)
    }
    return density / Double(batchSize)
  }

  /// Makes `total` the gradient of the weights and, if it is wanted, `inputGradient` that of the
  /// layer's input.
  func backward(
    _ below: Matrix, layer: Int, weights: Matrix, gradient: Matrix, into total: Matrix,
    inputGradient: Matrix?, lists: ColumnLists, members: ColumnLists.Members
  ) {
    guard let own = layers[layer] else { preconditionFailure("weight layer \(layer) has no masks") }
    let part = own.gradient.view
    eachGroup { group, start, count in
      let masked = maskedWeights(weights, layer: layer, group: group)
      let rows = below.rows(start, count: count)
      let filled = lists.filled(rows, members: members, team: team)
      team.split(below.columns, unit: ColumnLists.block) { inputs in
        Kernels.stepWeights(
          LayerWeights(weights: masked, stored: part, first: 0), input: rows, lists: filled,
          gradient: gradient.rows(start, count: count), inputs: inputs, step: .store,
          wantsInputGradient: inputGradient != nil)
      }
      if let inputGradient {
        filled.spread(into: inputGradient.rows(start, count: count), team: team)
      }
      Kernels.applyMask(part, into: group == 0 ? total : part, mask: mask(layer))
      if group > 0 { Kernels.add(part, to: total) }
    }
  }

  /// A group's weights, with the mask drawn for it.
  private func maskedWeights(_ weights: Matrix, layer: Int, group: Int) -> Matrix {
    guard let own = layers[layer] else { preconditionFailure("weight layer \(layer) has no masks") }
    own.bits.draw(
      rows: weights.rows, key: source.weightKey(layer: layer, group: group), draw: draw,
      threshold: keeps[layer].threshold)
    Kernels.applyMask(weights, into: own.weights.view, mask: mask(layer))
    return own.weights.view
  }

  /// The mask drawn last, as weights and their gradients take it.
  private func mask(_ layer: Int) -> AppliedMask {
    layers[layer]?.bits.applied(rowsPerMask: 1, scale: keeps[layer].inverseScale) ?? .all()
  }

  private func eachGroup(_ body: (_ group: Int, _ start: Int, _ count: Int) -> Void) {
    for (group, start) in stride(from: 0, to: batchSize, by: rowsPerMask).enumerated() {
      body(group, start, min(rowsPerMask, batchSize - start))
    }
  }
}

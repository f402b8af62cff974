import DropoutStatistics
package import DropoutTraining

/// Masks that happen to drop nothing, and the remarks about them.
///
/// With few units and a high keep probability, a mask that many examples share often drops nothing: with 20
/// units and keep .86, one mask in 20. If that mask is frozen, the run never drops anything.
package enum EmptyMask {
  /// Whether a layer that can drop units drops none in the whole batch of a step.
  package static func isEmpty(
    _ masks: MaskFormula, layer: Int, training: TrainingConfiguration, exampleCount: Int,
    step: Int = 0
  ) -> Bool {
    let keep = training.keep(layer: layer)
    guard masks.policy.drops(at: keep), training.noise.dropsUnits else { return false }
    let batchSize = training.batchSize(exampleCount: exampleCount)
    let epoch = training.epoch(step: step, exampleCount: exampleCount)
    // The first examples nearly always settle it.
    for rows in [min(batchSize, 16), batchSize] {
      let matrix = masks.matrix(
        layer: layer, keep: keep, batchSize: rows, units: training.network.layers[layer],
        step: step, epoch: epoch)
      if matrix.contains(0) { return false }
    }
    return true
  }

  /// The probability that the masks of these layers drop nothing in a whole batch.
  ///
  /// - Parameter layers: Keep probability and number of units of each layer.
  package static func chance(
    _ layers: [(keep: KeepProbability, units: Int)], policy: MaskPolicy, batchSize: Int
  ) -> Double {
    let masks = policy.rowGroups(batchSize: batchSize).count
    return layers.reduce(1) { $0 * power($1.keep.realised, masks * $1.units) }
  }

  /// `base` to the power `exponent`, by squaring: the same bits on every system.
  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, left) = (1.0, base, exponent)
    while left > 0 {
      if left % 2 == 1 { result *= square }
      square *= square
      left /= 2
    }
    return result
  }

  /// "as 4.9 % of masks do" or, for a frozen policy, "as with 4.9 % of seeds".
  package static func odds(_ chance: Double, policy: MaskPolicy) -> String {
    let percent = 100 * chance
    let text = percent < 0.1 ? "below 0.1" : NumberText.fixed(percent, decimals: 1)
    return policy.renewal == .frozen ? "as with \(text) % of seeds" : "as \(text) % of masks do"
  }

  /// The remark about a run whose frozen masks drop nothing at all; nil for any other run.
  package static func remark(
    _ training: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, exampleCount: Int
  ) -> String? {
    let layers = (0..<training.network.droppableLayerCount).filter {
      !training.keep(layer: $0).keepsAll
    }
    let masks = MaskFormula(policy: policy, seed: seed)
    guard policy.renewal == .frozen, !layers.isEmpty,
      layers.allSatisfy({
        isEmpty(masks, layer: $0, training: training, exampleCount: exampleCount)
      })
    else { return nil }
    let share = chance(
      layers.map { (training.keep(layer: $0), training.network.layers[$0]) }, policy: policy,
      batchSize: training.batchSize(exampleCount: exampleCount))
    return
      "The frozen mask of seed \(seed) drops nothing, by chance, \(odds(share, policy: policy)); "
      + "another seed shows what a frozen mask does."
  }

  /// The first seed whose frozen per-batch masks are instructive: among the shown units of `layer` some are
  /// dropped and some kept, and no layer is left without a unit. If there is no such seed, the first one.
  package static func tellingSeed(
    of training: TrainingConfiguration, layer: Int, shownUnits: Int = .max, seeds: [UInt64]
  ) -> UInt64 {
    precondition(!seeds.isEmpty, "no seeds")
    func mask(_ layer: Int, _ seed: UInt64) -> [UInt8] {
      MaskFormula(policy: MaskPolicy(.perBatch, .frozen), seed: seed).matrix(
        layer: layer, keep: training.keep(layer: layer), batchSize: 1,
        units: training.network.layers[layer], step: 0, epoch: 0)
    }
    return seeds.first { seed in
      let shown = mask(layer, seed).prefix(shownUnits)
      return shown.contains(0) && shown.contains(1)
        && (0..<training.network.droppableLayerCount).allSatisfy { mask($0, seed).contains(1) }
    } ?? seeds[0]
  }
}

extension TrainingConfiguration {
  /// The layer whose masks a picture shows: the first hidden layer that drops units, else the input; nil if
  /// nothing drops units.
  package var pictureLayer: Int? {
    guard noise.dropsUnits else { return nil }
    let dropping = (0..<network.droppableLayerCount).filter { !keep(layer: $0).keepsAll }
    return dropping.first { $0 > 0 } ?? dropping.first
  }
}

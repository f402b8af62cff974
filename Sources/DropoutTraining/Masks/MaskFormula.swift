/// The masks of a run as a pure function of (seed, layer, step, row group, unit).
///
/// ```
/// key   = RandomKey(seed).folding(.masks, layer)
/// block = Philox(counter: (unit / 8, row group, draw mod 2³², draw / 2³²), key)
/// the unit survives  ⟺  halfword (unit mod 8) of the block  <  round(keep · 65,536)
/// ```
///
/// Halfwords count from the low half of word 0. The row group is the batch row divided by the
/// number of rows that share a mask; the draw is the step divided as the renewal says
/// (``MaskPolicy/draw(step:epoch:)``).
public struct MaskFormula: Hashable, Sendable {
  /// Sharing and renewal.
  public let policy: MaskPolicy
  /// The run's seed.
  public let seed: UInt64
  private let purpose: Purpose

  /// What the masks are for: each purpose has its own keys.
  enum Purpose: Hashable, Sendable {
    case training
    case monteCarlo
    case study

    fileprivate var use: RandomUse {
      switch self {
      case .training: .masks
      case .monteCarlo: .monteCarlo
      case .study: .study
      }
    }
  }

  /// The masks of the run with this seed.
  public init(policy: MaskPolicy, seed: UInt64) {
    self.init(policy: policy, seed: seed, purpose: .training)
  }

  /// Masks for another use than training.
  init(policy: MaskPolicy, seed: UInt64, purpose: Purpose) {
    self.policy = policy
    self.seed = seed
    self.purpose = purpose
  }

  /// The key of a layer's masks; layer 0 is the input.
  func key(layer: Int) -> RandomKey {
    RandomKey(seed: seed).folding(purpose.use, layer: layer)
  }

  /// The key of a layer's Gaussian factors.
  func factorKey(layer: Int) -> RandomKey { key(layer: layer).folding(.factors) }

  /// The key of the masks of a layer's weights, for one group of rows.
  func weightKey(layer: Int, group: Int) -> RandomKey {
    key(layer: layer).folding(.weightMasks, layer: group)
  }

  /// The mask of the weights that leave a layer in one step under DropConnect, for one group of the batch's
  /// rows: `[inputs, outputs]` zeros and ones, row-major.
  public func weightMatrix(
    layer: Int, keep: KeepProbability, inputs: Int, outputs: Int, group: Int, step: Int, epoch: Int
  ) -> [UInt8] {
    guard policy.drops(at: keep) else { return [UInt8](repeating: 1, count: inputs * outputs) }
    let bits = MaskBits(rows: inputs, units: outputs)
    bits.draw(
      rows: inputs, key: weightKey(layer: layer, group: group),
      draw: policy.draw(step: step, epoch: epoch), threshold: keep.threshold)
    return (0..<inputs).flatMap { input in
      (0..<outputs).map { bits.survives(row: input, unit: $0) ? 1 : 0 }
    }
  }

  /// The factors of one layer in one step under Gaussian dropout, `[batchSize, units]`, row-major; the
  /// parameters are those of ``matrix(layer:keep:batchSize:units:step:epoch:)``.
  public func factors(
    layer: Int, keep: KeepProbability, batchSize: Int, units: Int, step: Int, epoch: Int
  ) -> [Float] {
    precondition(
      batchSize > 0 && units > 0 && step >= 0, "\(batchSize) × \(units), step \(step)")
    guard policy.drops(at: keep) else { return [Float](repeating: 1, count: batchSize * units) }
    let groups = policy.rowGroups(batchSize: batchSize)
    let factors = NormalFactors(rows: groups.count, units: units)
    factors.draw(
      rows: groups.count, key: factorKey(layer: layer), draw: policy.draw(step: step, epoch: epoch),
      sigma: DropoutNoise.standardDeviation(keep))
    return (0..<batchSize).flatMap { row in
      (0..<units).map { factors[groups.group(of: row), $0] }
    }
  }

  /// The mask matrix D of one layer in one step.
  ///
  /// - Parameters:
  ///   - layer: 0 for the input, *l* for hidden layer *l*.
  ///   - keep: The layer's keep probability.
  ///   - batchSize: Rows of the batch.
  ///   - units: Units of the layer.
  ///   - step: From 0.
  ///   - epoch: The epoch in which the step begins, from 0.
  /// - Returns: `[batchSize, units]` zeros and ones, row-major.
  public func matrix(
    layer: Int, keep: KeepProbability, batchSize: Int, units: Int, step: Int, epoch: Int
  ) -> [UInt8] {
    precondition(
      batchSize > 0 && units > 0 && step >= 0, "\(batchSize) × \(units), step \(step)")
    guard policy.drops(at: keep) else { return [UInt8](repeating: 1, count: batchSize * units) }
    let groups = policy.rowGroups(batchSize: batchSize)
    let bits = MaskBits(rows: groups.count, units: units)
    bits.draw(
      rows: groups.count, key: key(layer: layer), draw: policy.draw(step: step, epoch: epoch),
      threshold: keep.threshold)
    return (0..<batchSize).flatMap { row in
      (0..<units).map { bits.survives(row: groups.group(of: row), unit: $0) ? 1 : 0 }
    }
  }
}

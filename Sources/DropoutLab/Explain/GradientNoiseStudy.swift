import DropoutStatistics
public import DropoutTraining

/// Measures ``GradientNoise``.
///
/// Examples are drawn independently with replacement, as the formula assumes. The seed decides every draw.
public struct GradientNoiseStudy: Sendable {
  /// The network, its keep probabilities and loss; settings of the training itself are not used. A moment of a
  /// training whose dropout has a schedule is `TrainingConfiguration.constantDropout(step:)`.
  public var configuration: TrainingConfiguration
  /// The weights.
  public var parameters: Parameters
  /// Batch sizes M, each at least 1.
  public var batchSizes: [Int]
  /// The number of pairs of batches that each variance is measured with.
  public var pairs: Int
  /// The number of blocks, of ``blockSize`` examples × ``blockSize`` masks, for the components.
  public var blocks: Int
  /// Decides which examples and masks are drawn.
  public var seed: UInt64
  /// The policies to measure, all of which drop; nil for per-example, groups of 2, 4, 8 …, and per-batch.
  public var policies: [MaskPolicy]?

  /// The number of examples, and of masks, in a block.
  public static let blockSize = 8

  /// A study at given weights.
  ///
  /// - Parameters:
  ///   - configuration: The network and what is dropped in it.
  ///   - parameters: The weights at which gradients are measured.
  ///   - batchSizes: The batch sizes to measure.
  ///   - pairs: If nil, 200 for large networks and up to 2,000 for small ones, in which a few rare examples
  ///     often have most of the variance, so that many must be drawn.
  ///   - blocks: If nil, 100 for large networks and up to 2,000 for small ones.
  ///   - seed: Decides which examples and masks are drawn.
  public init(
    _ configuration: TrainingConfiguration, parameters: Parameters, batchSizes: [Int],
    pairs: Int? = nil, blocks: Int? = nil, seed: UInt64 = 1
  ) {
    let affordable = 20_000_000 / configuration.network.parameterCount
    let pairs = pairs ?? min(2_000, max(200, affordable))
    let blocks = blocks ?? min(2_000, max(100, affordable))
    precondition(pairs > 1 && blocks > 1, "\(pairs) pairs, \(blocks) blocks")
    precondition(batchSizes.allSatisfy { $0 > 0 }, "batch sizes \(batchSizes)")
    self.configuration = configuration
    self.parameters = parameters
    self.batchSizes = batchSizes
    self.pairs = pairs
    self.blocks = blocks
    self.seed = seed
  }

  /// Measures the noise on `examples`.
  ///
  /// - Parameters:
  ///   - examples: The examples that batches are drawn from.
  ///   - progress: Called from several threads with the share of the work that is done, 0…1.
  /// - Complexity: ``blockSize``² · `blocks` gradients of one example; for each batch size and policy 2 ·
  ///   `pairs` gradients of a batch; one gradient of all examples.
  public func measure(
    _ examples: ExampleMatrix, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) -> GradientNoise {
    precondition(
      policies?.allSatisfy { $0.drops } ?? true, "policies \(policies ?? [])")
    let shapes = batchSizes.flatMap { size in
      (policies ?? Self.sharings(batchSize: size)).map { (size: size, policy: $0) }
    }
    let gradients =
      Self.blockSize * Self.blockSize * blocks + shapes.reduce(0) { $0 + 2 * pairs * $1.size }
    let share = WorkShare(of: gradients, tell: progress)
    let parts = blockParts(examples, share: share)
    // Sound: nothing changes `whole` from here on.
    nonisolated(unsafe) let whole = wholeGradient(examples)
    let cells = shapes.concurrentMap { shape in
      cell(
        examples, batchSize: shape.size, policy: shape.policy, parts: parts.map(Self.total),
        whole: unsafe whole, share: share)
    }
    return GradientNoise(
      components: GradientNoise.Components(parts.map(Self.total)),
      layerComponents: configuration.network.layers.indices.dropLast().map { layer in
        GradientNoise.Components(parts.map { $0[layer] })
      },
      exact: exactParts(examples), squaredSignal: unsafe whole.dot(whole).reduce(0, +), cells: cells
    )
  }

  /// The policies per-example, groups of 2, 4, 8 …, per-batch.
  static func sharings(batchSize: Int) -> [MaskPolicy] {
    var policies = [MaskPolicy.perExample]
    var size = 2
    while size < batchSize {
      policies.append(MaskPolicy(.perGroup(size: size)))
      size *= 2
    }
    return batchSize > 1 ? policies + [.perBatch] : policies
  }

  func key(_ use: String, _ index: Int) -> RandomKey {
    RandomKey(seed: seed).folding(RandomUse("noise \(use)"), layer: index)
  }

  func probe(
    _ policy: MaskPolicy, batchSize: Int, _ examples: ExampleMatrix
  ) -> GradientProbe {
    GradientProbe(
      configuration, policy: policy, seed: seed, batchSize: batchSize, examples: examples,
      parameters: parameters)
  }

  private static func total(_ layers: [GradientNoise.Parts]) -> GradientNoise.Parts {
    layers.dropFirst().reduce(layers[0], +)
  }

  // MARK: Batches

  /// Measures one policy at one batch size.
  private func cell(
    _ examples: ExampleMatrix, batchSize: Int, policy: MaskPolicy, parts: [GradientNoise.Parts],
    whole: GradientVector, share: WorkShare
  ) -> GradientNoise.Cell {
    var probe = probe(policy, batchSize: batchSize, examples)
    let (a, b) = (GradientVector(configuration.network), GradientVector(configuration.network))
    // The same batches under every policy.
    var sequence = RandomSequence(key("batch", batchSize))
    var halves: [[Double]] = []
    var between: [Double] = []
    var error: [Double] = []
    for pair in 0..<pairs {
      for (number, gradient) in [a, b].enumerated() {
        let batch = (0..<batchSize).map { _ in sequence.below(examples.count) }
        probe.measure(batch, draw: UInt64(2 * pair + number), into: gradient)
      }
      halves.append(a.squaredDistance(to: b).map { $0 / 2 })
      between.append(Self.turn(a, b))
      error.append(Self.turn(a, whole))
      share.add(2 * batchSize)
    }
    let groups = policy.groups(batchSize: batchSize)
    return GradientNoise.Cell(
      policy: policy, batchSize: batchSize, masks: groups.count,
      measured: Estimate(halves.map { $0.reduce(0, +) }),
      predicted: Estimate(parts.map { $0.variance(groups: groups) }),
      layers: halves[0].indices.map { layer in Estimate(halves.map { $0[layer] }) },
      directionVariance: Estimate(between), directionError: Estimate(error))
  }

  /// ½ (1 − cos) of the angle between two gradients; ½ if one is zero.
  private static func turn(_ a: GradientVector, _ b: GradientVector) -> Double {
    let lengths = (a.dot(a).reduce(0, +) * b.dot(b).reduce(0, +)).squareRoot()
    return lengths > 0 ? 0.5 * (1 - a.dot(b).reduce(0, +) / lengths) : 0.5
  }

  /// The gradient of all examples without masks.
  private func wholeGradient(_ examples: ExampleMatrix) -> GradientVector {
    let (sum, part) = (GradientVector(configuration.network), GradientVector(configuration.network))
    var start = 0
    while start < examples.count {
      let count = min(256, examples.count - start)
      var probe = probe(.none, batchSize: count, examples)
      while start + count <= examples.count {
        probe.measure(start..<start + count, draw: 0, into: part)
        sum.add(part, times: Float(Double(count) / Double(examples.count)))
        start += count
      }
    }
    return sum
  }
}

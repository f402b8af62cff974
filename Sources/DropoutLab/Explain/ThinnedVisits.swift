import DropoutStatistics
public import DropoutTraining

/// The thinned networks that a training visits under a mask policy, and how often it trains each
/// weight.
///
/// Masks are pure functions of the seed, so they are counted without training. A weight counts as trained by
/// an example in a step if the units at both of its ends are kept, even if its gradient is zero.
public struct ThinnedVisits: Codable, Hashable, Sendable {
  /// The count after some number of steps.
  public struct Moment: Codable, Hashable, Sendable {
    /// Steps done.
    public var steps: Int
    /// Distinct thinned networks visited by then.
    public var distinct: Int
  }

  /// How often the units or weights of a layer were trained: shares of all pairs of a step and an example of
  /// its batch.
  public struct Shares: Codable, Hashable, Sendable {
    /// For units 0 is the input and *l* hidden layer *l*; weights of layer *l* come from layer l − 1.
    public var layer: Int
    /// Number of units or weights.
    public var count: Int
    /// The share of the unit or weight that was trained least.
    public var least: Double
    /// The median share.
    public var median: Double
    /// The share of the unit or weight that was trained most.
    public var most: Double
    /// Number of units or weights that were never trained.
    public var never: Int

    init(layer: Int, _ shares: [Double]) {
      let sorted = shares.sorted()
      self.layer = layer
      count = shares.count
      least = sorted[0]
      median = Descriptive.quantile(ofSorted: sorted, share: 0.5)
      most = sorted[sorted.count - 1]
      never = shares.count { $0 == 0 }
    }
  }

  /// The policy.
  public var policy: MaskPolicy
  /// n, the number of units that may be dropped; there are 2ⁿ thinned networks.
  public var droppableUnits: Int
  /// Number of steps of the training.
  public var steps: Int
  /// Steps whose masks were counted; fewer than ``steps`` if there would be too many masks.
  public var countedSteps: Int
  /// Masks drawn independently in these steps.
  public var masksDrawn: Int
  /// Distinct networks among these masks; the training visits at least that many.
  public var distinct: Int
  /// The expected number of distinct networks among ``masksDrawn`` independent masks; nil for wide networks.
  public var expectedDistinct: Double?
  /// How ``distinct`` grew over the steps.
  public var curve: [Moment]
  /// Steps over which weights and units were counted.
  public var weightSteps: Int
  /// One entry per weight layer, from 1.
  public var weights: [Shares]
  /// One entry per layer that drops.
  public var units: [Shares]

  /// Whether every step was counted.
  public var isComplete: Bool { countedSteps == steps }

  /// Counts the masks of a run.
  ///
  /// - Parameters:
  ///   - configuration: The training; at least one layer drops.
  ///   - policy: The mask policy.
  ///   - seed: The seed of the run.
  ///   - exampleCount: The number of training examples.
  ///   - maskLimit: The number of masks after which no further step is counted.
  ///   - weightLimit: The number of words, of 64 rows each, after which weights are no longer counted.
  ///   - progress: Called after each draw with the share of the work that is done, 0…1.
  public init(
    _ configuration: TrainingConfiguration, policy: MaskPolicy, seed: UInt64, exampleCount: Int,
    maskLimit: Int = 20_000_000, weightLimit: Int = 1_000_000_000,
    progress: (Double) -> Void = { _ in }
  ) {
    let networks = ThinnedNetworks(configuration)
    precondition(!networks.layers.isEmpty && configuration.steps > 0, "nothing drops or no steps")
    let rows = MaskRows(
      configuration, policy: policy, seed: seed, exampleCount: exampleCount)
    var masks = DistinctMasks(unitCount: networks.unitCount)
    var tally = WeightTally(
      configuration, rows: rows,
      groups: policy.groups(batchSize: configuration.batchSize(exampleCount: exampleCount)))
    var moments = Self.moments(configuration.steps)[...]
    var words = 0
    (curve, masksDrawn, countedSteps, weightSteps) = ([], 0, 0, 0)
    while countedSteps < configuration.steps, masksDrawn < maskLimit {
      let (draw, end) = Self.run(
        from: countedSteps, configuration, policy, exampleCount: exampleCount)
      rows.draw(draw)
      for row in 0..<rows.count { masks.insert(rows.key(row: row)) }
      masksDrawn += rows.count
      progress(
        max(
          Double(countedSteps) / Double(configuration.steps),
          Double(masksDrawn) / Double(maskLimit)))
      // Weights are counted in the first draw in any case, and in others up to the limit.
      if words == 0 || words + tally.wordsPerDraw <= weightLimit {
        tally.add(rows, steps: end - countedSteps)
        words += tally.wordsPerDraw
        weightSteps = end
      }
      countedSteps = end
      while let steps = moments.first, steps <= end {
        curve.append(Moment(steps: steps, distinct: masks.count()))
        moments.removeFirst()
      }
    }
    self.policy = policy
    droppableUnits = networks.unitCount
    steps = configuration.steps
    distinct = masks.count()
    if curve.last?.steps != countedSteps {
      curve.append(Moment(steps: countedSteps, distinct: distinct))
    }
    expectedDistinct =
      policy.drops ? networks.expectedDistinct(masks: masksDrawn) : 1
    weights = tally.weights
    units = tally.units
  }

  /// The draw of a step, and the first later step with another draw.
  private static func run(
    from step: Int, _ configuration: TrainingConfiguration, _ policy: MaskPolicy, exampleCount: Int
  ) -> (draw: UInt64, end: Int) {
    guard policy.drops else { return (0, configuration.steps) }
    func draw(_ step: Int) -> UInt64 {
      policy.draw(
        step: step, epoch: configuration.epoch(step: step, exampleCount: exampleCount))
    }
    let first = draw(step)
    // Draw numbers never decrease, so the next one is found by bisection.
    var (low, high) = (step + 1, configuration.steps)
    while low < high {
      let middle = (low + high) / 2
      if draw(middle) == first { low = middle + 1 } else { high = middle }
    }
    return (first, low)
  }

  /// About twenty numbers of steps, evenly spaced on a logarithmic axis, the last being all.
  static func moments(_ steps: Int) -> [Int] {
    let logarithm = PortableMath.log(Double(steps))
    return Set((0...19).map { Int(PortableMath.exp(logarithm * Double($0) / 19).rounded()) })
      .filter { $0 < steps }.sorted() + [steps]
  }
}

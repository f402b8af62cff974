import DropoutStatistics
public import DropoutTraining

/// The thinned networks that a training visits under a mask policy, and how often it trains each
/// weight.
///
/// Masks are pure functions of the seed, so nothing is trained. A weight counts as trained by an example in
/// a step where the units on both of its sides survive; that its gradient may be zero is another matter.
public struct ThinnedVisits: Codable, Hashable, Sendable {
  /// A moment of the training.
  public struct Moment: Codable, Hashable, Sendable {
    /// Steps done.
    public var steps: Int
    /// Distinct thinned networks visited by then.
    public var distinct: Int
  }

  /// How often the units or weights of a layer were trained: shares of all pairs of a step and an
  /// example of its batch.
  public struct Shares: Codable, Hashable, Sendable {
    /// For units 0 is the input and *l* hidden layer *l*; weights of layer *l* come from layer l − 1.
    public var layer: Int
    /// How many units or weights.
    public var count: Int
    /// The share of the one that was trained least.
    public var least: Double
    /// The middle share.
    public var median: Double
    /// The share of the one that was trained most.
    public var most: Double
    /// How many never were.
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
  /// n: units that may be dropped; there are 2ⁿ thinned networks.
  public var droppableUnits: Int
  /// Steps of the training.
  public var steps: Int
  /// Steps whose masks were counted; fewer where the masks would be too many.
  public var countedSteps: Int
  /// Masks drawn independently in these steps.
  public var masksDrawn: Int
  /// Distinct networks among them: at least as many were visited.
  public var distinct: Int
  /// How many distinct ones that many independent masks have on average; missing for wide networks.
  public var expectedDistinct: Double?
  /// How the count grew.
  public var curve: [Moment]
  /// Steps over which weights and units were counted.
  public var weightSteps: Int
  /// By weight layer, from 1.
  public var weights: [Shares]
  /// By layer that drops.
  public var units: [Shares]

  /// Whether every step was counted.
  public var isComplete: Bool { countedSteps == steps }

  /// Counts the masks of a run.
  ///
  /// - Parameters:
  ///   - configuration: The training; at least one layer drops.
  ///   - policy: The mask policy.
  ///   - seed: The seed of the run.
  ///   - exampleCount: Training examples.
  ///   - maskLimit: Masks after which no further step is counted.
  ///   - weightLimit: Words of 64 rows after which no further draw is counted for weights.
  ///   - progress: Told after each draw what share of the work is done, 0…1.
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
      // The first draw always counts, and those of all steps before the limit.
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

  /// The draw of a step, and the first step behind it that has another.
  private static func run(
    from step: Int, _ configuration: TrainingConfiguration, _ policy: MaskPolicy, exampleCount: Int
  ) -> (draw: UInt64, end: Int) {
    guard policy.drops else { return (0, configuration.steps) }
    func draw(_ step: Int) -> UInt64 {
      policy.draw(
        step: step, epoch: configuration.epoch(step: step, exampleCount: exampleCount))
    }
    let first = draw(step)
    // Draws never fall, so that the next one is found by halving.
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

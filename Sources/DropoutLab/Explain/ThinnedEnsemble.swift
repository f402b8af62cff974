public import DropoutTraining

/// All thinned networks of a trained network: how good each is, and how good their averages are compared with
/// weight scaling.
public struct ThinnedEnsemble: Codable, Hashable, Sendable {
  /// One thinned network.
  public struct Network: Codable, Hashable, Sendable {
    /// One text per layer that drops, one character per unit: 1 is kept, 0 is dropped.
    public var survivors: [String]
    /// The probability of its mask.
    public var probability: Double
    /// Share of examples classified wrongly.
    public var error: Double
    /// Mean log-loss.
    public var loss: Double
  }

  /// All networks that classify the same number of examples wrongly.
  public struct Bar: Codable, Hashable, Sendable {
    /// Number of examples classified wrongly.
    public var wrong: Int
    /// Number of networks.
    public var networks: Int
    /// The probability of their masks together.
    public var probability: Double
  }

  /// The distribution of a figure over the networks, with two weightings.
  public struct Distributions: Codable, Hashable, Sendable {
    /// Each network weighted by the probability of its mask.
    package var weighted: WeightedDistribution
    /// All networks weighted equally.
    package var unweighted: WeightedDistribution
  }

  /// n, the number of units that may be dropped.
  public var droppableUnits: Int
  /// The number of thinned networks, 2ⁿ.
  public var networkCount: Int
  /// The number of examples that each network was evaluated on.
  public var exampleCount: Int
  /// The networks' errors, 0…1.
  public var errors: Distributions
  /// The networks' log-losses.
  public var losses: Distributions
  /// One bar per number of wrong examples, ascending; numbers that no network has are left out.
  public var histogram: [Bar]
  /// The network with the fewest wrong examples; of these the one with the lowest loss.
  public var best: Network
  /// The network with the most wrong examples; of these the one with the highest loss.
  public var worst: Network
  /// The full network, one pass without masks.
  public var weightScaling: Evaluation
  /// The mean of all networks' probabilities, weighted by the probability of their masks.
  public var arithmeticMean: Evaluation
  /// The normalised geometric mean, with the same weights.
  public var geometricMean: Evaluation

  /// Evaluates every thinned network; conditions: `TrainedNetwork.evaluateThinned(_:threads:progress:)`.
  public init(
    network: borrowing TrainedNetwork, examples: ExampleMatrix, threads: Int = 1,
    progress: (Double) -> Void = { _ in }
  ) {
    self.init(
      network.evaluateThinned(examples, threads: threads, progress: progress),
      weightScaling: network.evaluate(examples))
  }

  init(_ found: ThinnedEvaluation, weightScaling: Evaluation) {
    let networks = found.networks
    let count = found.losses.count
    let probabilities = (0..<count).map { networks.probability(of: $0) }
    let errors = found.wrong.map { Double($0) / Double(max(found.exampleCount, 1)) }
    // A NaN loss counts as the worst.
    let losses = found.losses.map { $0.isNaN ? .infinity : $0 }
    let byLoss = (0..<count).sorted { (losses[$0], $0) < (losses[$1], $1) }
    // Stable, so that equal errors stay ordered by loss.
    let byError = Self.sorted(byLoss, by: found.wrong, upTo: found.exampleCount)
    let ones = [Double](repeating: 1, count: count)
    func both(_ values: [Double], _ order: [Int]) -> Distributions {
      Distributions(
        weighted: WeightedDistribution(values, weights: probabilities, ascending: order),
        unweighted: WeightedDistribution(values, weights: ones, ascending: order))
    }
    func network(_ number: Int) -> Network {
      Network(
        survivors: networks.survivors(of: number).map { layer in
          layer.map { $0 ? "1" : "0" }.joined()
        }, probability: probabilities[number], error: errors[number], loss: losses[number])
    }
    droppableUnits = networks.unitCount
    networkCount = count
    exampleCount = found.exampleCount
    self.errors = both(errors, byError)
    self.losses = both(losses, byLoss)
    histogram = Self.bars(byError, wrong: found.wrong, probabilities: probabilities)
    best = network(byError[0])
    worst = network(byError[count - 1])
    self.weightScaling = weightScaling
    arithmeticMean = found.arithmeticMean
    geometricMean = found.geometricMean
  }

  /// Networks by ascending number of wrong examples; a stable counting sort.
  private static func sorted(_ networks: [Int], by wrong: [UInt32], upTo most: Int) -> [Int] {
    var places = [Int](repeating: 0, count: most + 2)
    for network in networks { places[Int(wrong[network]) + 1] += 1 }
    for number in 1..<places.count { places[number] += places[number - 1] }
    var sorted = networks
    for network in networks {
      sorted[places[Int(wrong[network])]] = network
      places[Int(wrong[network])] += 1
    }
    return sorted
  }

  private static func bars(_ byError: [Int], wrong: [UInt32], probabilities: [Double]) -> [Bar] {
    var bars: [Bar] = []
    for network in byError {
      if bars.last?.wrong != Int(wrong[network]) {
        bars.append(Bar(wrong: Int(wrong[network]), networks: 0, probability: 0))
      }
      bars[bars.count - 1].networks += 1
      bars[bars.count - 1].probability += probabilities[network]
    }
    return bars
  }
}

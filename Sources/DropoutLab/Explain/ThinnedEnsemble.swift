public import DropoutTraining

/// All thinned networks of a trained one: how good each is, and how good their means are beside weight
/// scaling.
public struct ThinnedEnsemble: Codable, Hashable, Sendable {
  /// One thinned network.
  public struct Network: Codable, Hashable, Sendable {
    /// Per layer that drops, its units from the first: 1 survives, 0 is dropped.
    public var survivors: [String]
    /// How likely its mask is.
    public var probability: Double
    /// Share of examples classified wrongly.
    public var error: Double
    /// Mean log-loss.
    public var loss: Double
  }

  /// Networks that classify as many examples wrongly.
  public struct Bar: Codable, Hashable, Sendable {
    /// Examples classified wrongly.
    public var wrong: Int
    /// How many networks.
    public var networks: Int
    /// How likely their masks are together.
    public var probability: Double
  }

  /// The same numbers with each network counted as likely as its mask, and once.
  public struct Distributions: Codable, Hashable, Sendable {
    /// Weighted by how likely masks are.
    package var weighted: WeightedDistribution
    /// Every network alike.
    package var unweighted: WeightedDistribution
  }

  /// n: units that may be dropped.
  public var droppableUnits: Int
  /// 2ⁿ.
  public var networkCount: Int
  /// Examples that each was evaluated on.
  public var exampleCount: Int
  /// The networks' errors, 0…1.
  public var errors: Distributions
  /// The networks' log-losses.
  public var losses: Distributions
  /// By wrong examples, ascending; numbers that no network has are left out.
  public var histogram: [Bar]
  /// The network with the fewest wrong examples; of these the one with the lowest loss.
  public var best: Network
  /// The network with the most wrong examples; of these the one with the highest loss.
  public var worst: Network
  /// The full network, one pass without masks.
  public var weightScaling: Evaluation
  /// The mean of all networks' probabilities, weighted by how likely their masks are.
  public var arithmeticMean: Evaluation
  /// The normalised geometric mean, weighted alike.
  public var geometricMean: Evaluation

  /// Evaluates every thinned network, under the conditions of `TrainedNetwork.evaluateThinned(_:threads:progress:)`.
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
    // A loss that is not a number is the worst.
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

  /// Networks by their wrong examples, those with as many in the order they come in.
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

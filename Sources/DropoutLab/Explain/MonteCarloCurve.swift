public import DropoutStatistics
public import DropoutTraining

/// The error and loss of the average of k stochastic passes, for several k, beside weight scaling (Srivastava
/// et al. 2014, section 7.5 and figure 11).
///
/// ```swift
/// let curve = MonteCarloCurve(
///   network: network, examples: test, ks: [1, 10, 100], repeats: 10, seed: 1)
/// for point in curve.points { print(point.passes, point.error.mean, point.errorDeviation ?? 0) }
/// ```
///
/// Repeat *r* averages passes r·K, r·K + 1 … of one stream, K being the largest k, so that repeats share no
/// pass. Within a repeat, the average for a larger k includes the passes for a smaller one.
public struct MonteCarloCurve: Codable, Hashable, Sendable {
  /// The average of k passes.
  public struct Point: Codable, Hashable, Sendable {
    /// k, the number of passes.
    public var passes: Int
    /// The error over the repeats, 0…1, with its 95 % interval.
    public var error: Estimate
    /// The error's standard deviation over repeats; nil for one repeat.
    public var errorDeviation: Double?
    /// The loss over the repeats, with its 95 % interval.
    public var loss: Estimate
    /// The loss's standard deviation over repeats; nil for one repeat.
    public var lossDeviation: Double?
  }

  /// One point per k, ascending.
  public var points: [Point]
  /// How many repeats each point has.
  public var repeats: Int
  /// The evaluation with weight scaling: one pass without masks.
  public var weightScaling: Evaluation

  /// 1, 2, 5, 10, 20, 50 … up to `greatest`, which is the last.
  public static func usualPasses(upTo greatest: Int) -> [Int] {
    precondition(greatest > 0, "\(greatest) passes")
    var passes: [Int] = []
    var power = 1
    while power < greatest {
      passes += [1, 2, 5].map { $0 * power }.filter { $0 < greatest }
      power *= 10
    }
    return passes + [greatest]
  }

  /// Averages passes of a network over examples.
  ///
  /// - Parameters:
  ///   - network: The trained network.
  ///   - examples: The examples to evaluate on.
  ///   - ks: Numbers of passes, each at least 1.
  ///   - repeats: Independent repeats, at least 1.
  ///   - seed: Decides the masks; the first repeat gives the numbers of
  ///     `TrainedNetwork.evaluate(_:samples:seed:)`.
  ///   - progress: Called with the share that is done, from any thread.
  /// - Complexity: `repeats` · the largest k passes over the examples.
  public init(
    network: borrowing TrainedNetwork, examples: ExampleMatrix, ks: [Int], repeats: Int,
    seed: UInt64, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) {
    let passes = Set(ks).sorted()
    precondition(repeats > 0 && (passes.first ?? 0) > 0, "\(repeats) repeats of \(ks) passes")
    let greatest = passes[passes.count - 1]
    // Each repeat has its own network, because the memory of one cannot be shared.
    let networks = (0..<repeats).map { Repeat(number: $0, network: network.copy()) }
    let total = repeats * greatest
    let done = WorkShare(of: total, every: total / 100, tell: progress)
    let evaluations = networks.concurrentMap { one in
      var sums = one.network.noSums(examples)
      var found: [Evaluation] = []
      for pass in 0..<greatest {
        one.network.addPass(
          one.number * greatest + pass, seed: seed, examples: examples, to: &sums)
        if passes.contains(pass + 1) {
          found.append(one.network.score(sums: sums, passes: pass + 1, examples: examples))
        }
        done.add(1)
      }
      return found
    }
    self.repeats = repeats
    weightScaling = network.evaluate(examples)
    points = passes.enumerated().map { index, count in
      let errors = evaluations.map { $0[index].error }
      let losses = evaluations.map { $0[index].loss }
      return Point(
        passes: count, error: Estimate(errors),
        errorDeviation: Descriptive.standardDeviation(errors), loss: Estimate(losses),
        lossDeviation: Descriptive.standardDeviation(losses))
    }
  }

  /// The fewest passes from which on the mean error is not above weight scaling's; nil if it is above for the
  /// largest number of passes.
  public var passesToReachWeightScaling: Int? {
    guard let last = points.last, last.error.mean <= weightScaling.error else { return nil }
    let worse = points.lastIndex { $0.error.mean > weightScaling.error }
    return points[worse.map { $0 + 1 } ?? 0].passes
  }
}

/// A repeat and its network, a class only because arrays cannot hold noncopyable values.
///
/// Sound: each repeat is used by one thread only.
private final class Repeat: @unchecked Sendable {
  let number: Int
  let network: TrainedNetwork

  init(number: Int, network: consuming TrainedNetwork) {
    self.number = number
    self.network = network
  }
}

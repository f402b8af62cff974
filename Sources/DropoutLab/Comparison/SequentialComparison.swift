import DropoutStatistics
public import DropoutTraining

/// All pairs of arms in one metric, judged after every paired seed until each is decided.
///
/// Every pair has a confidence sequence at level .05 divided by the number of pairs: however often one looks
/// and whenever one stops, the chance that any claim is false stays below 5 %, under the sequence's
/// assumption. A decided pair keeps its verdict and the figures that decided it, so the results do not depend
/// on how many seeds are trained at a time.
public struct SequentialComparison: Sendable {
  /// What is assumed about the runs.
  public enum Assumption: String, Codable, Hashable, Sendable, CaseIterable {
    /// No rare extreme kind of run is missing from the seeds so far: `AnytimeTSequence`.
    case noRareExtremes
    /// Only that errors are shares, 0…1: `BettingSequence`.
    case none
  }

  /// What is assumed about the runs.
  public let assumption: Assumption
  /// A difference, as a share, that is too small to matter; nil if every difference matters.
  public let indifference: Double?
  /// The arms, in the plan's order.
  public let arms: [Arm]
  /// The arm that each other one is compared with; nil if every two are compared.
  public let baseline: Arm?
  /// After how many training steps the runs are judged; nil if each run has its own number.
  public let steps: Int?
  /// When in their training the runs are judged.
  public let moment: Moment
  /// The metric that decides.
  public let metric: Metric
  /// The number of seeds added.
  public private(set) var seedCount = 0
  /// The number of comparisons made together.
  private let settings: Int
  /// The chance that any interval of one pair is wrong.
  let level: Double
  private var sequences: [any DifferenceSequence]
  private let indices: [(a: Int, b: Int)]
  private var decided: [SequentialPair?]

  /// A comparison before its first seed, of at least two arms.
  ///
  /// - Parameters:
  ///   - arms: The arms, at least two.
  ///   - baseline: The arm to compare each other one with; nil to compare every two.
  ///   - steps: The number of training steps after which the runs are judged; nil if each has its own.
  ///   - moment: When in their training the runs are judged.
  ///   - metric: The metric that decides, whose values are shares.
  ///   - assumption: What is assumed about the runs.
  ///   - indifference: A difference, a share, that is too small to matter; nil if every difference matters.
  ///   - settings: The number of comparisons made together; the 5 % cover the claims of all of them.
  public init(
    arms: [Arm], baseline: Arm? = nil, steps: Int?, moment: Moment = .last,
    metric: Metric = .testError,
    assumption: Assumption = .noRareExtremes, indifference: Double? = nil, settings: Int = 1
  ) {
    precondition(settings > 0, "\(settings) settings")
    precondition(arms.count >= 2, "\(arms.count) arms to compare")
    precondition(metric.isAlwaysFinite, "\(metric.name) may be infinite")
    precondition(indifference.map { $0 > 0 } ?? true, "a difference of \(indifference ?? 0)")
    self.arms = arms
    self.baseline = baseline
    (self.steps, self.moment, self.metric) = (steps, moment, metric)
    self.assumption = assumption
    self.settings = settings
    self.indifference = indifference
    indices = ArmPairs.indices(arms, baseline: baseline)
    level = Verdict.level / Double(indices.count * settings)
    let sequence: any DifferenceSequence =
      assumption == .none ? BettingSequence(level: level) : AnytimeTSequence(level: level)
    sequences = Array(repeating: sequence, count: indices.count)
    decided = Array(repeating: nil, count: indices.count)
  }

  /// Adds one paired seed, and decides the pairs that can be decided.
  ///
  /// - Parameter values: One value of ``metric`` per arm, in the order of ``arms``.
  public mutating func add(_ values: [Double]) {
    precondition(values.count == arms.count, "\(values.count) values of \(arms.count) arms")
    seedCount += 1
    for (index, pair) in indices.enumerated() where decided[index] == nil {
      sequences[index].add(values[pair.a] - values[pair.b])
      let state = state(index)
      if state.verdict != .cannotTell { decided[index] = state }
    }
  }

  /// The same comparison, judged anew at the plan's moment over the same seeds.
  func judged(_ records: [RunRecord], _ plan: Plan) -> SequentialComparison {
    var other = SequentialComparison(
      arms: arms, baseline: baseline, steps: plan.judgedSteps, moment: plan.moment,
      metric: metric, assumption: assumption, indifference: indifference, settings: settings)
    other.addSeeds(of: records, pastDecision: true)
    return other
  }

  /// Every pair, a before b in the order of ``arms``, as it was decided, or in its current state.
  public var pairs: [SequentialPair] { indices.indices.map { decided[$0] ?? state($0) } }

  /// How many pairs are decided.
  public var decidedCount: Int { decided.count { $0 != nil } }

  /// Whether every pair is decided.
  public var isDecided: Bool { decidedCount == decided.count }

  private func state(_ index: Int) -> SequentialPair {
    let pair = indices[index]
    return SequentialPair(
      sequences[index], arms: (arms[pair.a], arms[pair.b]), metric: metric,
      indifference: indifference, moment: moment.text(steps: steps))
  }
}

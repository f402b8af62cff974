import DropoutStatistics
public import DropoutTraining

/// All pairs of policies in test error, judged after every paired seed until each is decided.
///
/// Every pair has a confidence sequence at level .05 divided by the number of pairs: whenever one looks
/// and whenever one stops, the chance that any claim made is false stays below 5 %, under the
/// sequence's assumption. A pair that is decided stays so, with the figures of that seed; so what is
/// found does not depend on how many seeds are trained at a time.
public struct SequentialComparison: Sendable {
  /// What is taken for granted.
  public enum Assumption: String, Codable, Hashable, Sendable, CaseIterable {
    /// That the seeds seen show what kinds of run there are: `AnytimeTSequence`.
    case noRareExtremes
    /// Nothing but that errors are shares: `BettingSequence`.
    case none
  }

  /// What is taken for granted.
  public let assumption: Assumption
  /// A difference, a share, that would not matter; nil where every one does.
  public let indifference: Double?
  /// The policies, in the plan's order.
  public let policies: [MaskPolicy]
  /// After how many training steps the runs are judged.
  public let steps: Int
  /// Seeds that were added.
  public private(set) var seedCount = 0
  /// The chance that any interval of one pair is wrong.
  let level: Double
  private var sequences: [any DifferenceSequence]
  private let indices: [(a: Int, b: Int)]
  private var decided: [SequentialPair?]

  /// A comparison before its first seed, of at least two policies.
  ///
  /// - Parameters:
  ///   - policies: The policies, at least two.
  ///   - steps: The number of training steps after which the runs are judged.
  ///   - assumption: What is taken for granted.
  ///   - indifference: A difference, a share, that would not matter; nil if every difference matters.
  ///   - settings: The number of comparisons like this one that are made: their claims are safe together.
  public init(
    policies: [MaskPolicy], steps: Int, assumption: Assumption = .noRareExtremes,
    indifference: Double? = nil, settings: Int = 1
  ) {
    precondition(settings > 0, "\(settings) settings")
    precondition(policies.count >= 2, "\(policies.count) policies to compare")
    precondition(indifference.map { $0 > 0 } ?? true, "a difference of \(indifference ?? 0)")
    self.policies = policies
    self.steps = steps
    self.assumption = assumption
    self.indifference = indifference
    indices = policies.indices.flatMap { a in policies.indices[(a + 1)...].map { (a, $0) } }
    level = Verdict.level / Double(indices.count * settings)
    let sequence: any DifferenceSequence =
      assumption == .none ? BettingSequence(level: level) : AnytimeTSequence(level: level)
    sequences = Array(repeating: sequence, count: indices.count)
    decided = Array(repeating: nil, count: indices.count)
  }

  /// Adds one paired seed and decides what can be decided.
  ///
  /// - Parameter testErrors: One a policy, in the order of ``policies``.
  public mutating func add(testErrors: [Double]) {
    precondition(
      testErrors.count == policies.count,
      "\(testErrors.count) errors of \(policies.count) policies")
    seedCount += 1
    for (index, pair) in indices.enumerated() where decided[index] == nil {
      sequences[index].add(testErrors[pair.a] - testErrors[pair.b])
      let state = state(index)
      if state.verdict != .cannotTell { decided[index] = state }
    }
  }

  /// Every pair, a before b in the order of ``policies``, as decided or as far as it is known.
  public var pairs: [SequentialPair] { indices.indices.map { decided[$0] ?? state($0) } }

  /// How many pairs are decided.
  public var decidedCount: Int { decided.count { $0 != nil } }

  /// Whether every pair is.
  public var isDecided: Bool { decidedCount == decided.count }

  private func state(_ index: Int) -> SequentialPair {
    let pair = indices[index]
    return SequentialPair(
      sequences[index], policies: (policies[pair.a], policies[pair.b]), metric: .primary,
      indifference: indifference, steps: steps)
  }
}

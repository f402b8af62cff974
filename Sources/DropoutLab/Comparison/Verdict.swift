package import DropoutStatistics

/// What is decided of a pair of policies, a and b.
///
/// The rules are written here and nowhere else in code: one for a number of seeds fixed beforehand, one for
/// an interval alone. `Documentation/Verdict.md` explains them.
public enum Verdict: String, Codable, Hashable, Sendable {
  /// a has the lower values beyond doubt.
  case aBetter
  /// b has the lower values beyond doubt.
  case bBetter
  /// The data do not say.
  case cannotTell
  /// Every seed gives the same value under both.
  case identical
  /// Decided as seeds were added: the means are no further apart than matters.
  case noRelevantDifference
}

extension Verdict {
  /// The chance, over all pairs, of a claim where there is no difference.
  package static let level = 0.05

  /// The rule for a number of seeds fixed beforehand.
  ///
  /// A policy is better only where the Holm-corrected sign-flip p is below .05 *and* the interval
  /// leaves out 0 on the same side as the mean; everything else is "cannot tell". If all seeds give
  /// one and the same difference there is no interval, and the p alone decides. Where most runs of a policy failed
  /// nothing can be told.
  ///
  /// - Parameters:
  ///   - mostFailed: whether more than half of the runs failed under either policy.
  ///   - isIdentical: whether every seed has exactly the same value under both policies.
  ///   - isComplete: whether every seed has a finite value under both; seeds must not go missing
  ///     from a claim.
  ///   - isConstant: whether every seed gives the same difference.
  ///   - meanDifference: mean of a − b; lower values are better.
  package init(
    mostFailed: Bool = false, isIdentical: Bool, isComplete: Bool, isConstant: Bool,
    meanDifference: Double, holmP: Double, interval: ConfidenceInterval?
  ) {
    let ends =
      interval ?? (isConstant ? ConfidenceInterval(low: meanDifference, high: meanDifference) : nil)
    if mostFailed {
      self = .cannotTell
    } else if isIdentical {
      self = .identical
    } else if let ends, isComplete, holmP < Self.level, meanDifference < 0, ends.high < 0 {
      self = .aBetter
    } else if let ends, isComplete, holmP < Self.level, meanDifference > 0, ends.low > 0 {
      self = .bBetter
    } else {
      self = .cannotTell
    }
  }

  /// The rule for an interval that is already corrected for all pairs, and for every number of seeds that was
  /// looked at: one on one side of 0 decides, or else one within ± what does not matter.
  ///
  /// - Parameter indifference: A difference that would not matter; nil if every one does.
  package init(corrected interval: ConfidenceInterval?, indifference: Double? = nil) {
    guard let interval else {
      self = .cannotTell
      return
    }
    if interval.high < 0 {
      self = .aBetter
    } else if interval.low > 0 {
      self = .bBetter
    } else if let indifference, interval.low > -indifference, interval.high < indifference {
      self = .noRelevantDifference
    } else {
      self = .cannotTell
    }
  }

  /// What is said of a pair that was decided as seeds were added: nothing where most runs of a policy failed, and
  /// that both are alike where every seed so far has exactly the same value under both.
  init(_ decided: Verdict, mostFailed: Bool, isIdentical: Bool) {
    self = mostFailed ? .cannotTell : isIdentical && decided == .cannotTell ? .identical : decided
  }

  /// The verdict where there is no room for a sentence; the name of the better policy stands where there are no
  /// words.
  package var short: (sign: String, words: String?) {
    switch self {
    case .aBetter, .bBetter: ("✓", nil)
    case .cannotTell: ("?", "cannot tell")
    case .identical: ("=", "identical")
    case .noRelevantDifference: ("≈", "no difference that matters")
    }
  }

  /// The smallest Holm-corrected sign-flip p that can come out: 2^(1 − n) times the number of pairs.
  static func smallestHolmP(nonZeroDifferences: Int, pairCount: Int) -> Double {
    min(1, SignFlipTest.smallestP(nonZeroDifferences: nonZeroDifferences) * Double(pairCount))
  }

  /// The fewest seeds, all with different values, with which any of the pairs could have a verdict.
  static func seedsNeeded(pairCount: Int) -> Int {
    var seeds = 1
    while smallestHolmP(nonZeroDifferences: seeds, pairCount: pairCount) >= level { seeds += 1 }
    return seeds
  }
}

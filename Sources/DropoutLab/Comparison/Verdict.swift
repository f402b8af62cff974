package import DropoutStatistics
import DropoutTraining

/// What a comparison decides about a pair of policies, a and b.
///
/// The rules are written here and nowhere else in code: for a number of seeds fixed beforehand, for an interval alone,
/// and for what is shown of a pair to which seeds were added. `Documentation/Verdict.md` explains them.
public enum Verdict: String, Codable, Hashable, Sendable {
  /// a has the lower values beyond doubt.
  case aBetter
  /// b has the lower values beyond doubt.
  case bBetter
  /// The data do not show which policy is better.
  case cannotTell
  /// Every seed gives the same value under both policies.
  case identical
  /// Only if seeds were added: the means differ by less than what matters.
  case noRelevantDifference
}

extension Verdict {
  /// The chance, over all pairs, of claiming a difference that does not exist.
  package static let level = 0.05

  /// The rule for a number of seeds fixed beforehand.
  ///
  /// A policy is better only if the Holm-corrected sign-flip p is below .05 *and* the interval leaves out 0
  /// on the same side as the mean; otherwise the verdict is "cannot tell". If all seeds give the same
  /// difference there is no interval, and p alone decides. If most runs of a policy failed, the verdict is
  /// "cannot tell".
  ///
  /// - Parameters:
  ///   - mostFailed: whether more than half of the runs failed under either policy.
  ///   - isIdentical: whether every seed has exactly the same value under both policies.
  ///   - isComplete: whether every seed has a finite value under both policies; a claim needs all seeds.
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

  /// The rule for an interval that is already corrected for all pairs and for every number of seeds: it
  /// decides if it lies on one side of 0, or else if it lies within ±`indifference`.
  ///
  /// - Parameter indifference: A difference that is too small to matter; nil if every difference matters.
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

  /// The verdict shown for a pair to which seeds were added: ``cannotTell`` if most runs of a policy failed, and
  /// ``identical`` if nothing is decided and every seed so far has exactly the same value under both.
  init(_ decided: Verdict, mostFailed: Bool, isIdentical: Bool) {
    self = mostFailed ? .cannotTell : isIdentical && decided == .cannotTell ? .identical : decided
  }

  /// The one of two policies that the verdict calls better, if any.
  func winner(_ a: Arm, _ b: Arm) -> Arm? {
    switch self {
    case .aBetter: a
    case .bBetter: b
    case .cannotTell, .identical, .noRelevantDifference: nil
    }
  }

  /// The verdict if there is no room for a sentence. It has no words if a policy is better: its name is shown instead.
  package var short: (sign: String, words: String?) {
    switch self {
    case .aBetter, .bBetter: ("✓", nil)
    case .cannotTell: ("?", "cannot tell")
    case .identical: ("=", "identical")
    case .noRelevantDifference: ("≈", "no difference that matters")
    }
  }

  /// What stood in the way of a verdict that might be expected, in a sentence; nil if nothing did.
  ///
  /// - Parameters:
  ///   - p: The test's p before the correction; nil without a test.
  ///   - holmP: The corrected one.
  ///   - pairCount: The number of pairs that it is corrected for.
  static func obstacle(
    interval: ConfidenceInterval, p: Double?, holmP: Double, pairCount: Int
  ) -> String? {
    if holmP < level {
      return "The test finds a difference but the interval includes 0: not enough for a verdict."
    }
    guard interval.low > 0 || interval.high < 0 else { return nil }
    guard let p, p < level else {
      return "The interval leaves out 0 but the test finds no difference: not enough for a verdict."
    }
    return
      "The interval leaves out 0 and p is \(NumberText.probability(p)) before the correction for "
      + "\(pairCount) pairs: not enough for a verdict."
  }

  /// The smallest possible Holm-corrected sign-flip p: 2^(1 − n) times the number of pairs, at most 1.
  static func smallestHolmP(nonZeroDifferences: Int, pairCount: Int) -> Double {
    min(1, SignFlipTest.smallestP(nonZeroDifferences: nonZeroDifferences) * Double(pairCount))
  }

  /// The fewest seeds, none of them tied, with which a pair could have a verdict.
  static func seedsNeeded(pairCount: Int) -> Int {
    var seeds = 1
    while smallestHolmP(nonZeroDifferences: seeds, pairCount: pairCount) >= level { seeds += 1 }
    return seeds
  }
}

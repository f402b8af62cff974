import DropoutStatistics

extension PairComparison.Verdict {
  /// The level that Holm's p must stay below.
  static let level = 0.05

  /// The verdict rule, the only place where it is written in code; `Documentation/Verdict.md` explains it.
  ///
  /// A policy is better only where the Holm-corrected sign-flip p is below .05 *and* the interval
  /// leaves out 0 on the same side as the mean; everything else is "cannot tell". Where all seeds give
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
  init(
    mostFailed: Bool = false, isIdentical: Bool, isComplete: Bool, isConstant: Bool,
    meanDifference: Double, holmP: Double,
    interval: ConfidenceInterval?
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

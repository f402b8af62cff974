/// The differences a − b of paired seeds on a common decimal grid: what every paired test starts from.
///
/// Differences are whole numbers of grid steps (``DecimalGrid``), so that equal ones tie and sums are
/// exact in any order; swapping a and b flips the signs and nothing else.
public struct PairedDifferences: Hashable, Sendable {
  /// The differences, rounded to the grid.
  public let values: [Double]
  /// The same in steps of the grid: whole numbers.
  package let steps: [Double]
  /// The grid.
  package let grid: DecimalGrid

  /// The differences between scores of the same seeds, on the grid of the scores.
  ///
  /// - Precondition: as many scores in `a` as in `b`, all finite.
  public init(_ a: [Double], _ b: [Double]) {
    precondition(a.count == b.count, "\(a.count) scores against \(b.count)")
    self.init(zip(a, b).map { $0 - $1 }, grid: DecimalGrid(scores: a + b))
  }

  /// Differences whose scores are not known, on the grid of the differences themselves.
  ///
  /// - Precondition: all are finite.
  public init(_ differences: [Double]) {
    self.init(differences, grid: DecimalGrid(scores: differences))
  }

  private init(_ differences: [Double], grid: DecimalGrid) {
    steps = differences.map(grid.steps)
    values = steps.map(grid.value(steps:))
    self.grid = grid
  }

  /// How many pairs there are.
  public var count: Int { steps.count }
  /// The mean difference; 0 for no pairs.
  public var mean: Double { count == 0 ? 0 : grid.value(steps: stepSum / Double(count)) }
  /// True if one value repeats, as it does for a single pair.
  public var areAllEqual: Bool { steps.allSatisfy { $0 == steps[0] } }
  /// Standard deviation with n − 1; nil below two pairs, exactly 0 if all are equal.
  public var standardDeviation: Double? {
    count >= 2 && areAllEqual ? 0 : Descriptive.standardDeviation(values)
  }
  /// 95 % interval of the standard deviation by χ², if the differences are normal: of skewed ones it is far too
  /// narrow (`Documentation/Intervals.md`). Nil below two pairs, and if all are equal.
  public var standardDeviationInterval: ConfidenceInterval? {
    guard count >= 2, !areAllEqual, let deviation = standardDeviation else { return nil }
    let squares = deviation * deviation * Double(count - 1)
    let chiSquare = ChiSquareDistribution(degreesOfFreedom: Double(count - 1))
    return ConfidenceInterval(
      low: (squares / chiSquare.upperQuantile(0.025)).squareRoot(),
      high: (squares / chiSquare.upperQuantile(0.975)).squareRoot())
  }
  /// Pairs where a is lower.
  public var negatives: Int { steps.count { $0 < 0 } }
  /// Pairs where b is lower.
  public var positives: Int { steps.count { $0 > 0 } }
  /// Pairs without a difference.
  public var zeros: Int { steps.count { $0 == 0 } }

  /// P(a below b) over the pairs, ties counting half; ½ for no pairs.
  public var probabilityOfSuperiority: Double {
    count == 0 ? 0.5 : (Double(negatives) + Double(zeros) / 2) / Double(count)
  }

  /// The Hodges–Lehmann estimate: the median of all (dᵢ + dⱼ)/2 with i ≤ j.
  ///
  /// - Complexity: O(n² log n).
  public var hodgesLehmann: Double {
    var averages: [Double] = []
    for i in values.indices {
      for j in i..<count { averages.append((values[i] + values[j]) / 2) }
    }
    return Descriptive.median(averages)
  }

  package var stepSum: Double { steps.reduce(0, +) }

  /// How far a sum of steps may be off because each difference was rounded to a step.
  package var slack: Double { Double(count) }
}

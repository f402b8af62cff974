/// The differences a − b between two methods' scores over the same seeds: every paired test starts from them.
///
/// ```swift
/// let differences = PairedDifferences([0.071, 0.069, 0.072], [0.074, 0.070, 0.075])
/// let interval = MeanInterval(differences)?.interval
/// ```
///
/// Differences are whole numbers of grid steps (``DecimalGrid``), so that equal ones tie and sums are
/// exact in any order; swapping a and b flips the signs and changes nothing else.
public struct PairedDifferences: Hashable, Sendable {
  /// The differences, rounded to the grid.
  public let values: [Double]
  /// The differences in steps of the grid: whole numbers.
  package let steps: [Double]
  /// The grid.
  package let grid: DecimalGrid

  /// The differences between scores, on the grid of the scores; `a[i]` and `b[i]` have the same seed.
  ///
  /// - Precondition: `a` and `b` have the same number of scores, all finite.
  public init(_ a: [Double], _ b: [Double]) {
    precondition(a.count == b.count, "\(a.count) scores against \(b.count)")
    self.init(zip(a, b).map { $0 - $1 }, grid: DecimalGrid(scores: a + b))
  }

  /// Given differences, on their own grid, if the scores are not known.
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

  /// The number of pairs.
  public var count: Int { steps.count }
  /// The mean difference; 0 for no pairs.
  public var mean: Double { count == 0 ? 0 : grid.value(steps: stepSum / Double(count)) }
  /// Whether all differences are equal; true for a single pair.
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
  /// The number of pairs in which a is lower.
  public var negatives: Int { steps.count { $0 < 0 } }
  /// The number of pairs in which b is lower.
  public var positives: Int { steps.count { $0 > 0 } }
  /// The number of pairs without a difference.
  public var zeros: Int { steps.count { $0 == 0 } }

  /// The share of pairs in which a is below b, ties counting half; ½ without pairs.
  public var probabilityOfSuperiority: Double {
    count == 0 ? 0.5 : (Double(negatives) + Double(zeros) / 2) / Double(count)
  }

  package var stepSum: Double { steps.reduce(0, +) }

  /// The largest error of a sum of steps that the rounding of each difference can cause.
  package var slack: Double { Double(count) }
}

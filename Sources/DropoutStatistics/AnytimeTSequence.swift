import DropoutTraining

/// An interval of the mean difference that may be looked at after every seed: a t test corrected for skewness.
///
/// Take it to add seeds until the answer is known (<doc:LookingAfterEverySeed>).
///
/// Against mean μ the wealth is the mixture of likelihood ratios over normal effects δ = mean/sd of
/// variance 1/c (Wang and Ramdas, arXiv 2310.03722): with r = ((x̄ − μ)/s)², s with n,
///
///     log W = ½·log(c/(n + c)) + n/2·(log(1 + r) − log(1 + r·c/(n + c))).
///
/// For normal differences of any spread W is a fair game, so it ever reaches 1/α with probability at
/// most α. For other distributions this is an approximation that improves as n grows; with few seeds it is
/// skewness that breaks it. So r is taken from the smaller of z and Johnson's transform of z, which corrects
/// for skewness; the smaller one can only weaken a claim. `Documentation/Intervals.md` gives the measured
/// coverage. A rare kind of run that no seed has shown yet is not allowed for; ``BettingSequence`` does that.
///
/// - Complexity: O(1) for each difference and for the interval.
public struct AnytimeTSequence: DifferenceSequence {
  /// The number of seeds from which on there is an interval: the spread of fewer is too uncertain.
  public static let firstLook = 8
  /// c: the prior says that effects of 1/√c standard deviations are typical.
  package static let priorWeight = 16.0

  /// The chance, over all numbers of seeds together, that an interval misses the mean.
  public let level: Double
  /// How many differences were added.
  public private(set) var count = 0
  /// The mean of the differences; 0 before the first.
  public private(set) var mean = 0.0
  /// The largest possible magnitude of a difference.
  private let bound: Double
  private var squares = 0.0
  private var cubes = 0.0

  /// A sequence before its first difference.
  ///
  /// - Parameters:
  ///   - level: The chance that an interval misses the mean, between 0 and 1.
  ///   - bound: The largest possible magnitude of a difference: 1 for shares, infinite if unknown.
  public init(level: Double = 0.05, bound: Double = 1) {
    precondition(level > 0 && level < 1, "a level of \(level)")
    precondition(bound > 0, "differences within ± \(bound)")
    self.level = level
    self.bound = bound
  }

  /// Adds the difference of one more paired seed, within ± the bound.
  public mutating func add(_ difference: Double) {
    let value = Self.onGrid(difference, bound: bound)
    let before = Double(count)
    count += 1
    let n = Double(count)
    let delta = value - mean
    let step = delta / n
    let term = delta * step * before
    cubes += term * step * (n - 2) - 3 * step * squares
    squares += term
    mean += step
  }

  /// The wealth against mean 0.
  public var wealth: Double { wealth(against: 0) }

  /// The wealth against a mean; 1 before the first look, and if all differences are equal.
  public func wealth(against hypothesis: Double) -> Double {
    guard let spread else { return 1 }
    let z = (mean - hypothesis) / spread
    let corrected = transform.value(z)
    let least = corrected * z > 0 ? min(abs(corrected), abs(z)) : 0
    let n = Double(count)
    let share = Self.priorWeight / (n + Self.priorWeight)
    let r = least * least
    return PortableMath.exp(
      PortableMath.log(share) / 2
        + n / 2 * (PortableMath.log(1 + r) - PortableMath.log(1 + r * share)))
  }

  /// The means that are not ruled out, within ± the bound.
  public var interval: ConfidenceInterval {
    guard let spread, let critical = Self.critical(count: count, level: level) else {
      return ConfidenceInterval(low: -bound, high: bound)
    }
    let above = max(critical, transform.inverse(critical))
    let below = max(critical, -transform.inverse(-critical))
    return ConfidenceInterval(
      low: max(-bound, mean - spread * above), high: min(bound, mean + spread * below))
  }

  /// Too few seeds, or all differences are equal.
  public var reasonOfNoInterval: MissingInterval {
    guard count > 0, squares == 0 else { return .tooFewSeeds }
    if mean == 0 { return .identical }
    return count < Self.firstLook ? .tooFewSeeds : .allEqual
  }

  /// The z at which the wealth is 1/`level`; nil if no z is enough.
  private static func critical(count: Int, level: Double) -> Double? {
    let n = Double(count)
    let share = priorWeight / (n + priorWeight)
    let ratio = PortableMath.exp(-(2 * PortableMath.log(level) + PortableMath.log(share)) / n)
    let rest = 1 - ratio * share
    return rest > 0 ? ((ratio - 1) / rest).squareRoot() : nil
  }

  /// Standard deviation with n; nil before the first look, and if it is 0.
  private var spread: Double? {
    guard count >= Self.firstLook, squares > 0 else { return nil }
    return (squares / Double(count)).squareRoot()
  }

  private var transform: SkewnessTransform {
    SkewnessTransform(count: Double(count), squares: squares, cubes: cubes)
  }
}

/// A confidence sequence of a mean paired difference: one interval for every number of seeds, and with
/// probability 1 − ``level`` all of them hold, so that you may look after every seed and stop at any of them.
public protocol DifferenceSequence: Sendable {
  /// The chance, over all numbers of seeds together, that an interval misses the mean.
  var level: Double { get }
  /// How many differences were added.
  var count: Int { get }
  /// The mean of the differences; 0 before the first.
  var mean: Double { get }
  /// The evidence against a mean of 0: the value of a stake of 1 in a game that is fair if the mean is 0. At
  /// 1/``level`` the interval leaves out 0.
  var wealth: Double { get }
  /// The means that are not ruled out, within −1…1.
  var interval: ConfidenceInterval { get }

  /// The reason if the interval rules nothing out.
  var reasonOfNoInterval: MissingInterval { get }

  /// Adds the difference of one more paired seed, a share within −1…1.
  mutating func add(_ difference: Double)
}

extension DifferenceSequence {
  /// The interval before any difference is seen: all means of differences of shares.
  package static var everything: ConfidenceInterval { ConfidenceInterval(low: -1, high: 1) }

  /// Too few seeds, unless a sequence knows a better reason.
  public var reasonOfNoInterval: MissingInterval { .tooFewSeeds }

  /// The difference rounded to a multiple of 10⁻¹², so that 0.3 − 0.2 and 0.2 − 0.1 are equal.
  package static func onGrid(_ difference: Double, bound: Double = 1) -> Double {
    precondition(
      difference.isFinite && abs(difference) <= bound,
      "a difference of \(difference), not within ± \(bound)")
    return (difference * 1e12).rounded() / 1e12
  }
}

/// A confidence sequence of a mean paired difference: an interval for every number of seeds, all of
/// which hold at once, so that one may look after every seed and stop whenever one likes.
public protocol DifferenceSequence: Sendable {
  /// The chance, over all numbers of seeds together, that an interval misses the mean.
  var level: Double { get }
  /// How many differences were added.
  var count: Int { get }
  /// Their mean; 0 for none.
  var mean: Double { get }
  /// What a stake of 1 has become in a game that is fair if the true mean is 0; at 1/``level`` the
  /// interval leaves out 0.
  var wealth: Double { get }
  /// The means that are not ruled out, within −1…1.
  var interval: ConfidenceInterval { get }

  /// Why an interval of all means rules nothing out.
  var reasonOfNoInterval: MissingInterval { get }

  /// Adds the difference of one more paired seed, a share within −1…1.
  mutating func add(_ difference: Double)
}

extension DifferenceSequence {
  /// What is known of the mean of differences of shares before any is seen.
  package static var everything: ConfidenceInterval { ConfidenceInterval(low: -1, high: 1) }

  /// Few seeds, unless a sequence knows more.
  public var reasonOfNoInterval: MissingInterval { .tooFewSeeds }

  /// A difference on a grid of 10⁻¹², so that 0.3 − 0.2 and 0.2 − 0.1 are equal.
  package static func onGrid(_ difference: Double, bound: Double = 1) -> Double {
    precondition(
      difference.isFinite && abs(difference) <= bound,
      "a difference of \(difference), not within ± \(bound)")
    return (difference * 1e12).rounded() / 1e12
  }
}

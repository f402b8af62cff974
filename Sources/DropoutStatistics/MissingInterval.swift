/// Why a mean has no interval.
///
/// An interval of width 0, or one that covers everything, would claim what is not known.
public enum MissingInterval: String, Codable, Hashable, Sendable {
  /// There are one or two values, which say nothing about their spread.
  case fewerThanThreeSeeds
  /// All values (or differences) are equal, which says nothing about their spread.
  case allEqual
  /// Every seed gives the same value under both policies.
  case identical
  /// There are too few seeds for an anytime interval to rule anything out.
  case tooFewSeeds
  /// Seeds were added until the result was clear; an interval for a fixed number of seeds does not hold.
  case seedsWereAdded
}

extension MissingInterval: CustomStringConvertible {
  /// The reason, to follow "no interval".
  public var description: String {
    switch self {
    case .fewerThanThreeSeeds: "from fewer than three seeds"
    case .allEqual: "as all seeds agree exactly, which says nothing of the spread"
    case .identical: "as every seed gives the same value under both"
    case .tooFewSeeds: "as the seeds are too few for an anytime one"
    case .seedsWereAdded: "as seeds were added until the pairs were decided"
    }
  }

  /// The reason for these values, which have no interval of their mean.
  package init(_ values: PairedDifferences, ofDifferences: Bool) {
    self =
      ofDifferences && values.count > 0 && values.zeros == values.count
      ? .identical : values.count < 3 ? .fewerThanThreeSeeds : .allEqual
  }
}

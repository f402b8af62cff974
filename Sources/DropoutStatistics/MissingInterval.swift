/// Why a mean has no interval: an interval of width 0, or one of everything, would say what is not known.
public enum MissingInterval: String, Codable, Hashable, Sendable {
  /// One or two values say nothing of their spread.
  case fewerThanThreeSeeds
  /// Every seed gives the same difference, or the same value: nothing is known of the spread.
  case allEqual
  /// Every seed gives the same value under both policies.
  case identical
  /// An anytime interval of so few seeds would rule nothing out.
  case tooFewSeeds
  /// The number of seeds depends on what they showed; an interval for a fixed number does not hold.
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

  /// Why an interval of a mean of these values is missing.
  package init(_ values: PairedDifferences, ofDifferences: Bool) {
    self =
      ofDifferences && values.count > 0 && values.zeros == values.count
      ? .identical : values.count < 3 ? .fewerThanThreeSeeds : .allEqual
  }
}

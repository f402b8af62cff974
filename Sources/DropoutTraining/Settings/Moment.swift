/// When in its training a run is judged.
public enum Moment: String, Codable, Hashable, Sendable, CaseIterable {
  /// After the last step.
  case last
  /// After the step at which its validation score was lowest.
  case best
}

/// A validation score by which the best moment of a training is told.
public enum ValidationScore: String, Codable, Hashable, Sendable, CaseIterable {
  /// The mean loss, which also notices how sure the network is.
  case loss
  /// The share classified wrongly, which is the same for many steps if there are few examples.
  case error
}

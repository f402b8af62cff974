/// What is learned of the examples of a file.
public enum LearningTask: String, Codable, Hashable, Sendable, CaseIterable {
  /// Which of some classes an example is of.
  case classification
  /// A real number, such as a price.
  case regression
}

/// How initial weights are drawn: normal numbers times a standard deviation; biases are zero.
public enum Initialisation: String, Codable, Hashable, Sendable, CaseIterable {
  /// Standard deviation √(2 / inputs): He et al. 2015, for ReLU.
  case he
  /// Standard deviation √(2 / (inputs + outputs)): Glorot and Bengio 2010.
  case xavier
  /// Standard deviation 1 / √inputs: the course's notebook.
  case course

  func standardDeviation(inputs: Int, outputs: Int) -> Double {
    switch self {
    case .he: (2 / Double(inputs)).squareRoot()
    case .xavier: (2 / Double(inputs + outputs)).squareRoot()
    case .course: 1 / Double(inputs).squareRoot()
    }
  }
}

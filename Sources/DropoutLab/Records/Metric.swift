/// What is measured on a run.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
  /// Share of test examples classified wrongly: the primary metric.
  case testError
  /// Mean negative log-likelihood of the test labels.
  case testLogLoss

  /// The metric in words.
  package var name: String { self == .testError ? "test error" : "test log-loss" }
  /// The metric in few words, beside another.
  package var shortName: String { self == .testError ? "test error" : "log-loss" }
  /// The unit of differences: points are hundredths of a share.
  package var unit: String { self == .testError ? "points" : "nats" }

  /// The metric's value for a run.
  public func value(of run: RunRecord) -> Double {
    switch self {
    case .testError: run.testError
    case .testLogLoss: run.testLogLoss
    }
  }
}

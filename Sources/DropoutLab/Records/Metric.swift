import DropoutStatistics

/// What is measured on a run; lower is better.
///
/// A metric knows how it is called, shown and limited: nothing else in the product asks which one it is.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
  /// Share of test examples classified wrongly.
  case testError
  /// Mean negative log-likelihood of the test labels.
  case testLogLoss

  /// The metric that decides when no more seeds are added, and that headlines speak of.
  public static let primary = Metric.testError
  /// Whether it is ``primary``.
  public var isPrimary: Bool { self == .primary }

  /// The metric's value for a run.
  public func value(of run: RunRecord) -> Double {
    switch self {
    case .testError: run.testError
    case .testLogLoss: run.testLogLoss
    }
  }

  /// Whether its values are shares of the test examples, 0…1.
  package var isShare: Bool {
    switch self {
    case .testError: true
    case .testLogLoss: false
    }
  }

  /// Between what two runs can differ.
  package var differenceLimits: ClosedRange<Double> {
    isShare ? -1...1 : -.infinity ... .infinity
  }

  /// How many more of the test examples a difference means; nil for a metric that is not a share.
  package func examples(of difference: Double, testExampleCount: Int) -> Double? {
    isShare ? difference * Double(testExampleCount) : nil
  }
}

/// A metric in sentences and tables.
extension Metric {
  /// The metric in words.
  package var name: String {
    switch self {
    case .testError: "test error"
    case .testLogLoss: "test log-loss"
    }
  }
  /// The metric in few words, beside another.
  package var shortName: String {
    switch self {
    case .testError: "test error"
    case .testLogLoss: "log-loss"
    }
  }
  /// The unit of differences: points are hundredths of a share.
  package var unit: String { isShare ? "points" : "nats" }
  /// What a value is multiplied by to be in ``unit``.
  package var scale: Double { isShare ? 100 : 1 }
  /// Decimals of a value in ``unit``.
  package var decimals: Int { isShare ? 2 : 3 }

  /// A value in ``unit``: 0.0725 is "7.25" in points.
  package func fixed(_ value: Double, decimals: Int? = nil) -> String {
    NumberText.fixed(scale * value, decimals: decimals ?? self.decimals)
  }

  /// A difference in ``unit`` with its sign, for tables.
  package func signed(_ difference: Double) -> String {
    isShare
      ? NumberText.points(difference) : NumberText.signed(difference, decimals: decimals)
  }
}

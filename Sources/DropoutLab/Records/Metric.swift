import DropoutStatistics

/// A number by which runs are judged; lower is better.
///
/// To add a metric, add a case and its line in `traits`, over a score that every run has. Pairs are then judged in
/// it, and it appears in files, tables and sentences beside the ``primary`` one.
public enum Metric: String, Codable, Hashable, Sendable, CaseIterable {
  /// Share of test examples classified wrongly.
  case testError
  /// Mean negative log-likelihood of the test labels.
  case testLogLoss

  private var traits: Traits {
    switch self {
    case .testError:
      Traits(
        score: .testError, curve: \.testError, name: "test error", shortName: "test error")
    case .testLogLoss:
      Traits(
        score: .testLogLoss, curve: \.testLogLoss, name: "test log-loss", shortName: "log-loss",
        unit: "nats")
    }
  }

  /// How a metric is measured, called and shown.
  private struct Traits {
    let score: RunScore
    let curve: any KeyPath<RunRecord.CurvePoint, Double> & Sendable
    let name: String
    let shortName: String
    /// What it is measured in; nil for shares of the test examples, whose differences are in points.
    var unit: String?
  }

  /// The metric that decides when no more seeds are added, and that headlines are about.
  public static let primary = Metric.testError
  /// The other metrics, whose verdicts stand beside the primary one's.
  package static let secondary = allCases.filter { !$0.isPrimary }
  /// Whether it is ``primary``.
  public var isPrimary: Bool { self == .primary }

  /// The metric's value for a run.
  public func value(of run: RunRecord) -> Double { run[keyPath: traits.score.value] }

  /// The metric's value at a point of a curve.
  func value(of point: RunRecord.CurvePoint) -> Double { point[keyPath: traits.curve] }

  /// Between what two runs can differ.
  package var differenceLimits: ClosedRange<Double> {
    isShare ? -1...1 : -.infinity ... .infinity
  }

  /// A difference as a number of test examples; nil for a metric that is not a share.
  package func examples(of difference: Double, testExampleCount: Int) -> Double? {
    isShare ? difference * Double(testExampleCount) : nil
  }

  /// Whether its values are shares of the test examples, 0…1.
  package var isShare: Bool { traits.unit == nil }
}

/// A metric in sentences and tables.
extension Metric {
  /// The metric in words.
  package var name: String { traits.name }
  /// The metric in few words, beside another.
  package var shortName: String { traits.shortName }
  /// The unit of differences: points are hundredths of a share.
  package var unit: String { traits.unit ?? "points" }
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

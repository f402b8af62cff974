import DropoutStatistics

/// A number that is stored for every run: its names in files and tables, and its property of a record.
///
/// The store's columns, JSON, CSV and the table of a run come from ``all``. A new score needs a property of
/// ``RunRecord``, a measurement in `PlannedRun.train`, a line here, and a migration of stores.
package struct RunScore: Sendable {
  /// Its name in stores, JSON and CSV.
  package let name: String
  /// Its name in the table of a run; nil for one that has no row.
  private let title: String?
  let unit: Unit
  package let value: any WritableKeyPath<RunRecord, Double> & Sendable

  enum Unit: Sendable {
    /// 0…1, always finite; NaN for runs that predict numbers.
    case share
    /// A loss, in nats.
    case nats
    /// A duration, which differs when the same run is trained again.
    case seconds
  }

  package static let testError = RunScore("testError", "test error", .share, \.testError)
  package static let testLogLoss = RunScore("testLogLoss", "test log-loss", .nats, \.testLogLoss)
  package static let wallSeconds = RunScore("wallSeconds", nil, .seconds, \.wallSeconds)

  /// Every score.
  package static let all = [
    testError, testLogLoss,
    RunScore("trainError", "training error", .share, \.trainError),
    // In files the clean loss has two names.
    RunScore("trainLogLoss", "training loss, clean", .nats, \.cleanTrainLoss),
    RunScore("maskedTrainLoss", "training loss, masked", .nats, \.maskedTrainLoss),
    RunScore("cleanTrainLoss", nil, .nats, \.cleanTrainLoss), wallSeconds,
  ]
  /// The scores that are the same whenever a run is trained again.
  package static let repeatable = all.filter { $0.unit != .seconds }

  private init(
    _ name: String, _ title: String?, _ unit: Unit,
    _ value: any WritableKeyPath<RunRecord, Double> & Sendable
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.value = value
  }

  /// The value that a missing number in a store stands for.
  var missing: Double { unit == .seconds ? 0 : unit == .share ? .nan : .infinity }

  /// Whether a run has it: one that predicts numbers has no errors.
  package func isMeasured(in run: RunRecord) -> Bool {
    unit != .share || !run[keyPath: value].isNaN
  }

  /// Its name in the table of a run; nil if it has no row.
  package func title(of run: RunRecord) -> String? {
    guard isMeasured(in: run) else { return nil }
    let hasOtherLoss = run.details.map {
      $0.scores[.squaredLoss] != nil || $0.scores[.rootMeanSquaredError] != nil
    }
    return hasOtherLoss == true && name == Self.testLogLoss.name ? Metric.squaredLoss.name : title
  }

  /// A run's score as text, for the table of a run.
  package func text(of run: RunRecord) -> String {
    let value = run[keyPath: value]
    return switch unit {
    case .share: "\(NumberText.percent(value)) %"
    case .nats: NumberText.loss(value)
    case .seconds: NumberText.fixed(value, decimals: 2)
    }
  }
}

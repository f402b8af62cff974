import DropoutStatistics

/// A number that a run leaves behind: how files and tables call it, and where a record has it.
///
/// The store's columns, JSON, CSV and the table of a run come from ``all``. A new score is a property of
/// ``RunRecord``, what measures it in `PlannedRun.train`, a line here, and a migration of stores.
package struct RunScore: Sendable {
  /// Its name in stores, JSON and CSV.
  package let name: String
  /// Its name in the table of a run; nil for one that has no row.
  package let title: String?
  let unit: Unit
  package let value: any WritableKeyPath<RunRecord, Double> & Sendable

  enum Unit: Sendable {
    /// 0…1, always finite.
    case share
    /// A loss, in nats.
    case nats
    /// A duration, which differs when the same run is trained again.
    case seconds
  }

  package static let testError = RunScore("testError", "test error", .share, \.testError)
  package static let testLogLoss = RunScore("testLogLoss", "test log-loss", .nats, \.testLogLoss)
  package static let wallSeconds = RunScore("wallSeconds", nil, .seconds, \.wallSeconds)

  /// Every score there is.
  package static let all = [
    testError, testLogLoss,
    RunScore("trainError", "training error", .share, \.trainError),
    // Files have the clean loss by two names.
    RunScore("trainLogLoss", "training loss, clean", .nats, \.cleanTrainLoss),
    RunScore("maskedTrainLoss", "training loss, masked", .nats, \.maskedTrainLoss),
    RunScore("cleanTrainLoss", nil, .nats, \.cleanTrainLoss), wallSeconds,
  ]
  /// Those that are the same whenever a run is trained.
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

  /// What a store's missing number stands for.
  var missing: Double { unit == .seconds ? 0 : .infinity }

  /// A run's number in the table of a run.
  package func text(of run: RunRecord) -> String {
    let value = run[keyPath: value]
    return switch unit {
    case .share: "\(NumberText.percent(value)) %"
    case .nats: NumberText.loss(value)
    case .seconds: NumberText.fixed(value, decimals: 2)
    }
  }
}

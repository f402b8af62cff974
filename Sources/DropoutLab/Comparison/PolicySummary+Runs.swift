import DropoutStatistics

extension PolicySummary {
  /// The summary of one policy's runs.
  ///
  /// - Precondition: `runs` is not empty.
  init(runs: [RunRecord]) {
    precondition(!runs.isEmpty, "the summary of no runs")
    let errors = runs.map(\.testError)
    let values = PairedDifferences(errors)
    let interval = (MeanInterval(values)?.interval).map(Self.asShares)
    self.init(
      policy: runs[0].policy,
      runs: runs,
      mean: Descriptive.mean(errors),
      sd: Descriptive.standardDeviation(errors),
      iqm: Descriptive.interquartileMean(errors),
      interval: interval,
      noInterval: interval == nil ? MissingInterval(values, ofDifferences: false) : nil,
      failedCount: runs.count(where: \.failed))
  }

  /// Mean test log-loss, of which verdicts in log-loss speak; infinite where one is, nil without runs.
  public var meanLogLoss: Double? {
    runs.isEmpty ? nil : Descriptive.mean(runs.map(\.testLogLoss))
  }

  /// An interval of shares ends at 0 and 1, where the distribution behind it knows no ends.
  private static func asShares(_ interval: ConfidenceInterval) -> ConfidenceInterval {
    ConfidenceInterval(low: max(0, interval.low), high: min(1, interval.high))
  }
}

extension PolicySummary {
  /// The summary of one policy's runs.
  ///
  /// - Precondition: `runs` is not empty.
  init(runs: [RunRecord]) {
    precondition(!runs.isEmpty, "the summary of no runs")
    let errors = runs.map(\.testError)
    self.init(
      policy: runs[0].policy,
      runs: runs,
      mean: Descriptive.mean(errors),
      sd: Descriptive.standardDeviation(errors),
      iqm: Descriptive.interquartileMean(errors),
      interval: PairedTTest.meanInterval(errors),
      collapsedCount: runs.count(where: \.collapsed))
  }
}

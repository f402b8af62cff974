import DropoutStatistics

/// What `verdict --json` prints and `results.json` holds: how the files were read, the scores, every pair.
package struct ScoreDocument: Encodable, Sendable {
  /// How each file was read, a line each.
  let files: [String]
  /// What was taken and what was not, in sentences.
  let notes: [String]
  /// Every metric.
  let metrics: [Metric]
  /// The scores of every arm, by metric and data set.
  let arms: [Arm]
  /// Every pair in every metric and on every data set.
  let comparisons: [EveryKey<ScorePair, ScorePair.CodingKeys>]
  /// What holds over all data sets, by metric; empty if there is one data set.
  let overDatasets: [DatasetRanks]
  /// The arm that each other one is compared with; null if every two are compared.
  @NullWhereNil var baseline: String?
  /// What anytime intervals assume; null if the number of seeds was fixed beforehand.
  @NullWhereNil var anytime: ScoreComparison.Question.Anytime?

  /// A metric and how it was understood.
  struct Metric: Encodable, Sendable {
    let name: String
    let higherIsBetter: Bool
    let unit: ScoreMetric.Unit
    @NullWhereNil var range: [Double]?
  }

  /// An arm's scores and their summary.
  struct Arm: Encodable, Sendable {
    @NullWhereNil var dataset: String?
    let metric: String
    let arm: String
    @NullWhereNil var seeds: [String]?
    let scores: [Double]
    @NullWhereNil var mean: Double?
    @NullWhereNil var sd: Double?
    @NullWhereNil var iqm: Double?
    @NullWhereNil var interval: ConfidenceInterval?
  }

  /// The document of a comparison.
  ///
  /// - Parameters:
  ///   - comparison: The comparison.
  ///   - readings: How each file was read.
  ///   - notes: What was taken and what was not.
  package init(_ comparison: ScoreComparison, readings: [String], notes: [String]) {
    (files, self.notes) = (readings, notes)
    metrics = comparison.sheets.map(\.metric).inOrder.map {
      Metric(
        name: $0.name, higherIsBetter: $0.higherIsBetter, unit: $0.unit,
        range: $0.range.map { [$0.lowerBound, $0.upperBound] })
    }
    let isFixed = comparison.question.anytime == nil
    arms = comparison.sheets.flatMap { sheet in
      sheet.arms.map { scores in
        let summary = ScoreSummary(scores, sheet.metric)
        return Arm(
          dataset: sheet.dataset, metric: sheet.metric.name, arm: scores.arm, seeds: scores.seeds,
          scores: scores.scores, mean: summary.mean, sd: summary.sd, iqm: summary.iqm,
          interval: isFixed ? summary.interval : nil)
      }
    }
    comparisons = comparison.pairs.map { EveryKey($0) }
    overDatasets = comparison.overall
    baseline = comparison.question.baseline
    anytime = comparison.question.anytime
  }
}

/// The summary of an arm's finite scores; nil without any.
struct ScoreSummary {
  let mean: Double?
  let sd: Double?
  let iqm: Double?
  /// 95 % interval of the mean.
  let interval: ConfidenceInterval?

  init(_ scores: ArmScores, _ metric: ScoreMetric) {
    let finite = scores.finite
    guard !finite.isEmpty else {
      (mean, sd, iqm, interval) = (nil, nil, nil, nil)
      return
    }
    mean = Descriptive.mean(finite)
    sd = Descriptive.standardDeviation(finite)
    iqm = Descriptive.interquartileMean(finite)
    interval = MeanInterval(PairedDifferences(finite)).map { interval in
      metric.range.map { interval.interval.clamped(to: $0) } ?? interval.interval
    }
  }
}

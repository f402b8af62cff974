import DropoutStatistics
import DropoutTraining

/// What scores that were made elsewhere say: every pair of arms, on every data set, in every metric.
package struct ScoreComparison: Sendable {
  /// The scores.
  package let sheets: [ScoreSheet]
  /// Every pair: by metric, by data set, by arms.
  package let pairs: [ScorePair]
  /// What holds over all data sets, by metric; empty if there is one data set.
  package let overall: [DatasetRanks]
  /// How the comparison was asked for.
  package let question: Question

  /// How arms are compared.
  package struct Question: Hashable, Sendable {
    /// The arm that each other one is compared with; nil to compare every two.
    package var baseline: String?
    /// Whether runs are compared unpaired even if they have common seeds.
    package var unpaired = false
    /// Whether the file is looked at while it grows.
    package var anytime: Anytime?

    /// What an anytime interval assumes.
    package typealias Anytime = SequentialComparison.Assumption

    /// Every two arms, paired if they have common seeds, for a number of seeds fixed beforehand.
    package init() {}
  }

  /// Compares arms.
  ///
  /// The p values of a metric are corrected over all its pairs on all data sets together.
  ///
  /// - Throws: ``ScoreError`` if the baseline is not an arm, or a metric has no bounds that an anytime interval needs.
  package init(
    _ sheets: [ScoreSheet], _ question: Question = Question()
  ) throws(ScoreError) {
    self.sheets = sheets
    self.question = question
    let arms = sheets.flatMap { $0.arms.map(\.arm) }.inOrder
    if let baseline = question.baseline, !arms.contains(baseline) {
      throw .noBaseline(baseline, available: arms)
    }
    let metrics = sheets.map(\.metric).inOrder
    if question.anytime != nil {
      guard metrics.count == 1 else { throw .anytimeMetrics(metrics.map(\.name)) }
      guard metrics[0].range != nil else { throw .unbounded(metric: metrics[0].name) }
      pairs = try Self.looked(sheets, question)
      overall = []
      return
    }
    let detectable = DetectableEffects()
    pairs = metrics.flatMap { metric -> [ScorePair] in
      let analyses = sheets.filter { $0.metric == metric }.flatMap { sheet in
        Self.runs(sheet, question).map {
          ScoreAnalysis($0, of: sheet, detectable: detectable)
        }
      }
      let corrected = MultipleTesting.holm(analyses.map { $0.figures.p ?? 1 })
      return zip(analyses, corrected).map { $0.pair(holmP: $1, pairCount: analyses.count) }
    }
    overall = metrics.compactMap { metric in
      DatasetRanks(sheets.filter { $0.metric == metric }, baseline: question.baseline)
    }
  }

  /// The runs of every pair of a sheet; the baseline, if there is one, is *b*.
  private static func runs(_ sheet: ScoreSheet, _ question: Question) -> [ScoreRuns] {
    let arms = sheet.arms.map { Arm($0.arm, nil) }
    let baseline = question.baseline.map { Arm($0, nil) }
    // A data set on which the baseline has no run has no pair with it.
    if let baseline, !arms.contains(baseline) { return [] }
    return ArmPairs.indices(arms, baseline: baseline).map {
      ScoreRuns(sheet.arms[$0.a], sheet.arms[$0.b], unpaired: question.unpaired)
    }
  }

  /// Every pair looked at after each of its seeds, in the order in which the file completed them.
  private static func looked(
    _ sheets: [ScoreSheet], _ question: Question
  ) throws(ScoreError) -> [ScorePair] {
    let all = sheets.flatMap { sheet in runs(sheet, question).map { (sheet, $0) } }
    return try all.map { sheet, runs throws(ScoreError) -> ScorePair in
      guard runs.isPaired else { throw .anytimeUnpaired(a: runs.a, b: runs.b) }
      return ScoreLooks(
        runs, of: sheet, pairCount: all.count, assumption: question.anytime ?? .noRareExtremes
      ).pair
    }
  }
}

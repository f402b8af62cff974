public import DropoutTraining

/// How much random work a comparison spends.
struct ComparisonEffort {
  /// Random sign patterns where there are too many seeds to count them all.
  var randomPatterns = 131_071
}

extension ComparisonResults {
  /// Compares the policies' runs: all pairs in test error, then all pairs in test log-loss.
  ///
  /// The same runs always give the same numbers, whatever order they come in: random parts take their
  /// keys from the names of metric and pair. Runs of policies that are not listed are not looked at.
  ///
  /// - Parameters:
  ///   - policies: in the plan's order; pair (i, j) with i < j compares *a* = policy i with *b* = j.
  ///   - testExampleCount: size of the test set, positive.
  /// - Throws: ``ComparisonError`` where the runs are not paired or a test error is no share.
  public init(
    runs: [RunRecord], policies: [MaskPolicy], testExampleCount: Int
  ) throws(ComparisonError) {
    try self.init(
      runs: runs, policies: policies, testExampleCount: testExampleCount,
      effort: ComparisonEffort())
  }

  init(
    runs: [RunRecord], policies: [MaskPolicy], testExampleCount: Int, effort: ComparisonEffort
  ) throws(ComparisonError) {
    precondition(testExampleCount > 0, "\(testExampleCount) test examples")
    let paired = try PairedRuns(runs, policies: policies)
    self.init(
      policies: paired.rows.map { PolicySummary(runs: $0) },
      comparisons: [Metric.testError, .testLogLoss].flatMap {
        Self.compare(paired, in: $0, testExampleCount: testExampleCount, effort: effort)
      },
      friedman: FriedmanSummary(paired),
      testExampleCount: testExampleCount)
  }

  /// All pairs in one metric, corrected for each other.
  private static func compare(
    _ paired: PairedRuns, in metric: Metric, testExampleCount: Int, effort: ComparisonEffort
  ) -> [PairComparison] {
    let pairs = paired.rows.indices.flatMap { i in
      paired.rows[(i + 1)...].map { (paired.rows[i], $0) }
    }
    let detectable = DetectableEffects()
    let analyses = pairs.concurrentMap { a, b in
      PairAnalysis(a, b, metric: metric, effort: effort, detectable: detectable)
    }
    let holm = MultipleTesting.holm(analyses.map(\.signFlipP))
    return zip(analyses, holm).map { analysis, holmP in
      analysis.comparison(
        holmP: holmP, pairCount: analyses.count, testExampleCount: testExampleCount)
    }
  }
}

extension FriedmanSummary {
  /// Friedman's test over the test errors; nil below three policies or two seeds.
  fileprivate init?(_ paired: PairedRuns) {
    guard paired.rows.count >= 3, paired.rows[0].count >= 2 else { return nil }
    let test = FriedmanTest(
      scores: paired.rows[0].indices.map { seed in paired.rows.map { $0[seed].testError } })
    self.init(
      averageRanks: test.averageRanks,
      chiSquare: test.chiSquareTieCorrected,
      p: test.p(chiSquare: test.chiSquareTieCorrected),
      nemenyiCriticalDifference: test.nemenyiCriticalDifference())
  }
}

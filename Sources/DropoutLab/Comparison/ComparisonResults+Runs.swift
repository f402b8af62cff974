import DropoutStatistics
public import DropoutTraining

extension ComparisonResults {
  /// The number of random sign patterns if there are too many seeds to try every pattern.
  public static let usualRandomPatterns = 131_071

  /// Compares the policies' runs: all pairs in test error, then all pairs in test log-loss.
  ///
  /// The same runs give the same numbers in any order: random keys are derived from the names of the metric
  /// and the pair. Runs of policies that are not listed are ignored.
  ///
  /// - Parameters:
  ///   - runs: The finished runs, in any order.
  ///   - policies: In the plan's order; pair (i, j) with i < j compares *a* = policy i with *b* = j.
  ///   - testExampleCount: The size of the test set, positive.
  ///   - steps: The number of training steps after which the runs were judged.
  ///   - randomPatterns: The number of random sign patterns if there are too many seeds to try every pattern.
  /// - Throws: ``ComparisonError`` if the runs are not paired or a test error is outside 0…1.
  public init(
    runs: [RunRecord], policies: [MaskPolicy], testExampleCount: Int, steps: Int,
    randomPatterns: Int = usualRandomPatterns
  ) throws(ComparisonError) {
    precondition(testExampleCount > 0, "\(testExampleCount) test examples")
    let paired = try PairedRuns(runs, policies: policies)
    let detectable = DetectableEffects()
    let pairs = paired.pairs
    let analyses = Metric.allCases.map { metric in
      pairs.concurrentMap {
        PairAnalysis(
          $0.a, $0.b, metric: metric, randomPatterns: randomPatterns, detectable: detectable)
      }
    }
    self.init(
      policies: paired.rows.map { PolicySummary(runs: $0) },
      comparisons: PairComparison.judged(analyses) { _ in
        PairAnalysis.Context(
          pairCount: pairs.count, testExampleCount: testExampleCount, steps: steps)
      },
      friedman: FriedmanSummary(paired),
      testExampleCount: testExampleCount, steps: steps)
  }

  /// The results of a comparison to which seeds were added until its pairs were decided, without figures that
  /// are valid only for a number of seeds fixed beforehand.
  ///
  /// - Parameters:
  ///   - runs: The runs of the seeds that were looked at, `comparison.seedCount` per policy.
  ///   - comparison: The comparison that looked at them.
  ///   - testExampleCount: The size of the test set, positive.
  ///   - mostSeeds: The largest number of seeds that was allowed.
  ///   - end: Why the comparison stopped, if not every pair was decided.
  /// - Throws: ``ComparisonError`` if the runs are not paired or a test error is outside 0…1.
  public init(
    runs: [RunRecord], comparison: SequentialComparison, testExampleCount: Int, mostSeeds: Int,
    end: Judgement.SeedsAdded.End
  ) throws(ComparisonError) {
    precondition(testExampleCount > 0, "\(testExampleCount) test examples")
    let paired = try PairedRuns(runs, policies: comparison.policies)
    precondition(
      paired.rows[0].count == comparison.seedCount,
      "runs of \(paired.rows[0].count) seeds, \(comparison.seedCount) were looked at")
    self.init(
      policies: paired.rows.map { runs in
        var summary = PolicySummary(runs: runs)
        (summary.interval, summary.noInterval) = (nil, .seedsWereAdded)
        return summary
      },
      comparisons: comparison.comparisons(paired, testExampleCount: testExampleCount),
      friedman: nil, testExampleCount: testExampleCount, steps: comparison.steps,
      judgement: .untilDecided(
        Judgement.SeedsAdded(comparison, mostSeeds: mostSeeds, end: end)))
  }
}

extension FriedmanSummary {
  /// Friedman's test over the test errors; nil with fewer than three policies or two seeds.
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

extension PolicySummary {
  /// The summary of one policy's runs.
  ///
  /// - Precondition: `runs` is not empty.
  init(runs: [RunRecord]) {
    precondition(!runs.isEmpty, "the summary of no runs")
    let errors = runs.map(\.testError)
    let values = PairedDifferences(errors)
    // The distribution of the interval is unbounded, but errors are shares.
    let interval = MeanInterval(values)?.interval.clamped(to: 0...1)
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

  /// Mean test log-loss, which verdicts in log-loss compare; infinite if one run's is, nil without runs.
  public var meanLogLoss: Double? {
    runs.isEmpty ? nil : Descriptive.mean(runs.map(\.testLogLoss))
  }

  /// The losses shown in tables of policies, each as its mean or median over seeds.
  package var losses: [(name: String, statistic: String, text: String)] {
    func median(_ score: (RunRecord) -> Double) -> String {
      Descriptive.quantile(0.5, of: runs.map(score)).map(NumberText.loss) ?? "–"
    }
    return [
      ("log-loss", "mean", meanLogLoss.map(NumberText.loss) ?? "–"),
      ("masked loss", "median", median(\.maskedTrainLoss)),
      ("clean loss", "median", median(\.cleanTrainLoss)),
    ]
  }
}

import DropoutStatistics
public import DropoutTraining

extension ComparisonResults {
  /// The number of random sign patterns if there are too many seeds to try every pattern.
  public static let usualRandomPatterns = 131_071

  /// Compares runs by their policies; those of policies that are not listed are ignored.
  ///
  /// - Parameters: As for ``init(arms:baseline:testExampleCount:steps:moment:randomPatterns:)``.
  /// - Throws: ``ComparisonError`` if the runs are not paired or a test error is outside 0…1.
  public init(
    runs: [RunRecord], policies: [MaskPolicy], testExampleCount: Int, steps: Int,
    randomPatterns: Int = usualRandomPatterns
  ) throws(ComparisonError) {
    try self.init(
      arms: [ArmRuns](runs, by: policies), testExampleCount: testExampleCount, steps: steps,
      randomPatterns: randomPatterns)
  }

  /// Compares the runs of arms: all pairs in test error, then all pairs in test log-loss.
  ///
  /// The same runs give the same numbers in any order: random keys are derived from the names of the metric
  /// and the pair.
  ///
  /// - Parameters:
  ///   - arms: The finished runs; pair (i, j) with i < j compares *a* = arm i with *b* = j.
  ///   - baseline: The arm to compare each other one with, as *b*; nil to compare every two.
  ///   - testExampleCount: The size of the test set, positive.
  ///   - steps: The number of training steps after which the runs were judged; nil if each has its own.
  ///   - moment: When in their training the runs are judged.
  ///   - randomPatterns: The number of random sign patterns if there are too many seeds to try every pattern.
  /// - Throws: ``ComparisonError`` if the runs are not paired or a test error is outside 0…1.
  public init(
    arms: [ArmRuns], baseline: Arm? = nil, testExampleCount: Int, steps: Int?,
    moment: Moment = .last, randomPatterns: Int = usualRandomPatterns
  ) throws(ComparisonError) {
    precondition(testExampleCount > 0, "\(testExampleCount) test examples")
    let paired = try PairedRuns(arms.map { $0.at(moment) }, baseline: baseline)
    let detectable = DetectableEffects()
    let pairs = paired.pairs
    let analyses = Metric.allCases.map { metric in
      pairs.concurrentMap {
        PairAnalysis(
          $0.a, $0.b, metric: metric, randomPatterns: randomPatterns, detectable: detectable)
      }
    }
    self.init(
      arms: paired.rows.map { ArmSummary($0) },
      comparisons: PairComparison.judged(analyses) { _ in
        PairAnalysis.Context(
          pairCount: pairs.count, testExampleCount: testExampleCount,
          moment: moment.text(steps: steps))
      },
      friedman: FriedmanSummary(paired),
      testExampleCount: testExampleCount, steps: steps, moment: moment,
      differenceCurves: Metric.allCases.flatMap { metric in
        pairs.concurrentMap { DifferenceCurve($0.a, $0.b, metric: metric) }.compactMap(\.self)
      })
  }

  /// The results of a comparison to which seeds were added until its pairs were decided, without figures that
  /// are valid only for a number of seeds fixed beforehand.
  ///
  /// - Parameters:
  ///   - runs: The runs of the seeds that were looked at, `comparison.seedCount` per arm, seed by seed.
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
    let paired = try PairedRuns(
      [ArmRuns](comparison.arms, seedBySeed: runs.map { $0.at(comparison.moment) }),
      baseline: comparison.baseline)
    precondition(
      paired.seedCount == comparison.seedCount,
      "runs of \(paired.seedCount) seeds, \(comparison.seedCount) were looked at")
    self.init(
      arms: paired.rows.map { row in
        var summary = ArmSummary(row)
        (summary.interval, summary.noInterval) = (nil, .seedsWereAdded)
        return summary
      },
      comparisons: comparison.comparisons(paired, testExampleCount: testExampleCount),
      friedman: nil, testExampleCount: testExampleCount, steps: comparison.steps,
      judgement: .untilDecided(
        Judgement.SeedsAdded(comparison, mostSeeds: mostSeeds, end: end)),
      moment: comparison.moment)
  }
}

extension FriedmanSummary {
  /// Friedman's test over the test errors; nil with fewer than three arms or two seeds.
  fileprivate init?(_ paired: PairedRuns) {
    guard paired.rows.count >= 3, paired.seedCount >= 2 else { return nil }
    let test = FriedmanTest(
      scores: (0..<paired.seedCount).map { seed in paired.rows.map { $0.runs[seed].testError } })
    self.init(
      averageRanks: test.averageRanks,
      chiSquare: test.chiSquareTieCorrected,
      p: test.p(chiSquare: test.chiSquareTieCorrected),
      nemenyiCriticalDifference: test.nemenyiCriticalDifference())
  }
}

extension ArmSummary {
  /// The summary of one arm's runs, at least one.
  init(_ row: ArmRuns) {
    let runs = row.runs
    precondition(!runs.isEmpty, "the summary of no runs")
    let errors = runs.map(\.testError)
    let values = PairedDifferences(errors)
    // The distribution of the interval is unbounded, but errors are shares.
    let interval = MeanInterval(values)?.interval.clamped(to: 0...1)
    self.init(
      arm: row.arm, runs: runs,
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

  /// The losses shown in tables of arms, each as its mean or median over seeds.
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

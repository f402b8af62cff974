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

  /// Compares the runs of arms: all pairs in the metric that decides, then all pairs in each other one that every
  /// run has.
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
  ///   - metric: The metric that decides.
  ///   - randomPatterns: The number of random sign patterns if there are too many seeds to try every pattern.
  /// - Throws: ``ComparisonError`` if the runs are not paired or a test error is outside 0…1.
  public init(
    arms: [ArmRuns], baseline: Arm? = nil, testExampleCount: Int, steps: Int?,
    moment: Moment = .last, metric: Metric = .testError,
    randomPatterns: Int = usualRandomPatterns
  ) throws(ComparisonError) {
    precondition(testExampleCount > 0, "\(testExampleCount) test examples")
    let paired = try PairedRuns(arms.map { $0.at(moment) }, baseline: baseline)
    let detectable = DetectableEffects()
    let pairs = paired.pairs
    let metrics = Metric.measured(in: paired.rows.flatMap(\.runs), first: metric)
    let analyses = metrics.map { metric in
      pairs.concurrentMap {
        PairAnalysis(
          $0.a, $0.b, metric: metric, randomPatterns: randomPatterns, detectable: detectable)
      }
    }
    self.init(
      arms: paired.rows.map { ArmSummary($0, in: metric) },
      comparisons: PairComparison.judged(analyses) { _ in
        PairAnalysis.Context(
          pairCount: pairs.count, testExampleCount: testExampleCount,
          moment: moment.text(steps: steps))
      },
      friedman: FriedmanSummary(paired, in: metric),
      testExampleCount: testExampleCount, metric: metric, steps: steps, moment: moment,
      differenceCurves: metrics.flatMap { metric in
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
        var summary = ArmSummary(row, in: comparison.metric)
        (summary.interval, summary.noInterval) = (nil, .seedsWereAdded)
        return summary
      },
      comparisons: comparison.comparisons(paired, testExampleCount: testExampleCount),
      friedman: nil, testExampleCount: testExampleCount, metric: comparison.metric,
      steps: comparison.steps,
      judgement: .untilDecided(
        Judgement.SeedsAdded(comparison, mostSeeds: mostSeeds, end: end)),
      moment: comparison.moment)
  }
}

extension FriedmanSummary {
  /// Friedman's test over a metric's values; nil with fewer than three arms or two seeds, or if a value is not
  /// finite.
  fileprivate init?(_ paired: PairedRuns, in metric: Metric) {
    guard paired.rows.count >= 3, paired.seedCount >= 2 else { return nil }
    let scores = (0..<paired.seedCount).map { seed in
      paired.rows.map { metric.value(of: $0.runs[seed]) }
    }
    guard scores.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    let test = FriedmanTest(scores: scores)
    self.init(
      averageRanks: test.averageRanks,
      chiSquare: test.chiSquareTieCorrected,
      p: test.p(chiSquare: test.chiSquareTieCorrected),
      nemenyiCriticalDifference: test.nemenyiCriticalDifference())
  }
}

extension ArmSummary {
  /// The summary of one arm's runs, at least one, in a metric.
  init(_ row: ArmRuns, in metric: Metric = .testError) {
    let runs = row.runs
    precondition(!runs.isEmpty, "the summary of no runs")
    let values = runs.map(metric.value(of:))
    let sample = PairedDifferences(values.filter(\.isFinite))
    // The distribution of the interval is unbounded, but no metric is below 0, and shares are at most 1.
    let limits = 0...metric.differenceLimits.upperBound
    let interval =
      sample.count == values.count ? MeanInterval(sample)?.interval.clamped(to: limits) : nil
    self.init(
      arm: row.arm, runs: runs,
      mean: Descriptive.mean(values),
      sd: Descriptive.standardDeviation(values),
      iqm: Descriptive.interquartileMean(values),
      interval: interval,
      noInterval: interval == nil ? MissingInterval(sample, ofDifferences: false) : nil,
      failedCount: runs.count(where: \.failed))
  }

  /// Mean test log-loss; infinite if one run's is, nil without runs.
  var meanLogLoss: Double? { runs.isEmpty ? nil : Descriptive.mean(runs.map(\.testLogLoss)) }

  /// The smallest and largest value in a metric: "3.21–7.40".
  package func range(in metric: Metric) -> String {
    let values = runs.map(metric.value(of:))
    guard let low = values.min(), let high = values.max() else { return "–" }
    return "\(metric.fixed(low))–\(metric.fixed(high))"
  }

  /// What a table of arms shows beside the metric that decides, each as its mean or median over seeds: either
  /// test error or the loss, and the training losses.
  package func beside(_ metric: Metric) -> [(name: String, statistic: String, text: String)] {
    func median(_ score: (RunRecord) -> Double) -> String {
      Descriptive.quantile(0.5, of: runs.map(score)).map(NumberText.loss) ?? "–"
    }
    let other = Metric.counterpart(of: metric, in: runs)
    let mean = runs.isEmpty ? nil : Descriptive.mean(runs.map(other.value(of:)))
    return [
      (
        other.shortName, "mean",
        mean.map { other.isShare ? other.shown($0) : NumberText.loss($0) } ?? "–"
      ),
      ("masked loss", "median", median(\.maskedTrainLoss)),
      ("clean loss", "median", median(\.cleanTrainLoss)),
    ]
  }
}

import DropoutStatistics
public import DropoutTraining

/// What a sweep found: each setting's comparisons, and what they say together.
public struct SweepResults: Codable, Hashable, Sendable {
  /// What to say first where in some settings more than half of the runs failed under a policy; nil elsewhere.
  public var failureHint: String?
  /// Names of the axes, as they are spelled shortest.
  public var axes: [String]
  /// Every setting, by number.
  public var settings: [Setting]
  /// Per pair and metric, over all settings: all pairs in test error first.
  public var pairs: [PairOverSettings]

  /// One setting.
  public struct Setting: Codable, Hashable, Sendable {
    /// From 1.
    public var number: Int
    /// The setting in words.
    public var text: String
    /// Its value on each axis.
    public var values: [String]
    /// What was tuned or matched, per policy; nil if nothing was.
    public var choices: [String]?
    /// How many examples the test set has.
    public var testExampleCount: Int
    /// Per policy, in the plan's order.
    public var policies: [PolicyMeans]
    /// After how many training steps the runs are judged.
    public var steps: Int
    /// How the number of seeds came about.
    public var judgement: Judgement
    /// Per pair and metric, all pairs in test error first; Holm's p is corrected for all settings and pairs.
    public var comparisons: [PairComparison]
  }

  /// A policy's runs in one setting, in short.
  public struct PolicyMeans: Codable, Hashable, Sendable {
    /// The policy.
    public var policy: MaskPolicy
    /// Paired seeds.
    public var seeds: Int
    /// Mean test error, a share.
    public var testError: Double
    /// Mean test log-loss.
    public var testLogLoss: Double
    /// Mean training loss after training, without masks.
    public var trainLogLoss: Double
    /// How many runs failed.
    public var failedCount: Int

    /// The mean of a metric.
    func mean(of metric: Metric) -> Double {
      switch metric {
      case .testError: testError
      case .testLogLoss: testLogLoss
      }
    }

    init(_ runs: [RunRecord]) {
      policy = runs[0].policy
      seeds = runs.count
      testError = Descriptive.mean(runs.map(\.testError))
      testLogLoss = Descriptive.mean(runs.map(\.testLogLoss))
      trainLogLoss = Descriptive.mean(runs.map(\.cleanTrainLoss))
      failedCount = runs.count(where: \.failed)
    }
  }
}

extension SweepResults {
  /// The places in ``pairs`` that a figure shows: the first policy against each other one, test error before
  /// log-loss.
  public var mainPairs: [Int] { pairs.indices.filter { pairs[$0].a == pairs[0].a } }

  /// The places in ``pairs`` that a reader is shown: all of up to three policies, else ``mainPairs``.
  public func toldPairs(all: Bool) -> [Int] {
    all || settings[0].policies.count <= 3 ? Array(pairs.indices) : mainPairs
  }

  /// Whether seeds were added until the pairs were decided.
  public var isSequential: Bool { settings.contains { $0.judgement != .fixed } }
}

extension SweepResults {
  /// Compares the policies in every setting.
  ///
  /// - Parameters:
  ///   - sweep: What was swept.
  ///   - cases: Its settings.
  ///   - records: Per setting, the records of its runs.
  /// - Throws: ``ComparisonError`` where a setting's runs are not paired.
  public init(
    _ sweep: Sweep, cases: [SweepCase], records: [[RunRecord]]
  ) throws(ComparisonError) {
    precondition(cases.count == records.count, "\(cases.count) settings, \(records.count) records")
    let paired = try zip(cases, records).map { one, records throws(ComparisonError) in
      try PairedRuns(records, policies: one.plan.policies)
    }
    let comparisons =
      cases.contains { $0.decided == nil }
      ? Self.fixed(cases, paired)
      : zip(cases, paired).map { one, paired in
        one.decided?.comparison.comparisons(
          paired, testExampleCount: one.dataset.test.count) ?? []
      }
    axes = sweep.axes.map(\.shortName)
    settings = cases.indices.map { index in
      Setting(
        number: cases[index].setting.number, text: cases[index].text,
        values: cases[index].setting.values.map(\.bareText), choices: cases[index].choices,
        testExampleCount: cases[index].dataset.test.count,
        policies: paired[index].rows.map(PolicyMeans.init), steps: cases[index].plan.training.steps,
        judgement: cases[index].judgement, comparisons: comparisons[index])
    }
    failureHint = FailedRuns.hint(settings)
    pairs = []
    let testCount = paired.reduce(0) { $0 + $1.pairs.count }
    for number in (comparisons.first ?? []).indices {
      pairs.append(
        PairOverSettings(
          number, in: settings, testCount: testCount,
          axes: sweep.axes,
          values: cases.map(\.setting.values)))
    }
  }

  /// Per setting, its comparisons over numbers of seeds that were fixed beforehand, all corrected for each
  /// other.
  private static func fixed(_ cases: [SweepCase], _ paired: [PairedRuns]) -> [[PairComparison]] {
    let detectable = DetectableEffects()
    let analyses = Metric.allCases.map { metric in
      paired.concurrentMap { paired in
        paired.pairs.map {
          PairAnalysis(
            $0.a, $0.b, metric: metric, effort: ComparisonEffort(), detectable: detectable)
        }
      }
    }
    let caseOfPair = paired.indices.flatMap { index in paired[index].pairs.map { _ in index } }
    let judged = PairComparison.judged(analyses.map { $0.flatMap(\.self) }) { number in
      let one = cases[caseOfPair[number]]
      return PairAnalysis.Context(
        pairCount: caseOfPair.count, testExampleCount: one.dataset.test.count,
        steps: one.plan.training.steps)
    }
    var comparisons = [[PairComparison]](repeating: [], count: cases.count)
    for (number, comparison) in judged.enumerated() {
      comparisons[caseOfPair[number % caseOfPair.count]].append(comparison)
    }
    return comparisons
  }
}

extension SweepCase {
  /// How the number of seeds came about.
  fileprivate var judgement: Judgement {
    decided.map {
      .untilDecided(.init($0.comparison, mostSeeds: plan.seeds.count, end: $0.end))
    } ?? .fixed
  }
}

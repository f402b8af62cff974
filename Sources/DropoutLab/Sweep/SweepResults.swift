public import DropoutTraining

/// What a sweep found: each setting's comparisons, and what they say together.
public struct SweepResults: Codable, Hashable, Sendable {
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
    /// What was tuned or matched, per policy; nil where nothing was.
    public var choices: [String]?
    /// How many examples the test set has.
    public var testExampleCount: Int
    /// Per policy, in the plan's order.
    public var policies: [PolicyMeans]
    /// What was decided as seeds were added, per pair in test error; nil where their number was fixed.
    public var decisions: [SequentialPair]?
    /// Per pair and metric, all pairs in test error first; Holm's p is corrected for all settings and pairs.
    public var comparisons: [PairComparison]
  }

  /// What one setting says of a pair.
  public enum Outcome: String, Codable, Hashable, Sendable {
    /// a is better beyond doubt.
    case aBetter
    /// b is.
    case bBetter
    /// Every seed gives the same value.
    case identical
    /// Decided as it went: the means are no further apart than matters.
    case noRelevantDifference
    /// The seeds do not say.
    case cannotTell
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

    init(_ runs: [RunRecord]) {
      policy = runs[0].policy
      seeds = runs.count
      testError = Descriptive.mean(runs.map(\.testError))
      testLogLoss = Descriptive.mean(runs.map(\.testLogLoss))
      trainLogLoss = Descriptive.mean(runs.map(\.trainLogLoss))
      failedCount = runs.count(where: \.failed)
    }
  }
}

extension SweepResults {
  /// The places in ``pairs`` that a reader wants first: the first policy against each other one, test error
  /// before log-loss; test error alone where that was decided as seeds were added.
  public var mainPairs: [Int] {
    let isSequential = settings.contains { $0.decisions != nil }
    return pairs.indices.filter {
      pairs[$0].a == pairs[0].a && !(isSequential && pairs[$0].metric != .testError)
    }
  }
}

extension SweepResults.Setting {
  /// What the setting says of a comparison: as decided on the way, or by the verdict of all its seeds.
  public func outcome(_ comparison: Int) -> SweepResults.Outcome {
    if let decisions {
      // What was decided on the way was decided in test error; stopping by it spoils other verdicts.
      guard decisions.indices.contains(comparison) else { return .cannotTell }
      return switch decisions[comparison].decision {
      case .aBetter: .aBetter
      case .bBetter: .bBetter
      case .noRelevantDifference: .noRelevantDifference
      case .cannotTell: .cannotTell
      }
    }
    return switch comparisons[comparison].verdict {
    case .aBetter: .aBetter
    case .bBetter: .bBetter
    case .cannotTell: .cannotTell
    case .identical: .identical
    }
  }
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
    let detectable = DetectableEffects()
    let rows = try zip(cases, records).map { one, records throws(ComparisonError) in
      try PairedRuns(records, policies: one.plan.policies).rows
    }
    var comparisons = [[PairComparison]](repeating: [], count: cases.count)
    for metric in [Metric.testError, .testLogLoss] {
      let analyses = rows.concurrentMap { rows in
        rows.indices.flatMap { i in
          rows[(i + 1)...].map {
            PairAnalysis(
              rows[i], $0, metric: metric, effort: ComparisonEffort(), detectable: detectable)
          }
        }
      }
      var holm = MultipleTesting.holm(analyses.flatMap { $0.map(\.signFlipP) })[...]
      let count = holm.count
      for (index, analyses) in analyses.enumerated() {
        comparisons[index] += analyses.map {
          $0.comparison(
            holmP: holm.removeFirst(), pairCount: count,
            testExampleCount: cases[index].dataset.test.count)
        }
      }
    }
    axes = sweep.axes.map(\.shortName)
    settings = cases.indices.map { index in
      Setting(
        number: cases[index].setting.number, text: cases[index].text,
        values: cases[index].setting.values.map(\.bareText), choices: cases[index].choices,
        testExampleCount: cases[index].dataset.test.count,
        policies: rows[index].map(PolicyMeans.init), decisions: cases[index].decisions,
        comparisons: comparisons[index])
    }
    pairs = []
    // As many in each metric.
    let testCount = comparisons.reduce(0) { $0 + $1.count } / 2
    for number in (comparisons.first ?? []).indices {
      pairs.append(
        PairOverSettings(
          number, in: settings, testCount: testCount,
          axes: sweep.axes,
          values: cases.map(\.setting.values)))
    }
  }
}

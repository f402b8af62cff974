import DropoutStatistics
public import DropoutTraining

/// What a sweep found: each setting's comparisons, and what all settings show together.
public struct SweepResults: Encodable, Hashable, Sendable {
  /// The warning to show first if most runs of an arm failed in some settings; nil otherwise.
  public var failureHint: String?
  /// What was swept over: base settings, what varies, and how arms were made comparable.
  var plan: SweepDocument
  /// Every combination that arms were tuned over; empty if nothing was tuned.
  public var trials: [TuningTrial]
  /// Choices that are the first or the last of their grid.
  public var edges: [GridEdge]
  /// The shortest names of the axes.
  public var axes: [String]
  /// Every setting, by number.
  public var settings: [Setting]
  /// One comparison over all settings per pair and metric: all pairs in the metric that decides first.
  public var pairs: [PairOverSettings]

  /// One setting.
  public struct Setting: Encodable, Hashable, Sendable {
    /// The setting's number, from 1.
    public var number: Int
    /// The setting in words.
    public var text: String
    /// Its value on each axis.
    public var values: [PlanValue]
    /// Its plan, before anything was tuned or matched.
    package var plan: PlanDocument
    /// What was tuned or matched, per arm, in words; nil if nothing was.
    public var choices: [String]?
    /// The settings of each arm that tuning or matching gave another value than the plan; nil if nothing was
    /// tuned or matched.
    public var chosen: [[String: PlanValue]]?
    /// How many examples the test set has.
    public var testExampleCount: Int
    /// One summary per arm, in the plan's order.
    public var arms: [ArmMeans]
    /// When in their training the runs are judged.
    public var moment: Moment
    /// After how many training steps the runs are judged; nil if each run has its own number.
    public var steps: Int?
    /// How the number of seeds was chosen.
    public var judgement: Judgement
    /// All pairs in the metric that decides, then in each other one; Holm's p is corrected for all settings and pairs.
    public var comparisons: [PairComparison]

    private enum CodingKeys: String, CodingKey {
      case number, text, values, plan, choices, chosen, testExampleCount
      case arms = "policies"
      case moment, steps, judgement, comparisons
    }
  }

  /// A summary of an arm's runs in one setting.
  public struct ArmMeans: Encodable, Hashable, Sendable {
    /// The arm.
    public var arm: Arm
    /// Number of paired seeds.
    public var seeds: Int
    /// The mean of each metric.
    public var means: [Metric: Double]
    /// Mean training loss after training, without masks.
    public var trainLogLoss: Double
    /// How many runs failed.
    public var failedCount: Int

    private enum CodingKeys: String, CodingKey {
      case arm = "policy"
      case seeds, trainLogLoss, failedCount
    }

    /// Writes the means by their metrics' names, and the rest.
    public func encode(to encoder: any Encoder) throws {
      try Dictionary(uniqueKeysWithValues: means.map { ($0.rawValue, $1) }).encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(arm, forKey: .arm)
      try container.encode(seeds, forKey: .seeds)
      try container.encode(trainLogLoss, forKey: .trainLogLoss)
      try container.encode(failedCount, forKey: .failedCount)
    }

    /// The mean of a metric.
    func mean(of metric: Metric) -> Double { means[metric] ?? .nan }

    init(_ row: ArmRuns, in metrics: [Metric]) {
      let runs = row.runs
      arm = row.arm
      seeds = runs.count
      means = Dictionary(
        uniqueKeysWithValues: metrics.map {
          ($0, Descriptive.mean(runs.map($0.value(of:))))
        })
      trainLogLoss = Descriptive.mean(runs.map(\.cleanTrainLoss))
      failedCount = runs.count(where: \.failed)
    }
  }
}

extension SweepResults {
  /// The indices in ``pairs`` that a figure shows: each arm against the baseline, or else the first against each
  /// other one, the metric that decides first.
  public var mainPairs: [Int] {
    let haveBaseline = pairs.allSatisfy { $0.b == pairs[0].b }
    return pairs.indices.filter { haveBaseline || pairs[$0].a == pairs[0].a }
  }

  /// The indices in ``pairs`` to show: in the metric that decides and the loss or error beside it, all if there are
  /// at most three arms, else ``mainPairs``.
  public func toldPairs(all: Bool) -> [Int] {
    if all { return Array(pairs.indices) }
    let metrics = pairs.map(\.metric).reduce(into: [Metric]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let told = metrics.prefix(2)
    return (settings[0].arms.count <= 3 ? Array(pairs.indices) : mainPairs).filter {
      told.contains(pairs[$0].metric)
    }
  }

  /// The metric that decides.
  package var metric: Metric { pairs.first?.metric ?? .testError }

  /// Whether seeds were added until the pairs were decided.
  public var isSequential: Bool { settings.contains { $0.judgement != .fixed } }
}

extension SweepResults {
  /// Compares the arms in every setting.
  ///
  /// - Parameters:
  ///   - sweep: The sweep.
  ///   - cases: Its settings.
  ///   - records: Per setting, the records of its runs.
  /// - Throws: ``ComparisonError`` if a setting's runs are not paired.
  public init(
    _ sweep: Sweep, cases: [SweepCase], records: [[RunRecord]]
  ) throws(ComparisonError) {
    precondition(cases.count == records.count, "\(cases.count) settings, \(records.count) records")
    let paired = try zip(cases, records).map { one, records throws(ComparisonError) in
      try PairedRuns(
        one.runs(records).map { $0.at(one.plan.moment) }, baseline: one.plan.baselineArm)
    }
    let metrics = Metric.measured(
      in: paired.flatMap { $0.rows.flatMap(\.runs) }, first: cases[0].plan.metric)
    let comparisons =
      cases.contains { $0.decided == nil }
      ? Self.fixed(cases, paired, in: metrics)
      : zip(cases, paired).map { one, paired in
        one.decided?.comparison.comparisons(
          paired, testExampleCount: one.dataset.test.count) ?? []
      }
    plan = SweepDocument(sweep)
    trials = cases.flatMap(\.trials)
    edges = GridEdge.edges(trials, axes: sweep.fairness.tunedAxes)
    axes = sweep.axes.map(\.shortName)
    settings = cases.indices.map { index in
      Setting(
        number: cases[index].setting.number, text: cases[index].text,
        values: cases[index].setting.values, plan: PlanDocument(cases[index].plan),
        choices: cases[index].choices, chosen: cases[index].chosen,
        testExampleCount: cases[index].dataset.test.count,
        arms: paired[index].rows.map { ArmMeans($0, in: metrics) },
        moment: cases[index].plan.moment,
        steps: cases[index].plan.judgedSteps,
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

  /// The comparisons of each setting over numbers of seeds fixed beforehand; p values are corrected over all
  /// settings and pairs.
  private static func fixed(
    _ cases: [SweepCase], _ paired: [PairedRuns], in metrics: [Metric]
  ) -> [[PairComparison]] {
    let detectable = DetectableEffects()
    let analyses = metrics.map { metric in
      paired.concurrentMap { paired in
        paired.pairs.map {
          PairAnalysis($0.a, $0.b, metric: metric, detectable: detectable)
        }
      }
    }
    let caseOfPair = paired.indices.flatMap { index in paired[index].pairs.map { _ in index } }
    let judged = PairComparison.judged(analyses.map { $0.flatMap(\.self) }) { number in
      let one = cases[caseOfPair[number]]
      return PairAnalysis.Context(
        pairCount: caseOfPair.count, testExampleCount: one.dataset.test.count,
        moment: one.plan.moment.text(steps: one.plan.judgedSteps))
    }
    var comparisons = [[PairComparison]](repeating: [], count: cases.count)
    for (number, comparison) in judged.enumerated() {
      comparisons[caseOfPair[number % caseOfPair.count]].append(comparison)
    }
    return comparisons
  }
}

extension SweepCase {
  /// The settings of each arm that differ from its planned ones; nil if nothing was tuned or matched.
  fileprivate var chosen: [[String: PlanValue]]? {
    choices.map { _ in
      zip(plan.arms, trainings).map { arm, training in
        let planned = arm.training.settingValues
        return training.settingValues.filter { planned[$0.key] != $0.value }
      }
    }
  }

  /// How the number of seeds was chosen.
  fileprivate var judgement: Judgement {
    decided.map {
      .untilDecided(.init($0.comparison, mostSeeds: plan.seeds.count, end: $0.end))
    } ?? .fixed
  }
}

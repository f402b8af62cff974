import DropoutStatistics
import DropoutTraining

/// What `compare --json` prints and `results.json` holds: plan, runs without curves, comparisons.
///
/// If seeds were added until the pairs were decided, `untilDecided` says how, intervals are anytime
/// intervals, and every figure that is valid only for a number of seeds fixed beforehand is null.
public struct ResultsDocument: Encodable, Sendable {
  /// The resolved plan, section by section.
  let plan: PlanDocument
  /// The warning to show first if most runs of some arm failed; null otherwise.
  @NullWhereNil var failureHint: String?
  /// Per arm, its runs and their summary.
  let policies: [Side]
  /// Every pair in every metric.
  let comparisons: [Comparison]
  /// Friedman's test over all arms.
  @NullWhereNil var friedman: FriedmanSummary?
  /// After how many training steps the runs were judged.
  let steps: Int
  /// How seeds were added; null if their number was fixed.
  @NullWhereNil var untilDecided: Judgement.SeedsAdded?
  /// Steps at which arms had clearly lower means than at the end: a description, not a verdict.
  let lowestMeans: [LowestMean]

  /// An arm's runs and the summary of their test errors.
  struct Side: Encodable, Sendable {
    let arm: Arm
    @NullWhereNil var policy: MaskPolicy?
    let runs: [Run]
    let mean: Double
    @NullWhereNil var sd: Double?
    let iqm: Double
    @NullWhereNil var interval: ConfidenceInterval?
    @NullWhereNil var noInterval: MissingInterval?
    @NullWhereNil var meanTestLogLoss: Double?
    let failedCount: Int
  }

  /// A run without its curve.
  package struct Run: Encodable, Sendable {
    private let record: RunRecord

    private enum CodingKeys: CodingKey {
      case seed, failed, failure, weightsDigest
    }

    /// A stored or finished run, without its curve.
    package init(_ run: RunRecord) { record = run }

    /// Writes the scores by their names, and what else distinguishes the run.
    package func encode(to encoder: any Encoder) throws {
      try Dictionary(
        uniqueKeysWithValues: RunScore.all.map { ($0.name, record[keyPath: $0.value]) }
      ).encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(record.seed, forKey: .seed)
      try container.encode(record.failed, forKey: .failed)
      try container.encode(record.failure, forKey: .failure)
      try container.encode(record.weightsDigest, forKey: .weightsDigest)
    }
  }

  /// A pair in one metric; a figure without a value is null.
  struct Comparison: Encodable, Sendable {
    let pair: PairComparison

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: PairComparison.CodingKeys.self)
      for key in PairComparison.CodingKeys.allCases { try container.encodeNil(forKey: key) }
      try pair.encode(to: encoder)
    }
  }

  /// The results of a plan.
  public init(plan: Plan, results: ComparisonResults) {
    self.plan = PlanDocument(plan)
    failureHint = results.failureHint
    policies = results.arms.map { summary in
      Side(
        arm: summary.arm, policy: summary.arm.policy, runs: summary.runs.map(Run.init),
        mean: summary.mean,
        sd: summary.sd, iqm: summary.iqm, interval: summary.interval,
        noInterval: summary.noInterval, meanTestLogLoss: summary.meanLogLoss,
        failedCount: summary.failedCount)
    }
    comparisons = results.comparisons.map { Comparison(pair: $0) }
    friedman = results.friedman
    steps = results.steps
    untilDecided = results.judgement.seedsAdded
    lowestMeans = results.lowestMeans
  }
}

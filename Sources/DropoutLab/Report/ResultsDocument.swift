import DropoutStatistics
import DropoutTraining

/// What `compare --json` prints and `results.json` holds: plan, runs without curves, comparisons.
///
/// If seeds were added until the pairs were decided, `untilDecided` says how, intervals are anytime
/// intervals, and every figure that is valid only for a number of seeds fixed beforehand is null.
public struct ResultsDocument: Encodable, Sendable {
  /// What the comparison is called; null if it has no name.
  @NullWhereNil var name: String?
  /// What somebody wrote about it; null without a note.
  @NullWhereNil var note: String?
  /// The resolved plan, section by section.
  let plan: PlanDocument
  /// The warning to show first if most runs of some arm failed; null otherwise.
  @NullWhereNil var failureHint: String?
  /// Per arm, its runs and their summary.
  let policies: [Side]
  /// The metric that decides, in which arms are summarised.
  let metric: Metric
  /// Every pair in every metric.
  let comparisons: [EveryKey<PairComparison, PairComparison.CodingKeys>]
  /// Friedman's test over all arms.
  @NullWhereNil var friedman: FriedmanSummary?
  /// When in their training the runs were judged.
  let moment: Moment
  /// After how many training steps the runs were judged; null if each run has its own number.
  @NullWhereNil var steps: Int?
  /// The same runs at their other moment: beside the verdict.
  let otherMoments: [AtMoment]
  /// The differences along training with simultaneous bands; empty if there are too few seeds, or if they were
  /// added.
  let differenceCurves: [Curve]
  /// How seeds were added; null if their number was fixed.
  @NullWhereNil var untilDecided: Judgement.SeedsAdded?
  /// Steps at which arms had clearly lower means than at the end: a description, not a verdict.
  let lowestMeans: [LowestMean]

  /// An arm's runs and the summary of their values in the metric that decides.
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

    init(_ summary: ArmSummary) {
      (arm, policy) = (summary.arm, summary.arm.policy)
      runs = summary.runs.map(Run.init)
      (mean, sd, iqm) = (summary.mean, summary.sd, summary.iqm)
      (interval, noInterval) = (summary.interval, summary.noInterval)
      (meanTestLogLoss, failedCount) = (summary.meanLogLoss, summary.failedCount)
    }
  }

  /// The runs at another moment.
  struct AtMoment: Encodable, Sendable {
    let moment: Moment
    let policies: [Side]
    let comparisons: [EveryKey<PairComparison, PairComparison.CodingKeys>]
  }

  /// How a pair differs along training.
  struct Curve: Encodable, Sendable {
    let curve: DifferenceCurve
    let sentence: String

    private enum CodingKeys: CodingKey { case sentence }

    func encode(to encoder: any Encoder) throws {
      try curve.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(sentence, forKey: .sentence)
    }
  }

  /// A run without its curve.
  package struct Run: Encodable, Sendable {
    private let record: RunRecord

    private enum CodingKeys: CodingKey {
      case seed, failed, failure, weightsDigest, best, scores, confusion
    }

    /// A stored or finished run, without its curve.
    package init(_ run: RunRecord) { record = run }

    /// Writes the scores by their names, and what else distinguishes the run.
    package func encode(to encoder: any Encoder) throws {
      try Dictionary(
        uniqueKeysWithValues: RunScore.all.filter { $0.isMeasured(in: record) }
          .map { ($0.name, record[keyPath: $0.value]) }
      ).encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(record.seed, forKey: .seed)
      try container.encode(record.failed, forKey: .failed)
      try container.encode(record.failure, forKey: .failure)
      try container.encode(record.weightsDigest, forKey: .weightsDigest)
      try container.encodeIfPresent(record.best, forKey: .best)
      try container.encodeIfPresent(record.details?.scores, forKey: .scores)
      try container.encodeIfPresent(record.details?.confusion, forKey: .confusion)
    }
  }

  /// The results of a plan, and what the comparison is called.
  public init(
    plan: Plan, results: ComparisonResults, label: ComparisonLabel = ComparisonLabel()
  ) {
    (name, note) = (label.name, label.note)
    self.plan = PlanDocument(plan)
    failureHint = results.failureHint
    policies = results.arms.map(Side.init)
    comparisons = results.comparisons.map { EveryKey($0) }
    friedman = results.friedman
    (metric, moment, steps) = (results.metric, results.moment, results.steps)
    differenceCurves = results.differenceCurves.map {
      Curve(curve: $0, sentence: $0.sentence)
    }
    otherMoments = results.otherMoments.map { other in
      AtMoment(
        moment: other.moment, policies: other.arms.map(Side.init),
        comparisons: other.comparisons.map { EveryKey($0) })
    }
    untilDecided = results.judgement.seedsAdded
    lowestMeans = results.lowestMeans
  }
}

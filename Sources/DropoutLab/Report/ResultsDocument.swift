import DropoutTraining

/// What `compare --json` prints and `results.json` holds: plan, runs without curves, comparisons.
public struct ResultsDocument: Encodable, Sendable {
  /// The resolved plan, section by section.
  public let plan: PlanDocument
  /// Per policy, its runs and their summary.
  public let policies: [Policy]
  /// Every pair in every metric.
  public let comparisons: [PairComparison]
  /// Friedman's test over all policies.
  public let friedman: FriedmanSummary?

  /// A policy's runs and the summary of their test errors.
  public struct Policy: Encodable, Sendable {
    let policy: MaskPolicy
    let runs: [Run]
    let mean: Double
    let sd: Double?
    let iqm: Double
    let interval: ConfidenceInterval?
    let collapsedCount: Int
  }

  /// A run without its curve.
  public struct Run: Encodable, Sendable {
    let seed: UInt64
    let testError: Double
    let testLogLoss: Double
    let trainError: Double
    let trainLogLoss: Double
    let maskedTrainLoss: Double
    let cleanTrainLoss: Double
    let collapsed: Bool
    let wallSeconds: Double
    let weightsDigest: String
  }

  /// The results of a plan.
  public init(plan: Plan, results: ComparisonResults) {
    self.plan = PlanDocument(plan)
    policies = results.policies.map { summary in
      Policy(
        policy: summary.policy, runs: summary.runs.map(Run.init), mean: summary.mean,
        sd: summary.sd, iqm: summary.iqm, interval: summary.interval,
        collapsedCount: summary.collapsedCount)
    }
    comparisons = results.comparisons
    friedman = results.friedman
  }
}

extension ResultsDocument.Run {
  init(_ run: RunRecord) {
    seed = run.seed
    testError = run.testError
    testLogLoss = run.testLogLoss
    trainError = run.trainError
    trainLogLoss = run.trainLogLoss
    maskedTrainLoss = run.maskedTrainLoss
    cleanTrainLoss = run.cleanTrainLoss
    collapsed = run.collapsed
    wallSeconds = run.wallSeconds
    weightsDigest = run.weightsDigest
  }
}

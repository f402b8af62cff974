import DropoutTraining
import Foundation
import LabTestSupport
import Testing

@testable import DropoutLab

/// Which metrics runs are judged in, and what the one that decides changes.
struct MetricTests {
  private func compared(_ assignments: [String]) throws -> (Plan, Dataset, [RunRecord]) {
    var settings = PlanSettings()
    for assignment in [
      "data.train=60", "data.test=40", "comparison.seeds=8", "training.steps=40",
      "comparison.policies=none,per-example,per-batch",
    ] + assignments { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let plan = try Plan(settings, dataset: dataset)
    let data = PreparedData(dataset)
    return (plan, dataset, plan.runs(dataset: dataset).compactMap { $0.train(data)?.record })
  }

  private func results(_ assignments: [String]) throws -> ComparisonResults {
    let (plan, dataset, records) = try compared(assignments)
    return try ComparisonResults(SweepCase(plan, dataset: dataset), records: records)
  }

  @Test(arguments: [
    ([], [Metric.testError, .testLogLoss, .brierScore, .calibrationError, .balancedError]),
    (["network.loss=squared"], [.testError, .squaredLoss, .balancedError]),
    (["data.name=sine"], [.rootMeanSquaredError, .meanAbsoluteError]),
    (
      ["comparison.metric=brier-score"],
      [.brierScore, .testError, .testLogLoss, .calibrationError, .balancedError]
    ),
    (
      ["data.name=friedman", "comparison.metric=mae"], [.meanAbsoluteError, .rootMeanSquaredError]
    ),
  ])
  func runsAreJudgedInTheMetricsOfTheirTask(assignments: [String], metrics: [Metric]) throws {
    let results = try results(assignments)
    #expect(results.metrics == metrics && results.metric == metrics[0])
    #expect(results.comparisons.count == 3 * metrics.count)
    for summary in results.arms {
      let values = summary.runs.map(metrics[0].value(of:))
      #expect(!values.contains { !$0.isFinite })
      #expect(abs(summary.mean - values.reduce(0, +) / 8) < 1e-12)
    }
    for pair in PairOrder.deciding(results.comparisons) {
      #expect(
        pair.sentence.contains("\(metrics[0].name) of")
          || pair.sentence.contains("of \(metrics[0].name)"))
    }
    #expect(results.heading.hasPrefix(metrics[0].title.prefix(1).uppercased()))
    #expect(Set(results.differenceCurves.map(\.metric)).isSubset(of: metrics))
  }

  /// Runs of an earlier version have no further scores: they are judged in the metrics that all have.
  @Test func whatSomeRunsLackIsLeftOut() throws {
    var (_, _, records) = try compared([])
    records[4].details = nil
    #expect(Metric.measured(in: records, first: .testError) == [.testError, .testLogLoss])
    // A squared loss and a log-loss are not compared with each other.
    records[4].details = TestDetails(scores: [.squaredLoss: 0.1, .balancedError: 0.2])
    #expect(Metric.measured(in: records, first: .testError) == [.testError, .balancedError])
  }

  @Test(arguments: [
    (["comparison.metric=rmse"], "there is none of football"),
    (["comparison.metric=brier-score", "network.loss=squared"], "take test-error"),
    (["comparison.metric=test-error", "data.name=sine"], "take rmse or mae"),
    (["comparison.metric=log-loss", "comparison.until-decided=true"], "may be infinite"),
    (["data.name=sine", "comparison.until-decided=true"], "may be infinite"),
    (["data.name=sine", "network.loss=sigmoid"], "a squared loss"),
    (["data.name=sine", "data.validation=0.2", "training.monitor=error"], "take loss"),
  ])
  func metricsThatCannotDecideAreRefused(assignments: [String], says: String) throws {
    var settings = PlanSettings()
    for assignment in assignments { try settings.merge(assignment: assignment) }
    let dataset = try DataSpecification(settings).load()
    let error = #expect(throws: PlanError.self) { try Plan(settings, dataset: dataset) }
    #expect(error?.description.contains(says) == true, "\(error?.description ?? "nothing")")
  }

  @Test func seedsAreAddedByTheMetricThatDecides() throws {
    let (plan, _, records) = try compared(["comparison.metric=balanced-error"])
    var comparison = SequentialComparison(plan, rule: UntilDecided())
    comparison.addSeeds(of: records, pastDecision: true)
    let values = records.map(Metric.balancedError.value(of:))
    let differences = stride(from: 0, to: values.count, by: 3).map { values[$0] - values[$0 + 1] }
    let pair = comparison.pairs[0]
    #expect(pair.metric == .balancedError)
    #expect(abs(pair.meanDifference - differences.reduce(0, +) / 8) < 1e-9)
  }

  /// What is stored reads back, whatever is missing.
  @Test(arguments: [[], ["data.name=sine"], ["data.name=sine", "data.validation=0.2"]])
  func scoresAreStored(assignments: [String]) async throws {
    let (plan, dataset, records) = try compared(assignments + ["comparison.seeds=1"])
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dropout-metrics-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "runs.sqlite").path
    let data = LoadedData()
    data.insert(dataset, as: plan.data)
    _ = try await RunDesk(store: RunStore(path: path), jobs: 2, data: data)
      .train(SweepCase(plan, dataset: dataset).orders)
    let identities = plan.runs(dataset: dataset).map(\.identity)
    let stored = try RunStore(path: path).records(identities: identities)
    for (identity, record) in zip(identities, records) {
      let found = try #require(stored[identity])
      #expect(found.details == record.details && found.details != nil)
      #expect(found.best?.details == record.best?.details)
      #expect(found.curve.map(\.scores) == record.curve.map(\.scores))
      #expect(found.testError.bitPattern == record.testError.bitPattern || found.testError.isNaN)
      #expect(found.testError.isNaN == (dataset.target != nil))
    }
  }

  @Test func contradictionsAreToldOnceInFull() {
    func one(_ metric: Metric, _ winner: Arm) -> Contradiction {
      Contradiction(metric: metric, winner: winner, advantage: "0.1 (…)")
    }
    #expect(Contradiction.clauses([]).isEmpty)
    #expect(
      Contradiction.clauses([
        one(.testLogLoss, .none), one(.brierScore, .none), one(.calibrationError, .none),
        one(.balancedError, .perBatch),
      ])
        == "; in log-loss none is better by 0.1 (…), in Brier score and calibration error, too; "
        + "in balanced error per-batch is")
  }
}

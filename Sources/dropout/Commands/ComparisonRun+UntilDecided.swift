import DropoutLab
import DropoutTraining

/// Seeds that are added until all pairs are decided.
extension ComparisonRun {
  /// The comparison before its first seed.
  func sequentialComparison(_ rule: UntilDecided) throws -> SequentialComparison {
    guard plan.policies.count > 1 else {
      throw CommandError.badArgument("--until-decided: give two policies or more")
    }
    return SequentialComparison(plan, rule: rule)
  }

  /// Adds the seeds that are finished beyond those that were added, until all is decided.
  func addSeeds(
    to comparison: inout SequentialComparison, _ records: [String: RunRecord]
  ) {
    let count = plan.policies.count
    let records = completeSeeds(records)
    for start in stride(from: comparison.seedCount * count, to: records.count, by: count)
    where !comparison.isDecided {
      comparison.add(testErrors: records[start..<start + count].map(\.testError))
    }
  }

  /// What a comparison found, with the runs of the seeds that were looked at.
  func results(
    of comparison: SequentialComparison, records: [String: RunRecord], end: Judgement.SeedsAdded.End
  ) throws -> ComparisonResults {
    try ComparisonResults(
      runs: limited(toSeeds: comparison.seedCount).all(records), comparison: comparison,
      testExampleCount: dataset.test.count, mostSeeds: plan.seeds.count, end: end)
  }

  /// The records of every seed, one a policy, up to the first seed that lacks a run.
  func completeSeeds(_ records: [String: RunRecord]) -> [RunRecord] {
    let found = runs.map { records[$0.identity] }
    let complete = (found.firstIndex { $0 == nil } ?? found.count) / plan.policies.count
    return found.prefix(complete * plan.policies.count).compactMap(\.self)
  }
}

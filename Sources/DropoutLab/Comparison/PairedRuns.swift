import DropoutTraining

/// Runs arranged as paired seeds: one row per policy, one column per seed.
struct PairedRuns {
  let policies: [MaskPolicy]
  /// Per policy, its runs by ascending seed; every row has the same seeds.
  let rows: [[RunRecord]]

  /// Arranges the runs of `policies`; runs of other policies are ignored.
  init(_ runs: [RunRecord], policies: [MaskPolicy]) throws(ComparisonError) {
    var byPolicy: [MaskPolicy: [RunRecord]] = [:]
    for policy in policies {
      guard byPolicy.updateValue([], forKey: policy) == nil else {
        throw .policyListedTwice(policy)
      }
    }
    for run in runs { byPolicy[run.policy]?.append(run) }
    var rows: [[RunRecord]] = []
    for policy in policies {
      let row = (byPolicy[policy] ?? []).sorted { $0.seed < $1.seed }
      guard !row.isEmpty else { throw .noRuns(policy: policy) }
      try Self.check(row, against: rows.first ?? row)
      rows.append(row)
    }
    self.policies = policies
    self.rows = rows
  }

  /// The runs of every pair of policies, the first before the second in the plan's order.
  var pairs: [(a: [RunRecord], b: [RunRecord])] {
    rows.indices.flatMap { i in rows[(i + 1)...].map { (rows[i], $0) } }
  }

  private static func check(
    _ row: [RunRecord], against first: [RunRecord]
  ) throws(ComparisonError) {
    let policy = row[0].policy
    for (run, next) in zip(row, row.dropFirst()) where run.seed == next.seed {
      throw .seedRepeated(policy: policy, seed: run.seed)
    }
    for run in row where !(0...1).contains(run.testError) {
      throw .testErrorOutOfRange(policy: policy, seed: run.seed, testError: run.testError)
    }
    let seeds = Set(row.map(\.seed))
    for run in first where !seeds.contains(run.seed) {
      throw .seedMissing(policy: policy, seed: run.seed, presentIn: run.policy)
    }
    let expected = Set(first.map(\.seed))
    for run in row where !expected.contains(run.seed) {
      throw .seedMissing(policy: first[0].policy, seed: run.seed, presentIn: policy)
    }
  }
}

package import DropoutTraining
package import Foundation
import GRDB

/// The runs of a store that share everything except policy and seed.
package struct StoredComparison: Hashable, Sendable {
  /// SHA-256 of what the runs share, ``PlannedRun/comparison``.
  package let comparison: String
  /// The name of the data in their plan.
  package let dataName: String
  /// One of the runs.
  package let run: PlannedRun
  /// Each policy's seeds, in the order of their text.
  package let policies: [Seeds]
  /// When the last of the runs was finished.
  package let finishedAt: Date

  /// The seeds that a policy was trained with.
  package struct Seeds: Hashable, Sendable {
    /// The policy.
    package let policy: MaskPolicy
    /// The smallest seed.
    package let firstSeed: UInt64
    /// The largest seed.
    package let lastSeed: UInt64
    /// The number of seeds.
    package let count: Int

    /// Whether every seed between the first and the last is there.
    package var isWithoutGaps: Bool { lastSeed - firstSeed == UInt64(count - 1) }
  }
}

extension RunStore {
  /// The comparable runs in the store, the latest first; rows that cannot be read are left out.
  package func comparisons() throws(StoreError) -> [StoredComparison] {
    let rows = try access.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT comparison, policy, count(*) AS count, min(seed) AS first, max(seed) AS last,
            max(finishedAt) AS finished, min(dataName) AS dataName, min(plan) AS plan
          FROM run
          WHERE typeof(seed) = 'integer' AND seed >= 0 AND typeof(comparison) = 'text'
            AND typeof(policy) = 'text' AND typeof(dataName) = 'text' AND typeof(plan) = 'text'
            AND typeof(finishedAt) = 'text' AND julianday(finishedAt) IS NOT NULL
          GROUP BY comparison, policy ORDER BY comparison, policy
          """)
    }
    var found: [StoredComparison] = []
    for row in rows {
      let (text, plan): (String, String) = (row["policy"], row["plan"])
      let (first, last): (Int64, Int64) = (row["first"], row["last"])
      guard let policy = MaskPolicy(text), let finished = Date.fromDatabaseValue(row["finished"]),
        let run = PlannedRun(json: plan)
      else { continue }
      let seeds = StoredComparison.Seeds(
        policy: policy, firstSeed: UInt64(first), lastSeed: UInt64(last), count: row["count"])
      let comparison: String = row["comparison"]
      let earlier = found.last.flatMap { $0.comparison == comparison ? $0 : nil }
      if earlier != nil { found.removeLast() }
      found.append(
        StoredComparison(
          comparison: comparison, dataName: row["dataName"], run: run,
          policies: (earlier?.policies ?? []) + [seeds],
          finishedAt: max(earlier?.finishedAt ?? finished, finished)))
    }
    return found.sorted { ($1.finishedAt, $0.comparison) < ($0.finishedAt, $1.comparison) }
  }
}

public import DropoutTraining
public import Foundation
import GRDB

/// Runs of a store that share everything but policy and seed.
public struct StoredComparison: Hashable, Sendable {
  /// SHA-256 of what they share, ``PlannedRun/comparison``.
  public let comparison: String
  /// What their plan called the data.
  public let dataName: String
  /// One of them.
  public let run: PlannedRun
  /// Each policy's seeds, in the order of their text.
  public let policies: [Seeds]
  /// When the last of them was finished.
  public let finishedAt: Date

  /// The seeds that a policy was trained with.
  public struct Seeds: Hashable, Sendable {
    /// The policy.
    public let policy: MaskPolicy
    /// The smallest.
    public let firstSeed: UInt64
    /// The largest.
    public let lastSeed: UInt64
    /// How many.
    public let count: Int

    /// Whether every seed between the first and the last is there.
    public var isWithoutGaps: Bool { lastSeed - firstSeed == UInt64(count - 1) }
  }
}

extension RunStore {
  /// What is comparable in the store, the latest first; rows that do not read back are left out.
  public func comparisons() throws(StoreError) -> [StoredComparison] {
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
        let run = try? JSONDecoder().decode(PlannedRun.self, from: Data(plan.utf8))
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

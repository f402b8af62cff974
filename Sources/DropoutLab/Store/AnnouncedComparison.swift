public import DropoutTraining
private import GRDB

/// A comparison whose number of seeds was settled before its first result: what a store keeps of it, so that
/// other seeds are not judged as if theirs had been.
public struct AnnouncedComparison: Hashable, Sendable {
  /// SHA-256 of what its runs share.
  public var comparison: String
  /// Its policies.
  public var policies: [MaskPolicy]
  /// Its first seed.
  public var firstSeed: UInt64
  /// How many seeds each policy has.
  public var seedCount: Int

  /// A comparison of `policies` over seeds from `firstSeed` on.
  public init(comparison: String, policies: [MaskPolicy], firstSeed: UInt64, seedCount: Int) {
    self.comparison = comparison
    self.policies = policies
    self.firstSeed = firstSeed
    self.seedCount = seedCount
  }

  /// A plan's comparison.
  public init(_ plan: Plan, dataset: Dataset) {
    let run = PlannedRun(
      training: plan.training, policy: plan.policies[0], seed: plan.seeds[0],
      dataChecksum: dataset.checksum)
    self.init(
      comparison: run.comparison, policies: plan.policies, firstSeed: plan.seeds[0],
      seedCount: plan.seeds.count)
  }
}

extension RunStore {
  /// Keeps that a comparison's number of seeds is settled; call it before any result is looked at.
  ///
  /// A store that cannot be written now does not keep it, and its runs are judged later as if seeds had been
  /// added: nothing is claimed that may not be.
  public func announce(_ announced: AnnouncedComparison) {
    try? access.write(patience: .seconds(1)) { db in
      for policy in announced.policies {
        try db.execute(
          sql: """
            INSERT OR IGNORE INTO announcement (comparison, policy, firstSeed, seedCount)
            VALUES (?, ?, ?, ?)
            """,
          arguments: [
            announced.comparison, policy.description, Int64(clamping: announced.firstSeed),
            announced.seedCount,
          ])
      }
    }
  }

  /// Whether exactly so many seeds were announced for each of its policies.
  public func isAnnounced(_ asked: AnnouncedComparison) throws(StoreError) -> Bool {
    let policies: Set<String> = try access.read { db in
      try Set(
        String.fetchAll(
          db,
          sql: """
            SELECT policy FROM announcement
            WHERE comparison = ? AND firstSeed = ? AND seedCount = ?
            """,
          arguments: [asked.comparison, Int64(clamping: asked.firstSeed), asked.seedCount]))
    }
    return asked.policies.allSatisfy { policies.contains($0.description) }
  }
}

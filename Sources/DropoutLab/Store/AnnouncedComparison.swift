import DropoutTraining
private import GRDB

/// A comparison whose number of seeds was settled before its first result. A store keeps it, so that runs of
/// other seeds are not judged as if their number had been settled, too.
package struct AnnouncedComparison: Hashable, Sendable {
  /// One policy's runs: the digest of what all runs of the comparison share, and the policy.
  struct Member: Hashable, Sendable {
    /// SHA-256 of what the runs share; see ``PlannedRun/comparison``.
    let comparison: String
    let policy: String

    init(_ run: PlannedRun) {
      comparison = run.comparison
      policy = run.policy.description
    }
  }

  /// One member per policy.
  let members: [Member]
  /// The first seed of each policy.
  let firstSeed: UInt64
  /// How many seeds each policy has.
  let seedCount: Int

  /// A comparison of `seedCount` seeds; `runs` are those of the first seed, one for each policy.
  init(_ runs: [PlannedRun], seedCount: Int) {
    precondition(!runs.isEmpty, "a comparison of nothing")
    members = runs.map(Member.init)
    firstSeed = runs[0].seed
    self.seedCount = seedCount
  }
}

extension RunStore {
  /// Settles the number of seeds of comparisons if nobody can have looked at their results: if it was settled
  /// before, or if none of their runs is stored except those of a pilot. Call it before training.
  ///
  /// If the store cannot be written now, it does not keep this; ``announce(_:)`` tries again.
  ///
  /// - Returns: Whether all are settled; if not, their runs are judged as if seeds had been added.
  package func settle(_ comparisons: [AnnouncedComparison]) throws(StoreError) -> Bool {
    let written = try? access.write(patience: .seconds(1)) { db in
      guard try comparisons.allSatisfy({ try $0.canBeSettled(db) }) else { return false }
      for comparison in comparisons { try comparison.insert(db) }
      return true
    }
    if let written { return written }
    return try access.read { db in try comparisons.allSatisfy { try $0.canBeSettled(db) } }
  }

  /// Writes to the store that the number of seeds of comparisons was settled.
  package func announce(_ comparisons: [AnnouncedComparison]) {
    try? access.write(patience: .seconds(1)) { db in
      for comparison in comparisons { try comparison.insert(db) }
    }
  }

  /// Writes to the store that seeds are a pilot: its results as shown do not say which policy is better, so a
  /// comparison may still settle its number of seeds.
  package func announcePilot(_ pilot: AnnouncedComparison) {
    try? access.write(patience: .seconds(1)) { db in
      if try pilot.canBeSettled(db) { try pilot.insert(db, into: "pilot") }
    }
  }

  /// Ends the pilots of comparisons whose results are looked at before their number of seeds is settled.
  package func lookAt(_ comparisons: [AnnouncedComparison]) {
    try? access.write(patience: .seconds(1)) { db in
      for comparison in comparisons { try comparison.endPilots(db) }
    }
  }

  /// Whether this number of seeds was announced for each of its policies.
  package func isAnnounced(_ asked: AnnouncedComparison) throws(StoreError) -> Bool {
    try access.read { db in try asked.members.allSatisfy { try asked.isAnnounced($0, db) } }
  }
}

extension AnnouncedComparison {
  private func arguments(_ member: Member) -> StatementArguments {
    [member.comparison, member.policy, Int64(clamping: firstSeed), seedCount]
  }

  fileprivate func isAnnounced(_ member: Member, _ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM announcement
          WHERE comparison = ? AND policy = ? AND firstSeed = ? AND seedCount = ?)
        """, arguments: arguments(member)) ?? false
  }

  /// Whether each policy is announced with these seeds, or has no run of them outside of a pilot.
  fileprivate func canBeSettled(_ db: Database) throws -> Bool {
    try members.allSatisfy { member in
      if try isAnnounced(member, db) { return true }
      let first = Int64(clamping: firstSeed)
      return try Bool.fetchOne(
        db,
        sql: """
          SELECT NOT EXISTS (SELECT 1 FROM run
            WHERE comparison = ?1 AND policy = ?2 AND seed >= ?3 AND seed < ?4
              AND NOT EXISTS (SELECT 1 FROM pilot
                WHERE comparison = ?1 AND policy = ?2
                  AND run.seed >= firstSeed AND run.seed < firstSeed + seedCount))
          """, arguments: [member.comparison, member.policy, first, first + Int64(seedCount)])
        ?? false
    }
  }

  fileprivate func insert(_ db: Database, into table: String = "announcement") throws {
    if table == "announcement" { try endPilots(db) }
    for member in members {
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO \(table) (comparison, policy, firstSeed, seedCount)
          VALUES (?, ?, ?, ?)
          """, arguments: arguments(member))
    }
  }

  fileprivate func endPilots(_ db: Database) throws {
    for member in members {
      try db.execute(
        sql: "DELETE FROM pilot WHERE comparison = ? AND policy = ?",
        arguments: [member.comparison, member.policy])
    }
  }
}

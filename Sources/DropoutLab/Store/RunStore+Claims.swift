import DropoutTraining
import Foundation
import GRDB

/// A process's claim on a run, so that others take the next one: several commands on one store share their
/// work.
///
/// A claim ends when the run is stored, when its process gives it back, when its process is known to be dead,
/// or when it was not renewed for ``lifetime``. A claim only saves work: if two processes train a run anyway,
/// their results are equal, bit for bit.
struct RunClaim: Sendable {
  /// The claiming process, and a random part for each call in it.
  let owner = "\(ProcessMark.current)/\(UUID().uuidString.prefix(8))"

  /// Seconds after which a claim that is not renewed ends.
  static let lifetime = 20.0
  /// Seconds after which a claim is renewed.
  static let renewal = 5.0

  /// Whether a claim has not expired and its process may still be running.
  static func isHeld(by owner: String, expiry: Double) -> Bool {
    let now = Date().timeIntervalSince1970
    // A clock that was set back must not make a claim last for hours.
    return expiry > now && expiry < now + 2 * lifetime
      && !ProcessMark.isOfDeadProcess(owner.prefix { $0 != "/" })
  }

  /// The result of an attempt to claim a run.
  enum Answer: Sendable {
    /// This process has to train the run.
    case granted
    /// Another process trains it.
    case taken
    /// It has been finished meanwhile.
    case finished(RunRecord)
  }
}

extension RunStore {
  /// Claims runs.
  ///
  /// - Returns: An answer for each, in order.
  func claim(
    _ identities: [String], for claim: RunClaim, patience: Duration
  ) throws(StoreError) -> [RunClaim.Answer] {
    try access.write(patience: patience) { db in
      try identities.map { identity -> RunClaim.Answer in
        if let row = try Self.rows(db, identities: [identity]).first,
          let run = try? StoredRun(row), let record = try? run.record(storePath: path)
        {
          return .finished(record)
        }
        return try Self.claim(db, identity, for: claim.owner) ? .granted : .taken
      }
    }
  }

  private static func claim(_ db: Database, _ identity: String, for owner: String) throws -> Bool {
    let row = try Row.fetchOne(
      db, sql: "SELECT owner, expiry FROM claim WHERE identity = ?", arguments: [identity])
    if let row, let other = String.fromDatabaseValue(row["owner"]), other != owner,
      let expiry = Double.fromDatabaseValue(row["expiry"]),
      RunClaim.isHeld(by: other, expiry: expiry)
    {
      return false
    }
    try db.execute(
      sql: "INSERT OR REPLACE INTO claim (identity, owner, expiry) VALUES (?, ?, ?)",
      arguments: [identity, owner, Date().timeIntervalSince1970 + RunClaim.lifetime])
    return true
  }

  /// Renews all claims of an owner.
  func renew(_ claim: RunClaim, patience: Duration) throws(StoreError) {
    try access.write(patience: patience) { db in
      try db.execute(
        sql: "UPDATE claim SET expiry = ? WHERE owner = ?",
        arguments: [Date().timeIntervalSince1970 + RunClaim.lifetime, claim.owner])
    }
  }

  /// Gives all claims of an owner back.
  func release(_ claim: RunClaim, patience: Duration) throws(StoreError) {
    try access.write(patience: patience) { db in
      try db.execute(sql: "DELETE FROM claim WHERE owner = ?", arguments: [claim.owner])
    }
  }
}

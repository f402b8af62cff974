package import DropoutTraining
import GRDB

/// What a store keeps of a comparison besides its runs: the plan that was asked for, a name and a note.
///
/// No run depends on it: names and notes are no part of a run's identity.
struct KeptComparison: Hashable, Sendable {
  /// The comparison's hash; see ``hash(_:)``.
  let hash: String
  /// The arms, in the plan's order; empty if no plan is kept.
  let arms: [ArmRow]
  /// The plan, written out in full; nil if no plan is kept.
  let plan: PlanSettings?
  /// Its name and note.
  let label: ComparisonLabel

  /// An arm, and what its runs have in common.
  struct ArmRow: Hashable, Sendable {
    /// The arm's name.
    let name: String
    /// SHA-256 of what its runs share; see ``PlannedRun/comparison``.
    let runs: String
    /// The mask policy's text.
    let policy: String
  }

  /// The hash of a comparison: ``PlannedRun/comparison`` if its arms differ in their policies alone, else
  /// SHA-256 of the arms, whatever their order. Seeds are no part of it.
  static func hash(_ arms: [ArmRow]) -> String {
    if let first = arms.first, arms.allSatisfy({ $0.runs == first.runs && $0.name == $0.policy }) {
      return first.runs
    }
    return PlannedRun.digest(
      arms.map { "\($0.name)\n\($0.runs)\n\($0.policy)\n" }.sorted().joined())
  }
}

/// What somebody calls a comparison, and what they wrote about it.
public struct ComparisonLabel: Hashable, Sendable {
  /// The name; nil for none.
  public var name: String?
  /// The note; nil for none.
  public var note: String?

  /// A label.
  public init(name: String? = nil, note: String? = nil) { (self.name, self.note) = (name, note) }
}

extension Plan {
  /// The hash that `dropout runs list` shows for this comparison.
  ///
  /// - Parameter dataset: The plan's data.
  package func comparisonHash(dataset: Dataset) -> String {
    KeptComparison.hash(armRows(dataset: dataset))
  }

  fileprivate func armRows(dataset: Dataset) -> [KeptComparison.ArmRow] {
    arms.map { arm in
      let run = arm.run(seed: seeds[0], dataChecksum: dataset.checksum)
      return KeptComparison.ArmRow(
        name: arm.arm.name, runs: run.comparison, policy: arm.policy.description)
    }
  }
}

extension RunStore {
  /// Keeps the plan of a comparison, from which its report can be written again.
  ///
  /// - Parameters:
  ///   - plan: The plan; it takes the place of an earlier one with the same hash.
  ///   - dataset: Its data.
  ///   - name: The comparison's name; nil leaves an earlier name.
  /// - Returns: Whether it was written: training goes on if the store cannot be written now.
  package func keep(_ plan: Plan, dataset: Dataset, name: String?) -> Bool {
    let arms = plan.armRows(dataset: dataset)
    let (hash, toml) = (KeptComparison.hash(arms), plan.settings.toml)
    let written: Void? = try? access.write(patience: .seconds(1)) { db in
      let known = try Row.fetchOne(
        db, sql: "SELECT plan, name FROM comparison WHERE hash = ?", arguments: [hash])
      let isKnown = String.fromDatabaseValue(known?["plan"] ?? .null) == toml
      let isNamed = name == nil || String.fromDatabaseValue(known?["name"] ?? .null) == name
      if isKnown && isNamed { return }
      try Self.write(hash, [("plan", toml)] + (name.map { [("name", $0)] } ?? []), db)
      try db.execute(sql: "DELETE FROM comparisonArm WHERE comparison = ?", arguments: [hash])
      for (number, arm) in arms.enumerated() {
        try db.execute(
          sql: """
            INSERT INTO comparisonArm (comparison, number, name, runs, policy) VALUES (?, ?, ?, ?, ?)
            """, arguments: [hash, number, arm.name, arm.runs, arm.policy])
      }
    }
    return written != nil
  }

  /// Writes a note on a comparison; nil removes it.
  package func setNote(_ note: String?, ofComparison hash: String) throws(StoreError) {
    try access.write { db in try Self.write(hash, [("note", note)], db) }
  }

  /// The name and the note of a comparison.
  package func label(ofComparison hash: String) throws(StoreError) -> ComparisonLabel {
    try access.read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT name, note FROM comparison WHERE hash = ?", arguments: [hash])
      return row.map(ComparisonLabel.init) ?? ComparisonLabel()
    }
  }

  /// Every comparison of which something is kept; rows that cannot be read are left out.
  func keptComparisons() throws(StoreError) -> [KeptComparison] {
    try access.read { db in
      var arms: [String: [KeptComparison.ArmRow]] = [:]
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM comparisonArm ORDER BY comparison, number")
      for row in rows {
        guard let hash = row.text("comparison"), let name = row.text("name"),
          let runs = row.text("runs"), let policy = row.text("policy")
        else { continue }
        arms[hash, default: []].append(.init(name: name, runs: runs, policy: policy))
      }
      return try Row.fetchAll(db, sql: "SELECT * FROM comparison ORDER BY hash").compactMap { row in
        guard let hash = row.text("hash") else { return nil }
        let own = arms[hash] ?? []
        let plan = row.text("plan").flatMap { text -> PlanSettings? in
          var settings = PlanSettings()
          guard (try? settings.merge(toml: text, source: "store")) != nil else { return nil }
          return settings
        }
        // Arms that are not those of the hash were changed behind the store's back.
        let isWhole = plan != nil && KeptComparison.hash(own) == hash
        return KeptComparison(
          hash: hash, arms: isWhole ? own : [], plan: isWhole ? plan : nil,
          label: ComparisonLabel(row))
      }
    }
  }

  /// Sets columns of a comparison's row, which is made if it is missing.
  private static func write(_ hash: String, _ columns: [(String, String?)], _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO comparison (hash) VALUES (?)", arguments: [hash])
    for (column, value) in columns {
      try db.execute(
        sql: "UPDATE comparison SET \(column) = ? WHERE hash = ?", arguments: [value, hash])
    }
  }
}

extension ComparisonLabel {
  fileprivate init(_ row: Row) { self.init(name: row.text("name"), note: row.text("note")) }
}

extension Row {
  /// The text of a column; nil if it is missing or something else.
  fileprivate func text(_ column: String) -> String? {
    String.fromDatabaseValue(self[column] as DatabaseValue)
  }
}

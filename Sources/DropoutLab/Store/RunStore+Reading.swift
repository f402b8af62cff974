public import DropoutTraining
import GRDB

/// Runs as the store has them: those that can be read, and the damaged rows.
public struct ReadableRuns<Runs: Sendable>: Sendable {
  /// The runs that can be read.
  public let runs: Runs
  /// The rows that cannot be read, or are not as they were written.
  package let damaged: [DamagedRow]
}

extension RunStore {
  /// The records of the runs among `identities` that are finished.
  ///
  /// - Throws: ``StoreError/damagedRun(path:identity:reason:)`` if a row of these runs is damaged.
  public func records(identities: [String]) throws(StoreError) -> [String: RunRecord] {
    let found = try readableRecords(identities: identities)
    if let damaged = found.damaged.first { throw damaged.error(path: path) }
    return found.runs
  }

  /// The records of the runs among `identities` that are finished and undamaged, and the damaged rows.
  func readableRecords(
    identities: [String], patience: Duration = StoreAccess.usualPatience
  ) throws(StoreError) -> ReadableRuns<[String: RunRecord]> {
    let rows = try access.read(patience: patience) { db in
      try Self.parts(of: identities).flatMap { try Self.rows(db, identities: $0) }
    }
    let (runs, damaged) = split(rows)
    let records = try runs.concurrentMap { run throws(StoreError) in
      try run.record(storePath: path)
    }
    return ReadableRuns(
      runs: Dictionary(zip(runs.map(\.identity), records)) { $1 }, damaged: damaged)
  }

  /// The runs among `identities` that have a row, damaged or not.
  public func finished(of identities: [String]) throws(StoreError) -> Set<String> {
    try access.read { db in
      try Self.parts(of: identities).reduce(into: []) { found, part in
        found.formUnion(
          try String.fetchAll(
            db, sql: "SELECT identity FROM run WHERE identity IN (\(Self.places(part)))",
            arguments: StatementArguments(part)))
      }
    }
  }

  /// Every run without its weights, ordered by data, comparison, policy and seed.
  ///
  /// - Throws: ``StoreError/damagedRun(path:identity:reason:)`` if a row is damaged.
  package func all() throws(StoreError) -> [StoredRun] {
    let found = try readable()
    if let damaged = found.damaged.first { throw damaged.error(path: path) }
    return found.runs
  }

  /// Every undamaged run, without its weights, ordered by data, comparison, policy and seed.
  package func readable() throws(StoreError) -> ReadableRuns<[StoredRun]> {
    let rows = try access.read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT \(Self.selection) FROM run ORDER BY dataName, comparison, policy, seed")
    }
    let (runs, damaged) = split(rows)
    return ReadableRuns(runs: runs, damaged: damaged)
  }

  /// The run whose identity begins with `prefix`, if it is the only one.
  package func run(identityPrefix prefix: String) throws(StoreError) -> StoredRun {
    let identity = try identity(prefix: prefix)
    let rows = try access.read { try Self.rows($0, identities: [identity]) }
    let (runs, damaged) = split(rows)
    if let damaged = damaged.first { throw damaged.error(path: path) }
    guard let run = runs.first else { throw .noSuchRun(path: path, identity: prefix) }
    return run
  }

  /// The identity that begins with `prefix`, if it is the only one; its row may be damaged.
  public func identity(prefix: String) throws(StoreError) -> String {
    let found = try access.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT identity FROM run
          WHERE typeof(identity) = 'text' AND substr(identity, 1, ?) = ? LIMIT 2
          """, arguments: [prefix.unicodeScalars.count, prefix])
    }
    guard let identity = found.first else { throw .noSuchRun(path: path, identity: prefix) }
    guard found.count == 1 else { throw .ambiguousRun(path: path, identity: prefix) }
    return identity
  }

  /// The final weights of a run of a small network; nil if none are stored.
  ///
  /// - Throws: ``StoreError/damagedRun(path:identity:reason:)`` if they are not the run's.
  public func parameters(identity: String, shape: NetworkShape) throws(StoreError) -> Parameters? {
    let rows = try access.read { try Self.rows($0, identities: [identity], columns: "*") }
    guard let row = rows.first else { return nil }
    do {
      return try StoredRun(row).parameters(shape: shape, number: RowReader(row).number)
    } catch {
      throw error.error(path: path)
    }
  }

  /// Decodes rows, and separates the damaged ones.
  func split(_ rows: [Row]) -> (runs: [StoredRun], damaged: [DamagedRow]) {
    var runs: [StoredRun] = []
    var damaged: [DamagedRow] = []
    for row in rows {
      do throws(DamagedRow) {
        runs.append(try StoredRun(row))
      } catch {
        damaged.append(error)
      }
    }
    return (runs, damaged)
  }

  /// Rows with their numbers, in no order.
  static func rows(
    _ db: Database, identities: [String], columns: String = columnsWithoutWeights
  ) throws -> [Row] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT rowid AS rowNumber, \(columns) FROM run WHERE identity IN (\(places(identities)))
        """, arguments: StatementArguments(identities))
  }

  /// The identities in parts, because SQLite limits the number of variables in a statement.
  private static func parts(of identities: [String]) -> [[String]] {
    let identities = Set(identities).sorted()
    return stride(from: 0, to: identities.count, by: 500).map {
      Array(identities[$0..<min($0 + 500, identities.count)])
    }
  }

  private static func places(_ values: [String]) -> String {
    values.map { _ in "?" }.joined(separator: ", ")
  }

  private static let columnsWithoutWeights = StoredRun.columnsWithoutWeights.joined(
    separator: ", ")

  /// Rows without the column that is large and seldom wanted.
  static let selection = "rowid AS rowNumber, \(columnsWithoutWeights)"
}

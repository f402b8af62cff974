import DropoutTraining
import Foundation
import GRDB

/// A row of the store that cannot be read, or that is not as it was written.
public struct DamagedRow: Error, Hashable, Sendable {
  /// The run's identity; nil if that is damaged itself.
  public let identity: String?
  /// The row's number in its table, by which it can be removed in any state.
  let number: Int64
  /// What is wrong with it.
  public let problem: Problem

  /// What can be wrong with a row.
  public enum Problem: Hashable, Sendable {
    /// A column holds another kind of value.
    case kind(column: String, found: String)
    /// A number is outside its limits.
    case range(column: String)
    /// The policy's text is not a mask policy.
    case policy(String)
    /// The failure's text is not a reason for failure.
    case failure(String)
    /// The curve does not read as a list of points.
    case curve
    /// The best moment does not read as one.
    case best
    /// The scores and confusions of the test examples do not read as such.
    case details
    /// Some column is not what was written.
    case digest
    /// The weights are not those of the run.
    case weights
  }

  /// The error for a command that needs the row.
  public func error(path: String) -> StoreError {
    .damagedRun(path: path, identity: identity ?? "", reason: reason)
  }

  /// What is wrong, in a few words.
  public var reason: String { problem.reason }

  static func sentence(path: String, identity: String, reason: String) -> String {
    let shown = String(identity.prefix(12))
    return
      "run \(shown.isEmpty ? "without identity" : shown) in store \(path) is damaged: \(reason); "
      + (shown.isEmpty ? "dropout runs check --delete" : "dropout runs delete \(shown)")
      + " removes it"
  }
}

extension DamagedRow.Problem {
  /// What is wrong, in a few words.
  var reason: String {
    switch self {
    case .kind(let column, let found): "\(column) is \(found)"
    case .range(let column): "\(column) is outside its limits"
    case .policy(let text): "\(text.prefix(40)) is not a mask policy"
    case .failure(let text): "\(text.prefix(40)) is not a failure of a run"
    case .curve: "its curve is not a list of points"
    case .best: "its best moment cannot be read"
    case .details: "its further scores cannot be read"
    case .digest: "its content does not fit its digest"
    case .weights: "its weights do not fit their digest"
    }
  }
}

/// Reads the columns of a row and checks the kind of each value: SQLite keeps any kind in any column, and
/// converts text to 0 if a number is asked for.
struct RowReader {
  let row: Row
  let number: Int64
  let identity: String?

  /// A row with the column `rowNumber`, which is the row's number.
  init(_ row: Row) {
    self.row = row
    number = Int64.fromDatabaseValue(row["rowNumber"]) ?? -1
    identity = if case .string(let text) = Self.storage(row["identity"]) { text } else { nil }
  }

  func text(_ column: String) throws(DamagedRow) -> String {
    guard case .string(let text) = Self.storage(row[column]) else { throw kind(column) }
    return text
  }

  func integer(_ column: String) throws(DamagedRow) -> Int64 {
    guard case .int64(let value) = Self.storage(row[column]) else { throw kind(column) }
    return value
  }

  func optionalText(_ column: String) throws(DamagedRow) -> String? {
    if case .null = Self.storage(row[column]) { return nil }
    return try text(column)
  }

  /// A share, 0…1, which is always finite; nil for a run that predicts numbers.
  func share(_ column: String, isOfTargets: Bool) throws(DamagedRow) -> Double? {
    let found = try score(column)
    if isOfTargets, found == nil { return nil }
    guard let value = found else { throw kind(column) }
    guard (0...1).contains(value) else { throw damage(.range(column: column)) }
    return value
  }

  /// A number from 0, or nil for one that was not finite.
  func score(_ column: String) throws(DamagedRow) -> Double? {
    switch Self.storage(row[column]) {
    case .null: return nil
    case .double(let value) where value >= 0: return value
    case .double: throw damage(.range(column: column))
    default: throw kind(column)
    }
  }

  func date(_ column: String) throws(DamagedRow) -> Date {
    guard let date = Date.fromDatabaseValue(row[column]), case .string = Self.storage(row[column])
    else { throw kind(column, found: "not a date") }
    return date
  }

  func data(_ column: String) throws(DamagedRow) -> Data? {
    switch Self.storage(row[column]) {
    case .null: return nil
    case .blob(let data): return data
    default: throw kind(column)
    }
  }

  func damage(_ problem: DamagedRow.Problem) -> DamagedRow {
    DamagedRow(identity: identity, number: number, problem: problem)
  }

  private func kind(_ column: String, found: String? = nil) -> DamagedRow {
    damage(.kind(column: column, found: found ?? Self.name(Self.storage(row[column]))))
  }

  private static func storage(_ value: DatabaseValue) -> DatabaseValue.Storage { value.storage }

  private static func name(_ storage: DatabaseValue.Storage) -> String {
    switch storage {
    case .null: "missing"
    case .int64, .double: "a number"
    case .string: "text"
    case .blob: "a blob"
    }
  }
}

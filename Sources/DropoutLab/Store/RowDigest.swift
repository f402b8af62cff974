import DropoutTraining
import Foundation
import GRDB

/// The digest of a row's content, which shows whether the row is still as it was written.
enum RowDigest {
  /// The column that holds it.
  static let column = "digest"

  /// SHA-256 over the name, kind and value of every column, in the order of the names.
  ///
  /// ``StoredRun/weights`` are left out: they are large, seldom read, and have their own digest. So are a missing
  /// ``StoredRun/best`` and ``StoredRun/details``: rows from before those columns keep their digests.
  static func of(_ columns: some Sequence<(String, DatabaseValue)>) -> String {
    var digest = SHA256()
    for (name, value) in columns.sorted(by: { $0.0 < $1.0 })
    where name != column && name != "weights"
      && !(["best", "details"].contains(name) && value.isNull)
    {
      digest.update(name)
      switch value.storage {
      case .null: digest.update("=null\n")
      case .int64(let value): digest.update("=integer:\(value)\n")
      // SQLite does not keep the sign of zero.
      case .double(let value): digest.update("=number:\(value == 0 ? 0 : value.bitPattern)\n")
      case .string(let text): digest.update("=text:\(text.utf8.count):\(text)\n")
      case .blob(let data):
        digest.update("=blob:\(data.count):")
        digest.update([UInt8](data))
      }
    }
    return digest.finalized()
  }

  /// Writes the digest of every row of the table as it is now: for migrations, which change the columns.
  static func writeAll(_ db: Database) throws {
    for number in try Int64.fetchAll(db, sql: "SELECT rowid FROM run") {
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT * FROM run WHERE rowid = ?", arguments: [number])
      else { continue }
      try db.execute(
        sql: "UPDATE run SET digest = ? WHERE rowid = ?", arguments: [of(row.map { $0 }), number])
    }
  }
}

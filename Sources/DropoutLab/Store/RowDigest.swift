import DropoutTraining
import Foundation
import GRDB

/// The digest of a row's content, by which a row that changed on its way to the disk and back is seen.
enum RowDigest {
  /// The column that holds it.
  static let column = "digest"

  /// SHA-256 over the name, kind and value of every column, by name.
  ///
  /// ``StoredRun/weights`` are left out: they are large, seldom read, and have a digest of their own.
  static func of(_ columns: some Sequence<(String, DatabaseValue)>) -> String {
    var digest = SHA256()
    for (name, value) in columns.sorted(by: { $0.0 < $1.0 })
    where name != column && name != "weights" {
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

  /// Writes the digest of every row of the table, as it is now: for migrations, after which rows have
  /// other columns.
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

import GRDB

/// What can go wrong with a store.
public enum StoreError: Error, Hashable, Sendable {
  /// The file cannot be opened.
  case cannotOpen(path: String, reason: String)
  /// The file holds something else than runs, or is damaged.
  case notAStore(path: String, reason: String)
  /// A newer version of this program has changed the tables; `migration` is one unknown here.
  case fromNewerVersion(path: String, migration: String)
  /// A run's row does not read back; `reason` says which part.
  case damagedRun(path: String, identity: String, reason: String)
  /// Reading or writing failed.
  case failed(path: String, reason: String)
  /// No run has this identity.
  case noSuchRun(path: String, identity: String)
  /// Several runs begin with this identity.
  case ambiguousRun(path: String, identity: String)

  /// What an error from the database means for the store at `path`.
  init(_ error: any Error, path: String, whileOpening: Bool = false) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError where Self.damage.contains(error.resultCode):
      self = .notAStore(path: path, reason: Self.reason(error))
    default:
      self =
        whileOpening
        ? .cannotOpen(path: path, reason: Self.reason(error))
        : .failed(path: path, reason: Self.reason(error))
    }
  }

  private static let damage: [ResultCode] = [.SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_FORMAT]

  private static func reason(_ error: any Error) -> String {
    let text = (error as? DatabaseError).map { $0.message ?? "\($0.resultCode)" } ?? "\(error)"
    return text.replacing("\n", with: " ")
  }
}

extension StoreError: CustomStringConvertible {
  /// What is wrong, where, and what to do, in one line.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "cannot open the run store \(path): \(reason); name another file with --store"
    case .notAStore(let path, let reason):
      "\(path) is no run store: \(reason); name another file with --store"
    case .fromNewerVersion(let path, let migration):
      "run store \(path) was written by a newer version (\(migration)); use that version, or name "
        + "another file with --store"
    case .damagedRun(let path, let identity, let reason):
      "run \(identity.prefix(12)) in store \(path) is damaged: \(reason); dropout runs delete removes it"
    case .failed(let path, let reason): "run store \(path): \(reason)"
    case .noSuchRun(let path, let identity):
      "run store \(path) has no run \(identity); dropout runs list shows them"
    case .ambiguousRun(let path, let identity):
      "run store \(path) has several runs \(identity)…; give more digits"
    }
  }
}

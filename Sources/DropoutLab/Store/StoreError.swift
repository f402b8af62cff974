import GRDB

/// What can go wrong with a store.
public enum StoreError: Error, Hashable, Sendable {
  /// No file can have this path.
  case badPath(path: String)
  /// The file cannot be opened.
  case cannotOpen(path: String, reason: String)
  /// The file does not contain runs, or is damaged.
  case notAStore(path: String, reason: String)
  /// A newer version of this program has changed the tables by `migration`, which is unknown here.
  case fromNewerVersion(path: String, migration: String)
  /// A run's row does not read back; `reason` says which part.
  case damagedRun(path: String, identity: String, reason: String)
  /// Another program holds the file.
  case locked(path: String)
  /// There is no space left for what is to be written.
  case full(path: String)
  /// Reading or writing failed.
  case failed(path: String, reason: String)
  /// Finished runs that could not be written before somebody asked to stop.
  case unwritten(path: String, runs: Int, reason: String)
  /// No run has this identity.
  case noSuchRun(path: String, identity: String)
  /// Several runs begin with this identity.
  case ambiguousRun(path: String, identity: String)
  /// No comparison has this name, or a hash that begins so; `known` are those that there are.
  case noSuchComparison(path: String, text: String, known: [String])
  /// Several comparisons have this name, or hashes that begin so.
  case ambiguousComparison(path: String, text: String, candidates: [String])

  /// Translates an error from the database of the store at `path`.
  init(_ error: any Error, path: String, whileOpening: Bool = false) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error, path: path, whileOpening: whileOpening)
    default: self = .failed(path: path, reason: Self.short("\(error)"))
    }
  }

  private init(_ error: DatabaseError, path: String, whileOpening: Bool) {
    let reason = Self.short(error.message ?? "\(error.resultCode)")
    self =
      switch error.resultCode {
      case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_FORMAT: .notAStore(path: path, reason: reason)
      // All statements are part of this program, so they fail only if somebody changed the tables.
      case .SQLITE_ERROR: .notAStore(path: path, reason: "its tables were changed: \(reason)")
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
      case .SQLITE_FULL: .full(path: path)
      default:
        whileOpening
          ? .cannotOpen(path: path, reason: reason) : .failed(path: path, reason: reason)
      }
  }

  /// Whether the same call may succeed later although nobody changes the store.
  var isPassing: Bool {
    switch self {
    case .locked, .full: true
    default: false
    }
  }

  /// Why something failed, without the path.
  var reason: String {
    switch self {
    case .locked: "it is locked by another program"
    case .full: "no space is left on its disk"
    case .failed(_, let reason), .cannotOpen(_, let reason), .notAStore(_, let reason): reason
    default: description
    }
  }

  /// One line, and not a long one.
  private static func short(_ text: String) -> String {
    let line = text.replacing("\n", with: " ")
    return line.count > 200 ? line.prefix(200) + "…" : line
  }
}

extension StoreError: CustomStringConvertible {
  /// What is wrong, where, and what to do, in one line.
  public var description: String {
    switch self {
    case .badPath(let path):
      "the run store's path \"\(path.replacing("\0", with: "\\0"))\" names no file; name one with --store"
    case .cannotOpen(let path, let reason):
      "cannot open the run store \(path): \(reason); name another file with --store"
    case .notAStore(let path, let reason):
      "\(path) is not a run store: \(reason); name another file with --store"
    case .fromNewerVersion(let path, let migration):
      "run store \(path) was written by a newer version (\(migration)); use that version, or name "
        + "another file with --store"
    case .damagedRun(let path, let identity, let reason):
      DamagedRow.sentence(path: path, identity: identity, reason: reason)
    case .locked(let path):
      "run store \(path) is locked by another program; close that program, or wait for it"
    case .full(let path): "run store \(path): no space is left on its disk"
    case .failed(let path, let reason): "run store \(path): \(reason)"
    case .unwritten(let path, let runs, let reason):
      "\(runs == 1 ? "1 finished run is" : "\(runs) finished runs are") not in the run store \(path): "
        + "\(reason); the same command trains \(runs == 1 ? "it" : "them") again"
    case .noSuchRun(let path, let identity):
      "run store \(path) has no run \(identity); dropout runs list shows them"
    case .ambiguousRun(let path, let identity):
      "run store \(path) has several runs \(identity)…; give more digits"
    case .noSuchComparison(let path, let text, let known):
      "run store \(path) has no comparison \(text); "
        + (known.isEmpty ? "it has none at all" : "it has \(Self.list(known))")
    case .ambiguousComparison(let path, let text, let candidates):
      "run store \(path) has several comparisons \(text): \(Self.list(candidates)); give more digits"
    }
  }

  /// The first of some comparisons.
  private static func list(_ comparisons: [String]) -> String {
    let rest = comparisons.count - 6
    return comparisons.prefix(6).joined(separator: ", ")
      + (rest > 0 ? " and \(rest) more (dropout runs list)" : "")
  }
}

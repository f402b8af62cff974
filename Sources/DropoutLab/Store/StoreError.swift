import GRDB

/// What can go wrong with a store.
public enum StoreError: Error, Hashable, Sendable {
  /// The file cannot be opened as a store.
  case cannotOpen(path: String, reason: String)
  /// Reading or writing failed.
  case failed(path: String, reason: String)
  /// No run has this identity.
  case noSuchRun(path: String, identity: String)
  /// Several runs begin with this identity.
  case ambiguousRun(path: String, identity: String)

  static func reason(_ error: any Error) -> String {
    (error as? DatabaseError).map { $0.message ?? "\($0.resultCode)" } ?? "\(error)"
  }
}

extension StoreError: CustomStringConvertible {
  /// What is wrong, where, and what to do, in one line.
  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "cannot open the run store \(path): \(reason); name another file with --store"
    case .failed(let path, let reason): "run store \(path): \(reason)"
    case .noSuchRun(let path, let identity):
      "run store \(path) has no run \(identity); dropout runs list shows them"
    case .ambiguousRun(let path, let identity):
      "run store \(path) has several runs \(identity)…; give more digits"
    }
  }
}

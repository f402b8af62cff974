/// What can go wrong when a run is recorded.
package enum RecordingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An array would not fit into memory or into a file that NumPy reads.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// A run has something that a recording cannot hold.
  case cannotRecord(String)
  /// A file cannot be written.
  case cannotWrite(path: String, reason: String)

  /// What is wrong and what to do, in one line.
  package var description: String {
    switch self {
    case .tooLarge(let path, let bytes, let limit):
      "\(path) would take \(bytes / 1_000_000) MB, \(limit / 1_000_000) at most; "
        + "record fewer steps (--steps)"
    case .cannotRecord(let what): "a recording cannot hold \(what); leave out --record"
    case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
    }
  }
}

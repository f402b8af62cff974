/// Why a server cannot serve.
public enum ServerError: Error, CustomStringConvertible {
  /// The host is not an address.
  case badHost(String)
  /// The address is in use, or is not this machine's.
  case cannotListen(address: String, reason: String)
  /// The page's files are missing.
  case noFiles
  /// The process may open too few files for a browser to load the page.
  case tooFewFiles(Int)
  /// The server stopped by itself.
  case ended(reason: String)

  /// The error in one line: what, where, what to do.
  public var description: String {
    switch self {
    case .badHost(let host):
      "host \(host): give an address of this machine, as in 127.0.0.1 or ::1"
    case .cannotListen(let address, let reason):
      "cannot listen on \(address) (\(reason)); choose another port (0 for a free one) or host"
    case .noFiles:
      "the page's files are missing; keep swift-dropout_DropoutServer.resources beside the program"
    case .tooFewFiles(let count):
      "\(count) open files are too few to serve a page; allow more, as with ulimit -n 1024"
    case .ended(let reason):
      "the server ended (\(reason)); it may need more open files, as after ulimit -n 1024"
    }
  }
}

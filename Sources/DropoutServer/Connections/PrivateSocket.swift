import DropoutTraining
import FlyingSocks
import Foundation

/// A socket file in a folder that only this user may enter.
struct PrivateSocket: Sendable {
  private let folder: URL
  private var path: String { folder.appending(path: "http").path }

  /// - Throws: ``ServerError``.
  init() throws(ServerError) {
    let temporary = FileManager.default.temporaryDirectory
    Self.removeLeftovers(in: temporary)
    let name = "\(Self.prefix)\(ProcessMark.current)-\(UUID().uuidString.prefix(8))"
    folder = temporary.appending(path: name)
    // Longer ones do not fit a socket's address.
    guard path.utf8.count < 100 else {
      throw .noTemporaryFolder(temporary.path, reason: "its path is too long")
    }
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .noTemporaryFolder(temporary.path, reason: error.localizedDescription)
    }
  }

  private static let prefix = "dropout-"

  /// Removes the folders of servers that were killed.
  private static func removeLeftovers(in temporary: URL) {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: temporary.path)) ?? []
    where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: "-")
      if parts.count == 3, ProcessMark.isOfDeadProcess(parts.prefix(2).joined(separator: "-")) {
        try? files.removeItem(at: temporary.appending(path: name))
      }
    }
  }

  var address: sockaddr_un { .unix(path: path) }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

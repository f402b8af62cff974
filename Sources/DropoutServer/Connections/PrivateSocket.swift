import FlyingSocks
import Foundation

/// A socket file in a folder that only this user may enter.
struct PrivateSocket: Sendable {
  private let folder: URL
  private var path: String { folder.appending(path: "http").path }

  /// - Throws: ``ServerError``.
  init() throws(ServerError) {
    let temporary = FileManager.default.temporaryDirectory
    folder = temporary.appending(path: "dropout-\(UUID().uuidString.prefix(8))")
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

  var address: sockaddr_un { .unix(path: path) }

  func remove() { try? FileManager.default.removeItem(at: folder) }
}

private import Foundation

/// A file that appears under its name whole, or not at all.
///
/// Content goes to a hidden file beside it, which ``commit()`` renames; without that it is removed.
final class AtomicFile {
  private let path: String
  private let temporaryPath: String
  private let handle: FileHandle
  private var isOpen = true

  init(path: String) throws(DatasetError) {
    let target = URL(fileURLWithPath: path)
    // Does not follow a link: /dev/stdout must not be replaced by a file either.
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if let type, type != .typeRegular && type != .typeDirectory {
      throw .cannotWrite(path: path, reason: "it is a link or a device, not a plain file")
    }
    let name = ".\(target.lastPathComponent).\(UUID().uuidString.prefix(8)).partial"
    let temporary = target.deletingLastPathComponent().appendingPathComponent(name)
    self.path = path
    temporaryPath = temporary.path
    do {
      try Data().write(to: temporary)
      handle = try FileHandle(forWritingTo: temporary)
    } catch {
      let folder = target.deletingLastPathComponent().path
      throw .cannotWrite(path: path, reason: DataFile.reason(error, folder: folder))
    }
  }

  deinit { discard() }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(DatasetError) {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw .cannotWrite(path: path, reason: DataFile.reason(error))
    }
  }

  /// Gives the file its name, replacing what had it.
  func commit() throws(DatasetError) {
    do {
      try handle.close()
    } catch {
      throw .cannotWrite(path: path, reason: DataFile.reason(error))
    }
    // Sound: both strings live through the call.
    guard unsafe rename(temporaryPath, path) == 0 else {
      // Sound: strerror returns a terminated string, which is copied at once.
      let reason = unsafe String(cString: strerror(errno))
      throw .cannotWrite(path: path, reason: reason)
    }
    isOpen = false
  }

  /// Removes what was written; nothing after ``commit()``.
  func discard() {
    guard isOpen else { return }
    isOpen = false
    try? handle.close()
    try? FileManager.default.removeItem(atPath: temporaryPath)
  }
}

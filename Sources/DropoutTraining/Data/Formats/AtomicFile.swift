private import Foundation

/// A file that appears under its name complete, or not at all.
///
/// Content goes to a hidden file in the same folder, which ``commit()`` renames. Without a commit it is removed; if
/// the process is killed, ``removeLeftovers(in:)`` removes it later.
package final class AtomicFile {
  private let path: String
  private let temporaryPath: String
  private let handle: FileHandle
  private var isOpen = true
  private var isSealed = false

  /// A file that will have this path; its folder must exist.
  package init(path: String) throws(DatasetError) {
    let target = URL(fileURLWithPath: path)
    // Does not follow a link: /dev/stdout must not be replaced by a file either.
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    if let type, type != .typeRegular && type != .typeDirectory {
      throw .cannotWrite(path: path, reason: "it is a link or a device, not a plain file")
    }
    let mark = "\(ProcessMark.current)-\(UUID().uuidString.prefix(8))"
    let name = ".\(target.lastPathComponent).\(mark).partial"
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
  package func write(_ bytes: [UInt8]) throws(DatasetError) {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw .cannotWrite(path: path, reason: DataFile.reason(error))
    }
  }

  /// Ends the writing. After this only ``commit()`` can follow, which cannot fail for lack of space.
  package func seal() throws(DatasetError) {
    guard !isSealed else { return }
    isSealed = true
    do {
      try handle.close()
    } catch {
      throw .cannotWrite(path: path, reason: DataFile.reason(error))
    }
  }

  /// Gives the file its name and replaces a file of that name.
  package func commit() throws(DatasetError) {
    try seal()
    // Sound: both strings are valid during the call.
    guard unsafe rename(temporaryPath, path) == 0 else {
      // Sound: strerror returns a terminated string, which is copied at once.
      let reason = unsafe String(cString: strerror(errno))
      throw .cannotWrite(path: path, reason: reason)
    }
    isOpen = false
  }

  /// Removes the hidden file; does nothing after ``commit()``.
  package func discard() {
    guard isOpen else { return }
    isOpen = false
    if !isSealed { try? handle.close() }
    try? FileManager.default.removeItem(atPath: temporaryPath)
  }

  /// Removes the hidden files that killed processes left in a folder.
  ///
  /// Files of running processes and of other machines stay, and so do recent files whose process is not known.
  package static func removeLeftovers(in folder: String) {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      let path = "\(folder)/\(name)"
      if isLeftover(name, path: path) { try? files.removeItem(atPath: path) }
    }
  }

  private static func isLeftover(_ name: String, path: String) -> Bool {
    guard name.hasPrefix(".") else { return false }
    if name.hasSuffix(".partial"), let mark = name.split(separator: ".").dropLast().last {
      let parts = mark.split(separator: "-")
      if parts.count == 3 {
        return ProcessMark.isOfDeadProcess(parts.prefix(2).joined(separator: "-"))
      }
      if parts.count != 1 || mark.count != 8 { return false }
    } else if !name.hasPrefix(".dat.nosync") {
      return false
    }
    // Names written by earlier versions do not identify their process.
    let date = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    return date.map { $0.timeIntervalSinceNow < -600 } ?? false
  }
}

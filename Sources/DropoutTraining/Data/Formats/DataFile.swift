private import Foundation

/// Reads and writes whole files: the only place where the readers use the file system.
package enum DataFile {
  /// The largest size of a file, and of its content inflated, that is read: 4 GiB.
  static let byteLimit = 1 << 32

  /// Whether something of this name exists, and is a directory.
  package static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// The names in a folder in ascending order; empty if it cannot be read.
  package static func names(in path: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
  }

  /// Whether a regular file, or a link to one, has this name.
  static func isFile(_ path: String) -> Bool { (try? size(of: path, expected: "")) != nil }

  /// The size of a regular file in bytes.
  static func size(of path: String, expected: String) throws(DatasetError) -> Int {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
      throw .missing(path: path, expected: expected)
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    return (attributes[.size] as? NSNumber)?.intValue ?? 0
  }

  /// The bytes of a regular file.
  ///
  /// - Throws: ``DatasetError`` if it is missing, not a regular file, too large or unreadable.
  package static func read(_ path: String, expected: String) throws(DatasetError) -> [UInt8] {
    let size = try size(of: path, expected: expected)
    guard size <= byteLimit else {
      throw .tooLarge(path: path, part: "file", declared: "\(size) bytes", limit: byteLimit)
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .unreadable(path: path, reason: reason(error))
    }
  }

  /// Makes a directory and its missing parents.
  static func makeDirectory(_ path: String) throws(DatasetError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: path, reason: reason(error, folder: path))
    }
  }

  /// Writes a whole file; if that fails, a file that had the name stays as it was.
  static func write(_ bytes: [UInt8], to path: String) throws(DatasetError) {
    let file = try AtomicFile(path: path)
    try file.write(bytes)
    try file.commit()
  }

  /// The operating system's words for an error.
  ///
  /// - Parameter folder: The folder that was needed; if a file is in its place, the text says so.
  static func reason(_ error: any Error, folder: String? = nil) -> String {
    if let file = folder.flatMap(fileInPlaceOfFolder) { return "\(file) is a file, not a folder" }
    let error = error as NSError
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain, let text = unsafe strerror(Int32(cause.code))
    {
      // Sound: strerror returns a terminated string, which is copied at once.
      return unsafe String(cString: text)
    }
    return error.localizedDescription
  }

  /// The part of a path that should be a folder and is a file; nil if there is none.
  private static func fileInPlaceOfFolder(_ path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL.path
    while folder.count > 1 {
      if FileManager.default.fileExists(atPath: folder) {
        return isDirectory(folder) ? nil : folder
      }
      folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
    }
    return nil
  }
}

import Foundation

/// Writes text files whole: a reader sees the old file or the new one.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    do {
      if isThereAndNoPlainFile(path) {
        // A link, a device or a pipe (/dev/stdout) is written to, not replaced.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        // Only plain files have a length to cut.
        try? handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
      } else {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      }
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error, path: path))
    }
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error, path: path))
    }
  }

  /// What the operating system calls an error.
  static func description(ofCode code: Int32) -> String {
    // Sound: strerror returns a terminated string, which is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  private static func isThereAndNoPlainFile(_ path: String) -> Bool {
    // Does not follow a link.
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    guard let type else { return false }
    return type != .typeRegular
  }

  private static func reason(_ error: any Error, path: String) -> String {
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if cause.domain == NSPOSIXErrorDomain { return description(ofCode: Int32(cause.code)) }
    var parent = URL(fileURLWithPath: path)
    while parent.path != "/" {
      var isFolder: ObjCBool = false
      // Sound: the call only writes the flag that lives through it.
      let isThere = unsafe FileManager.default.fileExists(
        atPath: parent.path, isDirectory: &isFolder)
      if isThere && !isFolder.boolValue { return "\(parent.path) is a file, not a folder" }
      parent.deleteLastPathComponent()
    }
    return "is the folder there, and may you write to it?"
  }
}

import DropoutLab
import DropoutTraining
import Foundation

/// Writes text files atomically: a reader sees the old file or the new one, never part of one.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    try write([(path: path, text: text)])
  }

  /// Writes all documents of a study before the first is given its name: a full disk leaves the old ones
  /// unchanged, and old ones are never mixed with new.
  static func write(_ study: Study, to folder: String) throws {
    try write(study.documents.map { (path: "\(folder)/\($0.name)", text: $0.text) })
  }

  private static func write(_ files: [(path: String, text: String)]) throws {
    let plain = files.filter { !isThereAndNoPlainFile($0.path) }
    do throws(DatasetError) {
      // If one cannot be written, all that are not committed yet are removed again.
      let written = try plain.map { file throws(DatasetError) in
        let new = try AtomicFile(path: file.path)
        try new.write(Array(file.text.utf8))
        try new.seal()
        return new
      }
      for file in written { try file.commit() }
    } catch {
      guard case .cannotWrite(let path, let reason) = error else { throw error }
      throw CommandError.cannotWrite(path: path, reason: reason)
    }
    for file in files where isThereAndNoPlainFile(file.path) {
      try writeThrough(file.text, to: file.path)
    }
  }

  /// Writes into a link, a device or a pipe (/dev/stdout) instead of replacing it.
  private static func writeThrough(_ text: String, to path: String) throws {
    do {
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      // Only plain files can be cut to length 0; a pipe refuses, which does no harm.
      try? handle.truncate(atOffset: 0)
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error, path: path))
    }
  }

  /// Creates a folder, removes what killed commands left in it, and checks that files can be written to it:
  /// after hours of training it would be too late.
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error, path: path))
    }
    AtomicFile.removeLeftovers(in: path)
    do throws(DatasetError) {
      try AtomicFile(path: "\(path)/probe").discard()
    } catch {
      guard case .cannotWrite(_, let reason) = error else { throw error }
      throw CommandError.cannotWrite(path: path, reason: reason)
    }
  }

  /// The operating system's text for an error code.
  static func description(ofCode code: Int32) -> String {
    // Sound: strerror returns a terminated string, which is copied at once.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  private static func isThereAndNoPlainFile(_ path: String) -> Bool {
    // `attributesOfItem` does not follow links.
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
      // Sound: the call only writes the flag, which outlives the call.
      let isThere = unsafe FileManager.default.fileExists(
        atPath: parent.path, isDirectory: &isFolder)
      if isThere && !isFolder.boolValue { return "\(parent.path) is a file, not a folder" }
      parent.deleteLastPathComponent()
    }
    return "is the folder there, and may you write to it?"
  }
}

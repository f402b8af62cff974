import DropoutLab
import DropoutTraining
import Foundation

/// Writes text files whole: a reader sees the old file or the new one.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    try write([(path: path, text: text)])
  }

  /// Writes the documents of a study together: none has its name before all are written, so that a full disk
  /// leaves the old ones as they were, and never old beside new.
  static func write(_ study: Study, to folder: String) throws {
    try write(study.documents.map { (path: "\(folder)/\($0.name)", text: $0.text) })
  }

  private static func write(_ files: [(path: String, text: String)]) throws {
    let plain = files.filter { !isThereAndNoPlainFile($0.path) }
    do throws(DatasetError) {
      // Those not committed are removed again where one cannot be written.
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

  /// A link, a device or a pipe (/dev/stdout) is written to, not replaced.
  private static func writeThrough(_ text: String, to path: String) throws {
    do {
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      // Only plain files have a length to cut.
      try? handle.truncate(atOffset: 0)
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error, path: path))
    }
  }

  /// Makes a folder, removes what killed commands left in it, and makes sure that files can be written to
  /// it: that must not be found out after hours of training.
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
      // Sound: the call only writes the flag, which outlives it.
      let isThere = unsafe FileManager.default.fileExists(
        atPath: parent.path, isDirectory: &isFolder)
      if isThere && !isFolder.boolValue { return "\(parent.path) is a file, not a folder" }
      parent.deleteLastPathComponent()
    }
    return "is the folder there, and may you write to it?"
  }
}

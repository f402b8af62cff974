import Foundation

/// Writes text files whole: a reader sees the old file or the new one.
enum OutputFile {
  static func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error))
    }
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CommandError.cannotWrite(path: path, reason: reason(error))
    }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    guard let code = underlying?.domain == NSPOSIXErrorDomain ? underlying?.code : nil,
      let text = unsafe strerror(Int32(code))
    else { return "is the folder there, and may you write to it?" }
    return unsafe String(cString: text)
  }
}

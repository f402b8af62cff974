import DropoutStatistics
import DropoutLab
import Foundation

/// Reads the text of a plan.
enum PlanFile {
  /// The largest size of a plan in bytes. Plans have a few dozen lines; a longer or endless file is not a plan.
  private static let byteLimit = 1 << 20

  /// The bytes of the file, or of a pipe, at `path`.
  ///
  /// - Parameter what: What to call the file in the error if it is missing.
  static func content(_ path: String, what: String) throws -> Data {
    guard let handle = FileHandle(forReadingAtPath: path),
      let content = try? handle.readToLimit(byteLimit + 1)
    else { throw CommandError.missingFile(path: path, what: what) }
    guard content.count <= byteLimit else {
      throw CommandError.badArgument(
        path,
        message:
          "longer than \(NumberText.count(byteLimit)) bytes, which no plan is; give a plan's file")
    }
    return content
  }
}

extension FileHandle {
  /// All bytes to the end, at most `limit`; a pipe may give them in pieces.
  fileprivate func readToLimit(_ limit: Int) throws -> Data {
    var content = Data()
    while content.count < limit, let piece = try read(upToCount: limit - content.count),
      !piece.isEmpty
    {
      content += piece
    }
    return content
  }
}

import Foundation

/// Compares text with a file under `Golden/` beside the test.
///
/// `RECORD_GOLDEN=1` rewrites the file and fails that run, so that a recording is never taken for a
/// passed test.
public enum Golden {
  /// Checks `text` against the file `name`.
  ///
  /// - Throws: ``GoldenError`` where they differ, the file is missing, or it was just recorded.
  public static func check(_ text: String, named name: String, file: String = #filePath) throws {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent().appending(path: "Golden")
    let golden = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: golden, atomically: true, encoding: .utf8)
      throw GoldenError.recorded(path: golden.path)
    }
    guard let data = try? Data(contentsOf: golden) else {
      throw GoldenError.missing(path: golden.path)
    }
    let expected = String(decoding: data, as: UTF8.self)
    if expected == text { return }
    let lines = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = zip(lines, found).enumerated().first { $0.element.0 != $0.element.1 }
    let line = first?.offset ?? min(lines.count, found.count)
    throw GoldenError.different(
      path: golden.path, line: line + 1,
      expected: line < lines.count ? String(lines[line].prefix(200)) : "end of text",
      found: line < found.count ? String(found[line].prefix(200)) : "end of text")
  }
}

/// Why a text is not the recorded one.
public enum GoldenError: Error, CustomStringConvertible {
  /// The file was rewritten; the next run compares.
  case recorded(path: String)
  /// There is no recorded text yet.
  case missing(path: String)
  /// The first line that differs.
  case different(path: String, line: Int, expected: String, found: String)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .recorded(let path):
      "\(path) was recorded; read the change, then run without RECORD_GOLDEN"
    case .missing(let path): "\(path) is missing; run once with RECORD_GOLDEN=1 to make it"
    case .different(let path, let line, let expected, let found):
      "\(path), line \(line): expected \(expected), found \(found); "
        + "RECORD_GOLDEN=1 accepts the new text"
    }
  }
}

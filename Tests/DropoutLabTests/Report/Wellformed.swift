import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Parses a report as XML: every tag closed, every attribute quoted, every entity known.
enum Wellformed {
  /// The first fault, nil where the page is well-formed.
  ///
  /// - Parameter tags: Elements that are not XML, each there once, which are taken out first.
  static func fault(in html: String, without tags: [String] = ["style", "script"]) -> String? {
    var page = html.replacingOccurrences(of: "<!DOCTYPE html>", with: "")
    for tag in tags {
      guard let start = page.range(of: "<\(tag)>"), let end = page.range(of: "</\(tag)>") else {
        return "no <\(tag)>"
      }
      page.removeSubrange(start.lowerBound..<end.upperBound)
    }
    let parser = XMLParser(data: Data(page.utf8))
    if parser.parse() { return nil }
    let error = parser.parserError.map { "\($0)" } ?? "unknown"
    return "line \(parser.lineNumber), column \(parser.columnNumber): \(error)"
  }
}

/// Writes pages to look at into the folder that `DROPOUT_REPORT_PREVIEW` names.
enum Preview {
  /// Writes `html` as `name.html` where the folder is named, nothing otherwise.
  static func write(_ html: String, named name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["DROPOUT_REPORT_PREVIEW"] else { return }
    let file = URL(fileURLWithPath: folder).appending(path: "\(name).html")
    try html.write(to: file, atomically: true, encoding: .utf8)
  }
}

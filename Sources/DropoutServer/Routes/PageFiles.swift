import DropoutFigures
import FlyingFox
import Foundation

/// Serves the page's files.
struct PageFiles: Sendable {
  private let folder: URL

  /// - Throws: `ServerError.noFiles` if they are not beside the program.
  init() throws {
    guard let folder = Bundle.resourceFolder,
      FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path)
    else { throw ServerError.noFiles }
    self.folder = folder
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
  ]

  /// The colours that reports use; an element of class `s3` gets that of slot 3 as `--slot`.
  private static let colours =
    ([Palette.modes]
    + (0..<Palette.slotCount).map {
      ".s\($0){--slot:var(--s\($0))}"
    }).joined(separator: "\n")

  /// A file by its name; names with a folder are not found.
  func response(_ request: HTTPRequest) -> HTTPResponse {
    let name = request.path == "/" ? "index.html" : String(request.path.dropFirst())
    let type = name.split(separator: ".").last.flatMap { Self.types[String($0)] }
    guard let type,
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-.".contains($0)) }),
      !name.hasPrefix("."),
      let content =
        name == "colours.css"
        ? Data(Self.colours.utf8)
        : FileManager.default.contents(atPath: folder.appending(path: name).path)
    else { return .text(.notFound, "there is no \(name.prefix(80)); the page is at /\n") }
    return HTTPResponse(statusCode: .ok, headers: [.contentType: type], body: content)
  }
}

extension Bundle {
  /// The folder of the page's files; nil if it is missing.
  ///
  /// Searched beside the program and the tests. `Bundle.module` would end the process if the folder is
  /// missing, and would find that of the build if the program was moved.
  static var resourceFolder: URL? {
    let program = main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    let places = [program, main.resourceURL, main.bundleURL] + allBundles.map(\.resourceURL)
    return places.compactMap(\.self).map {
      $0.appending(path: "swift-dropout_DropoutServer.resources/Resources")
    }.first { FileManager.default.fileExists(atPath: $0.path) }
  }
}

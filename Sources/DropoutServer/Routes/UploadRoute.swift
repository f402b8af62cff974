import DropoutTraining
import FlyingFox
import Foundation

/// Takes a small CSV file as a data set; `RequestReader` has refused a large one already.
struct UploadRoute: HTTPHandler {
  let shelf: DataShelf

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let name = request.query.first { $0.name == "name" }?.value ?? ""
    do {
      let kept = try await shelf.keep(
        Array(request.bodyData), fileName: Self.plain(name))
      return .json(.ok, ["data": kept.data, "line": kept.line])
    } catch  where error is DatasetError || error is LiveError {
      return .json(.badRequest, ["error": "\(error)"])
    }
  }

  /// A file's name without folders and control characters.
  private static func plain(_ name: String) -> String {
    let last = name.split(whereSeparator: { "/\\".contains($0) }).last ?? "upload.csv"
    let visible = String(
      last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.prefix(80).map(
        Character.init))
    // With this suffix it can be mistaken neither for a generator nor for a well-known data set.
    return visible.hasSuffix(".csv") ? visible : (visible.isEmpty ? "upload" : visible) + ".csv"
  }
}
